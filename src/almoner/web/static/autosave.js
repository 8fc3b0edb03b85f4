// Keeps a section while it is being written. Without this file, the page's own button does.

const PAUSE = 3000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-saved]");
  const basedOn = form.querySelector("[name=based_on]");
  let waiting = 0;
  let underWay = false;
  let isStopped = false;
  let pressed = null;

  const keep = async () => {
    if (isStopped) return;
    if (underWay) return later();
    underWay = true;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
      const told = await answer.json();
      status.textContent = told.said;
      if (answer.ok) basedOn.value = told.based_on;
      // Somebody else saved, or something cannot be kept: only a person can say what is to stand.
      else isStopped = answer.status === 409;
    } catch {
      status.textContent = status.dataset.offline ?? "";
    } finally {
      underWay = false;
      if (pressed) form.requestSubmit(pressed);
    }
  };

  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  };

  form.addEventListener("input", later);
  form.addEventListener("submit", (event) => {
    isStopped = true;
    clearTimeout(waiting);
    if (!underWay) return;
    // What is under way makes the next version: wait, or we would be overtaken by ourselves.
    event.preventDefault();
    pressed = event.submitter;
  });
}
