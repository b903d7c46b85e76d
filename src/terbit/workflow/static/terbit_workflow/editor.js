// The editor of a story: what Wagtail's own scripts leave open.
(() => {
  "use strict";

  const text = () => document.querySelector("[data-terbit-text]");
  const headline = () => document.querySelector("[name=headline]");

  // The form is not checked by the browser (drafts may be unfinished); the reason of a breaking story is.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-terbit-needs]");
    if (button && !document.getElementById(button.dataset.terbitNeeds).reportValidity()) event.preventDefault();
  });

  // A story saves itself once it has a headline to be found by.
  document.addEventListener("w-autosave:save", (event) => {
    if (event.target.action.endsWith("/add/") && headline() && !headline().value.trim()) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // What was wrong when it was saved by hand is mended when it saves itself.
  document.addEventListener("w-autosave:success", () => {
    document.querySelectorAll(".messages .error:not(:has([data-terbit-refused]))").forEach((told) => told.remove());
  });

  // Somebody else has the story now: what was written is kept; nothing more is taken here.
  document.addEventListener("w-autosave:error", (event) => {
    const form = event.target;
    if (event.detail.type !== "locked" || !form.matches("[data-edit-form]") || text().disabled) return;
    event.stopPropagation(); // the line at the foot would say it again
    form.removeAttribute("data-controller"); // no more autosaves, and no question on leaving
    text().disabled = true;
    form.querySelector("footer").hidden = true;
    document.getElementById("w-autosave-indicator").hidden = true;
    const banner = document.querySelector("[data-terbit-lost]").content.cloneNode(true);
    banner.querySelector("p").textContent = event.detail.text;
    document.querySelector("[data-terbit-banners]").replaceChildren(banner);
    document.querySelector("[data-terbit-banners]").scrollIntoView({ block: "center" });
  });

  // Rich text does not heed a disabled fieldset: it can be read and copied there, not written in.
  document.addEventListener("focusin", (event) => {
    if (event.target.isContentEditable && event.target.closest("fieldset:disabled")) event.target.blur();
  });

  // A new story begins with its headline.
  addEventListener("load", () => {
    if (headline() && document.querySelector("[data-edit-form]").action.endsWith("/add/")) headline().focus();
  });
})();
