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

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-terbit-note-form]");
    if (!form) return;
    event.preventDefault();
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (!response.ok) {
      form.submit(); // the plain way shows what is wrong
      return;
    }
    document.querySelector("[data-terbit-notes-place]").innerHTML = await response.text();
    form.reset();
  });
})();
