// What a page gains where scripts run. Nothing here is needed to read.

const UNITS = [["year", 31_556_952], ["month", 2_629_746], ["week", 604_800], ["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

/** “8 bulan yang lalu”: the largest unit that fits, rounded down. */
function ago(then, now) {
  const seconds = Math.max(0, (now - then) / 1000);
  const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat("id").format(-Math.floor(seconds / length), unit);
}

for (const place of document.querySelectorAll("[data-ago]")) {
  const then = Date.parse(place.querySelector("time").dateTime);
  place.append(` · ${ago(then, Date.now())}`);
}

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}
