// Sends the files part by part, so that they may be as large as the disk has room for and a broken connection costs
// a part. Without it the form sends them whole.
(() => {
  const form = document.querySelector("[data-sending]");
  if (!form) return;
  const button = form.querySelector("[type=submit]");
  const box = form.querySelector(".terbit-moving__progress");
  const bar = box.querySelector("progress");
  const told = box.querySelector("p");
  const error = form.querySelector(".terbit-moving__error");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  let opened = null; // where the parts go; kept when the connection breaks, so that sending again goes on

  for (const input of form.querySelectorAll("#uploads, #fetch")) {
    const choice = input.closest(".terbit-moving__choice").querySelector("[type=radio]");
    input.addEventListener("input", () => { if (input.value) choice.checked = true; });
  }
  form.addEventListener("change", () => { opened = null; });

  class Refused extends Error {}

  const post = async (address, body, type) => {
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    if (type) headers["Content-Type"] = type;
    const answer = await fetch(address, { method: "POST", body, headers });
    if (answer.redirected) throw new Error("signed out");
    const kind = answer.headers.get("Content-Type") || "";
    const said = kind.includes("json") ? await answer.json() : { error: answer.status < 500 ? (await answer.text()).slice(0, 300) : "" };
    if (answer.ok || answer.status === 409) return said;
    if (answer.status < 500) throw new Refused(said.error);
    throw new Error(said.error);
  };

  const chosen = () => {
    const zip = form.querySelector("#pictures-zip").checked;
    const of = (name) => [...form.querySelector(`#${name}`).files].map((file) => ({ kind: name, file }));
    return [...of("exports"), ...(zip ? of("uploads") : [])];
  };

  const open = (files, total) => {
    const about = new FormData();
    about.append("pictures", form.querySelector("[name=pictures]:checked").value);
    about.append("fetch", form.querySelector("#fetch").value);
    about.append("size", total);
    const told = files.map(({ kind, file }) => ({ kind, name: file.name, size: file.size }));
    about.append("files", JSON.stringify(told));
    return post(form.dataset.sending, about);
  };

  const sendFile = async ({ kind, file }, before, total) => {
    let at = 0;
    while (at < file.size) {
      const where = `${opened.part}?${new URLSearchParams({ kind, name: file.name, at })}`;
      for (let attempt = 0; ; attempt += 1) {
        try {
          ({ size: at } = await post(where, file.slice(at, at + opened.size), "application/octet-stream"));
          break;
        } catch (problem) {
          if (problem instanceof Refused || attempt === 5) throw problem;
          await pause(2 ** attempt);
        }
      }
      const share = Math.floor((100 * (before + at)) / total);
      bar.value = share;
      told.textContent = `${file.name} · ${share} %`;
    }
    return before + file.size;
  };

  const leave = (event) => event.preventDefault();

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = true;
    button.disabled = true;
    box.hidden = false;
    addEventListener("beforeunload", leave);
    try {
      const files = chosen();
      const total = files.reduce((sum, { file }) => sum + file.size, 0);
      opened ||= await open(files, total);
      let before = 0;
      for (const each of files) before = await sendFile(each, before, total);
      const { place } = await post(opened.all_there);
      removeEventListener("beforeunload", leave);
      location.assign(place);
    } catch (problem) {
      removeEventListener("beforeunload", leave);
      error.textContent = problem instanceof Refused && problem.message ? problem.message : form.dataset.broken;
      if (problem instanceof Refused) opened = null;
      error.hidden = false;
      box.hidden = true;
      button.disabled = false;
      error.focus();
    }
  });
})();
