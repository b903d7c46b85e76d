// Dragging and buttons send the same forms; the answer takes the screen's place without leaving it.
(() => {
  const root = () => document.getElementById("terbit-front");
  const asked = "application/x-terbit-story";
  const every = 15_000;
  let dragged = null;
  let busy = false;
  let refreshing = null;

  const say = (text) => {
    document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { clear: true, text, type: "error" } }));
  };

  const open = (ids) => ids.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));

  function show(page, address, focus) {
    const fresh = page.getElementById("terbit-front");
    if (!fresh) { window.location.reload(); return; } // signed out meanwhile
    const opened = [...root().querySelectorAll("details[open]")].map((one) => one.id).filter((id) => id === "riwayat");
    const scrolled = root().querySelector(".terbit-front__stories").scrollTop;
    root().replaceWith(document.importNode(fresh, true));
    document.querySelector(".messages").replaceChildren(...page.querySelector(".messages").childNodes);
    window.history.replaceState(null, "", address.split("#")[0]);
    open(opened);
    root().querySelector(".terbit-front__stories").scrollTop = scrolled;
    if (focus) focusOn(focus);
  }

  function focusOn(ids) {
    const wanted = ids.map((id) => id && document.getElementById(id)).find((one) => one && !one.disabled);
    const heading = document.getElementById("tempat");
    (wanted || heading)?.focus({ preventScroll: Boolean(wanted) });
    (wanted?.closest("[data-slot]") || wanted)?.scrollIntoView({ block: "nearest" });
  }

  async function ask(address, options, focus) {
    await refreshing; // a click is not lost while the screen brings itself up to date
    if (busy) return; // nor is it sent twice
    busy = true;
    root().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { "X-Terbit": "1" }, ...options });
      const text = await answer.text();
      if (answer.ok) show(new DOMParser().parseFromString(text, "text/html"), answer.url, focus);
      else say(answer.headers.get("Content-Type").startsWith("text/plain") ? text : root().dataset.failed);
    } catch {
      say(root().dataset.failed);
    } finally {
      busy = false;
      root().removeAttribute("aria-busy");
    }
  }

  function send(form, button, focus) {
    const body = new FormData(form, button);
    const place = `pilih-${body.get("slot")}`;
    // What was looked for a place is in it now: on a phone the place is far above the stories.
    const next = form.closest(".terbit-front__offered") ? [place] : [document.activeElement?.id, place];
    return ask(form.action, { method: "POST", body }, focus || next);
  }

  const fits = (place, section) => !place.dataset.sections || place.dataset.sections.split(" ").includes(section);

  function choosePlace(story) {
    const dialog = document.getElementById("terbit-put");
    dialog.querySelector("[data-headline]").textContent = story.dataset.headline;
    dialog.querySelector("form").elements.story.value = story.dataset.story;
    for (const button of dialog.querySelectorAll("[name=slot]")) button.hidden = !fits(button, story.dataset.section);
    dialog.showModal();
  }

  function drop(place, story) {
    const form = document.getElementById("terbit-put").querySelector("form");
    const body = new FormData(form);
    body.set("slot", place.dataset.slot);
    body.set("story", story);
    ask(form.action, { method: "POST", body }, null);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!root()?.contains(form) || form.method === "dialog") return;
    event.preventDefault();
    form.closest("dialog")?.close();
    if (form.matches("[data-look]")) {
      ask(`?${new URLSearchParams(new FormData(form))}`, {}, ["kata"]);
    } else {
      const fromDialog = form.closest("dialog") ? [`taruh-${form.elements.story.value}`] : null;
      send(form, event.submitter, fromDialog);
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-look]");
    const put = event.target.closest?.("[data-put]");
    if (put) choosePlace(put.closest("[data-story]"));
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    ask(link.getAttribute("href").split("#")[0], {}, ["kata"]).then(() => {
      document.getElementById("naskah").scrollIntoView({ block: "nearest" });
    });
  });

  // Dragging, with a mouse or after a long touch.
  document.addEventListener("pointerdown", (event) => {
    const story = event.target.closest?.("#terbit-front [data-story]");
    if (story) story.draggable = !event.target.closest("input, button, a, summary, label");
  });
  document.addEventListener("dragstart", (event) => {
    const story = event.target.closest?.("#terbit-front [data-story]");
    if (!story) return;
    dragged = story;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData(asked, story.dataset.story);
    for (const place of root().querySelectorAll("[data-slot]")) {
      place.classList.toggle("is-unfit", !fits(place, story.dataset.section));
    }
    root().classList.add("is-dragging");
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    root()?.classList.remove("is-dragging");
  });
  const under = (event) => {
    const place = dragged && event.target.closest?.("[data-slot]");
    return place && place !== dragged && !place.classList.contains("is-unfit") ? place : null;
  };
  document.addEventListener("dragover", (event) => {
    const place = under(event);
    if (place) event.preventDefault();
    root()?.querySelectorAll(".is-over").forEach((one) => one !== place && one.classList.remove("is-over"));
    place?.classList.add("is-over");
  });
  document.addEventListener("drop", (event) => {
    const place = under(event);
    if (!place) return;
    event.preventDefault();
    drop(place, dragged.dataset.story);
  });

  // What others do meanwhile.
  async function look() {
    if (document.hidden || busy || dragged || document.querySelector("dialog[open]")) return;
    const answer = await fetch(root().dataset.state, { headers: { "X-Terbit": "1" } }).catch(() => null);
    if (!answer?.ok || !answer.headers.get("Content-Type").startsWith("application/json")) return;
    const now = await answer.json();
    if (String(now.number) === root().dataset.number) return;
    const focused = document.activeElement?.id;
    if (busy) return; // the editor was faster
    refreshing = ask(window.location.href, {}, focused ? [focused] : null);
    await refreshing;
    refreshing = null;
    if (!document.querySelector(".messages li")) {
      document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { text: now.told, type: "warning" } }));
    }
  }
  window.setInterval(look, every);
  document.addEventListener("visibilitychange", look);
})();
