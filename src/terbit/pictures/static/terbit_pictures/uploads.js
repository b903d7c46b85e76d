/* Many uploaded at once: what the first one says of its rights goes for all, and all are saved together. */
(() => {
  const list = document.getElementById("upload-list");
  const bar = document.querySelector("[data-terbit-uploads]");
  const forms = () => [...list.querySelectorAll("form:not(.confirm-duplicate-upload form)")];
  const field = (form, name) => form.querySelector(`[name$="-${name}"]`);

  const apply = () => {
    const [first, ...others] = forms();
    for (const form of others) {
      for (const name of ["credit", "source", "licence"]) field(form, name).value = field(first, name).value;
    }
  };
  const save = () => forms().forEach((form) => form.requestSubmit());

  bar.querySelector("[data-terbit-apply]").addEventListener("click", apply);
  bar.querySelector("[data-terbit-save]").addEventListener("click", save);
  new MutationObserver(() => { bar.hidden = forms().length < 2; }).observe(list, { childList: true, subtree: true });
})();
