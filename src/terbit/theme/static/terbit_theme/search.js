// Results while somebody types, but for those who save data (`saving` is paper.js's). Without this the form does the
// same by its button.

const form = document.querySelector("form[role=search]");
const REPLACED = ["jumlah", "urutan", "hasil", "saring"];
const PAUSE = 350; // ms without a key
const LEAST = 3; // letters
let waiting, asked;
// The last word may still be growing. It is whole where the form was sent.
let typing = new URLSearchParams(location.search).has("awalan");

// Short addresses: nothing of what is left open.
form.addEventListener("formdata", ({ formData }) => {
  for (const [name, text] of [...formData]) if (!text.trim()) formData.delete(name);
});

function address() {
  const given = new URLSearchParams(new FormData(form));
  if (typing && given.has("q")) given.set("awalan", "1");
  return `${form.getAttribute("action")}?${given}`;
}
let shown = address();

async function refresh() {
  const wanted = address();
  if (wanted === shown) return;
  asked = new AbortController();
  try {
    const answer = await fetch(wanted, { signal: asked.signal });
    if (!answer.ok) return; // whoever presses the button is told why
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    shown = wanted;
    history.replaceState(null, "", wanted);
  } catch {
    // Typed on meanwhile, or no network: what is shown stays.
  }
}

/** The changed parts of the page; never one that somebody is in at the moment. */
function show(page) {
  document.title = page.title;
  for (const id of REPLACED) {
    const [here, there] = [document, page].map((from) => from.getElementById(id));
    if (here && there && !here.contains(document.activeElement)) here.replaceChildren(...there.childNodes);
  }
}

function stop() {
  clearTimeout(waiting);
  asked?.abort();
}

form.addEventListener("submit", stop);
form.addEventListener("input", ({ target }) => {
  stop();
  typing ||= target === form.elements.q;
  const letters = form.elements.q.value.trim().length;
  if (saving || (letters && letters < LEAST)) return;
  waiting = setTimeout(refresh, PAUSE);
});
