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
  place.append(document.createElement("br"), ago(then, Date.now()));
}

// On a phone the row of sections is wider than the screen: the one the reader is in comes into view.
const current = document.querySelector(".nav ul [aria-current]");
if (current) reveal(current, current.closest("ul"));

function reveal(item, row) {
  const [start, fading] = [item.offsetLeft - row.offsetLeft, 40];
  if (start + item.offsetWidth > row.clientWidth - fading) row.scrollLeft = start;
}

/** Buttons are made here and stand in no markup: without script, and in a text browser, they would do nothing. */
function button(place, words, deed) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  made.setAttribute("aria-live", "polite"); // its words tell what it did
  made.addEventListener("click", () => deed(made));
  place.append(made);
  return made;
}

const share = document.querySelector("[data-copy]");
const address = document.querySelector("link[rel=canonical]")?.href;
const item = () => share.appendChild(document.createElement("li"));

if (share && navigator.clipboard) {
  button(item(), share.dataset.copy, async (copy) => {
    await navigator.clipboard.writeText(address);
    copy.textContent = share.dataset.copied;
  });
}

if (share && navigator.share) {
  button(item(), share.dataset.others, () => {
    const title = document.querySelector("h1").textContent;
    navigator.share({ title, url: address }).catch(() => {}); // who changes their mind has done nothing wrong
  });
}

navigator.serviceWorker?.register("/sw.js").catch(() => {}); // reading goes on without it

// Save data: pictures wait until they are tapped. ---------------------------------------------------------

const light = document.querySelector("[data-light]");
const waiting = new Map(); // what stands in the page, and the picture it stands for
const stored = attempt(() => localStorage.getItem("hemat"));
let saving = stored ? stored === "1" : Boolean(navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches);

/** Where a browser keeps nothing for us, the choice holds for one page. */
function attempt(deed) {
  try {
    return deed();
  } catch {
    return null;
  }
}

function hold(picture) {
  const image = picture.querySelector("img");
  waiting.set(image, picture.outerHTML);
  picture.querySelectorAll("source").forEach((source) => source.remove());
  image.removeAttribute("srcset");
  image.src = light.dataset.picture;
  image.alt = [light.dataset.one, image.alt].filter(Boolean).join(": ");
  Object.assign(image, { className: `${image.className} held`, tabIndex: 0, role: "button" });
}

/** `?1` tells the worker (sw.js) that this one is wanted. */
function show(image) {
  const place = document.createElement("template");
  place.innerHTML = waiting.get(image).replace(/\/foto\/[^\s",]+/g, "$&?1");
  const picture = place.content.firstElementChild;
  const focused = image === document.activeElement;
  image.parentElement.replaceWith(picture);
  waiting.delete(image);
  if (focused) Object.assign(picture.querySelector("img"), { tabIndex: -1 }).focus();
}

const holdAll = () => document.querySelectorAll("main picture:not(:has(.held))").forEach(hold);

function change() {
  if (saving) holdAll();
  else [...waiting.keys()].forEach(show);
  if (saving) window.caches?.open("terbit-hemat");
  else window.caches?.delete("terbit-hemat");
  choice.textContent = saving ? light.dataset.all : light.dataset.light;
}

const choice = light && button(light, light.dataset.light, () => {
  saving = !saving;
  attempt(() => localStorage.setItem("hemat", saving ? "1" : "0"));
  change();
});
if (light) {
  choice.className = "control";
  light.hidden = false;
}
if (light && saving) change();
else window.caches?.delete("terbit-hemat").then(afterSaving).catch(() => {});

/** Who saved data at an earlier visit only: the worker held this page's pictures back before we could tell it. */
function afterSaving(saved) {
  if (!saved || !light) return;
  holdAll();
  [...waiting.keys()].forEach(show);
}

for (const kind of ["click", "keydown"]) {
  document.addEventListener(kind, (event) => {
    if (!waiting.has(event.target) || (event.key && ![" ", "Enter"].includes(event.key))) return;
    event.preventDefault();
    show(event.target);
  });
}

// Without a connection: what can be read all the same. ----------------------------------------------------

const list = document.querySelector("[data-kept]");
if (list && window.caches) tellKept();

async function tellKept() {
  const name = (await caches.keys()).find((name) => name.startsWith("terbit-halaman-"));
  const pages = name ? await caches.open(name) : null;
  for (const request of pages ? (await pages.keys()).reverse() : []) {
    const html = new DOMParser().parseFromString(await (await pages.match(request)).text(), "text/html");
    const link = Object.assign(document.createElement("a"), { href: request.url, textContent: html.title });
    list.appendChild(document.createElement("li")).append(link);
  }
}

// Latest and most read: put into the page when they come near. A list that is empty leaves nothing behind.
async function fill(place) {
  const answer = await fetch(place.dataset.part);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = answer.ok && page.querySelector("main ol");
  for (const link of list ? list.querySelectorAll("a") : []) {
    if (link.pathname === location.pathname) link.closest("li").remove();
  }
  if (list) place.append(list); // below the link, so that nothing moves
  else if (answer.ok) place.hidden = true;
}

const nearing = new IntersectionObserver((places) => {
  for (const { target } of places.filter((place) => place.isIntersecting)) {
    nearing.unobserve(target);
    fill(target).catch(() => {}); // the link that stands there leads on
  }
}, { rootMargin: "800px" });
for (const place of document.querySelectorAll("[data-part]")) nearing.observe(place);

/** Tell the paper that a story is read: which one, and from which site its reader came. Nothing else, and once. */
function tell() {
  const story = document.querySelector("[data-read]");
  const [opened] = performance.getEntriesByType("navigation");
  const again = opened && opened.type !== "navigate"; // who loads anew or comes back has been counted
  if (!story || again || navigator.globalPrivacyControl || navigator.doNotTrack === "1") return;
  const host = document.referrer && new URL(document.referrer).hostname;
  navigator.sendBeacon(`/-/baca/?${new URLSearchParams({ p: story.dataset.read, r: host })}`);
}

/** Call once the page is seen: one that is loaded ahead or in the background may never be. */
function whenSeen(call) {
  if (document.visibilityState === "visible" && !document.prerendering) return call();
  const event = document.prerendering ? "prerenderingchange" : "visibilitychange";
  document.addEventListener(event, () => whenSeen(call), { once: true });
}
whenSeen(tell);
