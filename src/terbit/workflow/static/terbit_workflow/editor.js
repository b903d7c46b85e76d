// The editor of a story: what Wagtail's own scripts leave open.
(() => {
  "use strict";

  // The form is not checked by the browser (drafts may be unfinished); the reason of a breaking story is.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-terbit-needs]");
    if (button && !document.getElementById(button.dataset.terbitNeeds).reportValidity()) event.preventDefault();
  });
})();
