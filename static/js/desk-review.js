/* Keys on the review page: each presses the button or link that carries it in data-key. ? shows what they do, M goes to
   the comment. Also counts down the minutes in which a decision can be undone. */
(function () {
  "use strict";
  const WRITTEN_IN = "input, textarea, select, [contenteditable]";
  const help = document.getElementById("keys");
  let isLeaving = false;

  /* The letter on the key: as it is written, or where the keyboard writes another script, as the key is placed. */
  function letterOf(event) {
    const written = event.key.toLowerCase();
    if (/^[a-z?]$/.test(written)) return written;
    const place = /^Key([A-Z])$/.exec(event.code);
    return place && /^[^\x00-\x7f]$/.test(event.key) ? place[1].toLowerCase() : "";
  }

  function press(letter) {
    if (letter === "?") return help.showModal();
    if (letter === "m") {
      const field = document.querySelector("#comments textarea");
      return field && field.focus();
    }
    const target = document.querySelector(`[data-key="${letter}"]`);
    if (!target) return undefined;
    isLeaving = true;
    return target.click();
  }

  document.addEventListener("keydown", (event) => {
    const letter = letterOf(event);
    const isHeld = event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && letter !== "?");
    if (!letter || isHeld || event.repeat || event.isComposing || isLeaving) return;
    if (document.documentElement.dataset.keys === "off") return;
    if (help.open || event.target.closest(WRITTEN_IN)) return;
    event.preventDefault();
    press(letter);
  });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  for (const button of document.querySelectorAll("[data-shows-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => help.showModal());
  }

  const told = document.querySelector("[data-seconds]");
  if (told) {
    const end = performance.now() + Number(told.dataset.seconds) * 1000;
    const undo = document.querySelector("button.undo");
    setInterval(() => {
      const left = Math.ceil((end - performance.now()) / 60000);
      told.textContent = left > 0 ? told.dataset.words + " " + left : "";
      if (left <= 0 && undo) undo.disabled = true;
    }, 10000);
  }
})();
