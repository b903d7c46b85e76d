// Dragging a story onto a place sends the form that the buttons beside it send.
(() => {
  const drop = document.getElementById("terbit-drop");
  let dragged = null;
  for (const story of document.querySelectorAll("[data-story]")) {
    story.addEventListener("dragstart", (event) => {
      dragged = story.dataset.story;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged);
    });
    story.addEventListener("dragend", () => { dragged = null; });
  }
  for (const slot of document.querySelectorAll("[data-slot]")) {
    slot.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      slot.classList.add("is-over");
    });
    slot.addEventListener("dragleave", () => slot.classList.remove("is-over"));
    slot.addEventListener("drop", (event) => {
      if (!dragged) return;
      event.preventDefault();
      drop.elements.slot.value = slot.dataset.slot;
      drop.elements.story.value = dragged;
      drop.submit();
    });
  }
})();
