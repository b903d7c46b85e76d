// The page as wide as the device, made as small as the screen it is looked at on.
(() => {
  const box = document.getElementById("terbit-frame");
  const frame = box.querySelector("iframe");
  const buttons = [...document.querySelectorAll("[data-width]")];
  let width = 1280;
  const fit = () => {
    const scale = Math.min(1, box.clientWidth / width);
    frame.style.width = `${width}px`;
    frame.style.height = `${box.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
    frame.style.marginInlineStart = `${Math.max(0, (box.clientWidth - width * scale) / 2)}px`;
  };
  const choose = (chosen) => {
    width = Number(chosen.dataset.width);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === chosen));
    fit();
  };
  for (const button of buttons) button.addEventListener("click", () => choose(button));
  new ResizeObserver(fit).observe(box);
  choose(buttons[window.innerWidth < 700 ? 0 : 1]);
})();
