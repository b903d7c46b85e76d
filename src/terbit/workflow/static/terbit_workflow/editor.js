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

  // What pictures, people and topics are chosen from has a heading, and no name by which it is read out. The heading
  // comes over the network, before or after the dialog is focused, and changes with what is looked at in it.
  const named = (dialog) => {
    const heading = dialog.querySelector("h1, h2")?.textContent.trim().replace(/\s+/g, " ");
    if (heading && heading !== dialog.getAttribute("aria-label")) dialog.setAttribute("aria-label", heading);
  };
  new MutationObserver((changes) => {
    for (const dialog of changes.flatMap((change) => [...change.addedNodes])) {
      if (!(dialog instanceof Element) || !dialog.matches(".modal[role=dialog]")) continue;
      named(dialog);
      new MutationObserver(() => named(dialog)).observe(dialog, { childList: true, subtree: true });
    }
  }).observe(document.body, { childList: true });

  // A story saves itself once it has a headline to be found by.
  document.addEventListener("w-autosave:save", (event) => {
    if (event.target.action.endsWith("/add/") && headline() && !headline().value.trim()) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // Wagtail looks for changes from two seconds after loading; what is typed before that counts as well.
  let watched = false;
  document.addEventListener("w-unsaved:watch-edits", () => { watched = true; });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-edit-form]");
    if (form && !watched) form.setAttribute("data-w-unsaved-force-value", "true");
  });

  // Who hands a story on while it saves itself would be told that somebody saved it meanwhile: they themselves.
  let saving = false;
  let waiting = null;
  document.addEventListener("w-autosave:save", () => { saving = true; });
  document.addEventListener("submit", (event) => {
    if (!saving || !event.submitter || !event.target.matches("[data-edit-form]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = event.submitter;
  }, true);
  const saved = () => {
    const button = waiting;
    saving = false;
    waiting = null;
    if (!button || text().disabled) return; // somebody else has the story
    button.disabled = false; // while it turns, it is
    button.form.requestSubmit(button);
  };
  addEventListener("w-autosave:error", saved);
  addEventListener("w-autosave:success", (event) => {
    // What is saved by hand after that is not older than what was saved by itself (`RefusedTextMixin`).
    for (const name of ["revision_id", "revision_created_at"]) {
      const field = event.target.elements.namedItem(`loaded_${name}`);
      if (field) field.value = event.detail.data[name];
    }
    saved();
  });

  // What was wrong when it was saved by hand is mended when it saves itself.
  document.addEventListener("w-autosave:success", () => {
    document.querySelectorAll(".messages .error:not(:has([data-terbit-refused]))").forEach((told) => told.remove());
  });

  // Somebody else has the story now: what was written is kept; nothing more is taken here.
  document.addEventListener("w-autosave:error", (event) => {
    const form = event.target;
    if (event.detail.type !== "locked" || !form.matches("[data-edit-form]") || text().disabled) return;
    event.stopPropagation(); // the line at the foot would say it again
    waiting = null;
    saving = false;
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

  // From a reason in the banner to the field that mends it, also behind another tab.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-terbit-field]");
    if (!link) return;
    event.preventDefault();
    const name = link.dataset.terbitField;
    const field = document.querySelector(`#id_${name}, #id_${name}-FORMS, #id_${name}-chooser, #${name}-root, [name=${name}]`);
    const panel = field?.closest("[role=tabpanel]");
    if (panel?.hidden) document.querySelector(`[role=tab][href="#${panel.id}"]`)?.click();
    (field?.closest(".w-panel") || field)?.scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
  });

  // Others' scripts leave the field behind the cells of a table without a name and outside of the page's parts, and the
  // list of blocks at the edge, which scrolls, out of reach of the keyboard.
  const { table } = document.currentScript.dataset;
  const nameTableField = () => {
    const field = document.querySelector("body > #HandsontableCopyPaste");
    if (!field) return;
    field.setAttribute("aria-label", table);
    document.querySelector("main").append(field);
  };
  const reachList = () => document.querySelector(".w-minimap__list")?.setAttribute("tabindex", "0");
  for (const [place, mend] of [[document.body, nameTableField], [document.querySelector("[data-minimap-container]"), reachList]]) {
    if (place) new MutationObserver(mend).observe(place, { childList: true, subtree: place !== document.body });
    mend();
  }

  // What is new begins with its headline or name.
  addEventListener("load", () => {
    const form = document.querySelector("[data-edit-form]");
    if (form && form.action.endsWith("/add/")) document.querySelector(".w-panel.title :is(input, textarea)")?.focus();
  });
})();
