// Ticking all lines of a page, and going from line to line with the arrows. Everything works without it.
(() => {
  const all = document.getElementById("usul-semua");
  const boxes = [...document.querySelectorAll(".terbit-tidying__lines [name=chosen]")];
  if (!all || !boxes.length) return;

  const follow = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", follow);

  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const line = event.target.closest?.(".terbit-tidying__lines > li");
    if (!step || !line || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = boxes[boxes.indexOf(line.querySelector("[name=chosen]")) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  follow();
})();
