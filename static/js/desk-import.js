/* Asks how far an import is and shows it; when its state has changed, the page comes anew. */
(function () {
  "use strict";
  const PAUSE = 1500;
  const box = document.querySelector("[data-progress]");
  if (!box) return;
  const bar = box.querySelector("progress");

  function show(told) {
    if (told.state !== box.dataset.state) return location.reload();
    box.querySelector("[data-step]").textContent = told.step;
    box.querySelector("[data-detail]").textContent = told.detail;
    if (told.of) {
      bar.max = told.of;
      bar.value = told.done;
    } else {
      bar.removeAttribute("value");
    }
    setTimeout(ask, PAUSE);
  }

  function ask() {
    fetch(box.dataset.progress, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then(show)
      .catch(() => setTimeout(ask, PAUSE * 4));
  }
  setTimeout(ask, PAUSE);
})();
