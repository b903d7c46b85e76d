// What was read stays readable where there is no network. Where there is one, pages always come from it.
const EDITION = "{{ edition }}";
const [SHELL, PAGES, PHOTOS] = ["kerangka", "halaman", "foto"].map((name) => `terbit-${name}-${EDITION}`);
const LIGHT = "terbit-hemat"; // there while the reader wants no pictures but those she taps
const LOGO = "{{ logo }}"; // it is on every page, and the masthead has no other name
const MOST = { [PAGES]: 60, [PHOTOS]: 120 };
const OFFLINE = "/luring/";
const FILES = {{ files|safe }};

addEventListener("install", (event) => event.waitUntil(
  caches.open(SHELL).then((shell) => shell.addAll([OFFLINE, ...FILES])).then(() => skipWaiting()),
));

addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("terbit-") && ![SHELL, PAGES, PHOTOS, LIGHT].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  await registration.navigationPreload?.enable(); // the page is asked for while this worker wakes up
  await clients.claim();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/ruang-redaksi/")) return;
  if (url.pathname.startsWith("/foto/")) event.respondWith(photo(event, url));
  else if (FILES.includes(url.pathname)) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

/** Neither a film or a feed nor what is not to be kept, as a search. */
function isPage(answer) {
  const [type, kept] = ["content-type", "cache-control"].map((name) => answer.headers.get(name) ?? "");
  return answer.status === 200 && type.startsWith("text/html") && !kept.includes("no-store");
}

async function page(event, url) {
  const pages = await caches.open(PAGES);
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    // What moved, was withdrawn or never was is not kept any longer.
    if (isPage(answer)) event.waitUntil(keep(PAGES, url.pathname, answer.clone()));
    else if ([404, 410].includes(answer.status) || answer.type === "opaqueredirect") event.waitUntil(pages.delete(url.pathname));
    return answer;
  } catch {
    const kept = url.pathname === "/cari/" && url.search ? undefined : await pages.match(url.pathname, { ignoreVary: true });
    return kept ?? caches.match(OFFLINE, { ignoreVary: true });
  }
}

/** An address of a picture never shows another one. `?1` asks for one that was tapped. */
async function photo(event, url) {
  const kept = await caches.match(url.pathname, { ignoreVary: true });
  if (kept) return kept;
  if (!url.search && !url.pathname.startsWith(LOGO) && (await caches.has(LIGHT))) return new Response(null, { status: 204 });
  const answer = await fetch(event.request);
  if (answer.status === 200) event.waitUntil(keep(PHOTOS, url.pathname, answer.clone()));
  return answer;
}

/** Whatever was kept longest without being asked for goes first. */
async function keep(name, address, answer) {
  const cache = await caches.open(name);
  await cache.put(address, answer);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, -MOST[name]).map((request) => cache.delete(request)));
}
