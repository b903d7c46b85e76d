// Notes beside a story: taken without leaving the page, with the words selected in the text.
(() => {
  "use strict";
  let selected = "";

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const node = selection.anchorNode;
    const element = node && (node.nodeType === Node.TEXT_NODE ? node.parentElement : node);
    const words = selection.toString().trim();
    if (words && element && element.closest("#main form") && !element.closest("[data-terbit-note-form]")) {
      selected = words.slice(0, 1000);
      const button = document.querySelector("[data-terbit-note-quote]");
      if (button) button.hidden = false;
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-terbit-note-quote]")) {
      document.querySelector("[data-terbit-note-passage]").value = selected;
    }
  });

  // The answer is the list of notes; anything else (signed out, refused, no network) leaves the note where it is.
  async function send(form) {
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      return response.ok && !response.redirected ? await response.text() : null;
    } catch {
      return null;
    }
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-terbit-note-form]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    const notes = await send(form);
    button.disabled = false;
    document.querySelector("[data-terbit-note-failed]").hidden = notes !== null;
    if (notes === null) return;
    document.querySelector("[data-terbit-notes-place]").innerHTML = notes;
    form.reset();
  });
})();
