/* The keys of the queue, the box that ticks all, and how many are ticked. Without it all works by Tab and click. */
(function () {
  "use strict";
  const WRITTEN_IN = "input:not([type=checkbox]), textarea, select";
  const form = document.querySelector("[data-queue]");
  const boxes = [...document.querySelectorAll(".queue.rows input[name=pick]")];
  const titles = [...document.querySelectorAll(".queue.rows .t")];
  const all = document.querySelector("[data-all]");
  const told = document.querySelector("[data-ticked]");
  const help = document.getElementById("keys");

  function tell() {
    const ticked = boxes.filter((box) => box.checked).length;
    boxes.forEach((box) => box.closest("tr").classList.toggle("ticked", box.checked));
    if (told) told.textContent = ticked ? told.dataset.words + " " + ticked : told.dataset.none;
    if (!all) return;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }

  function tickAll(wanted) {
    boxes.forEach((box) => { box.checked = wanted; });
    tell();
  }

  function current() {
    return titles.findIndex((title) => title.closest("tr").contains(document.activeElement));
  }

  function go(step) {
    const from = current();
    const next = titles[from < 0 ? 0 : Math.max(0, Math.min(titles.length - 1, from + step))];
    if (next) next.focus();
  }

  function tick() {
    const row = titles[current()] && titles[current()].closest("tr");
    const box = row && row.querySelector("input[name=pick]");
    if (!box) return;
    box.checked = !box.checked;
    tell();
  }

  function press(selector) {
    const button = form && form.querySelector(selector);
    if (button) button.click();
  }

  const KEYS = {
    j: () => go(1),
    k: () => go(-1),
    x: tick,
    a: () => tickAll(!boxes.every((box) => box.checked)),
    c: () => press("button[value=claim]"),
    "/": () => document.getElementById("q").focus(),
    "?": () => help.showModal(),
  };

  /* The letter on the key: as it is written, or where the keyboard writes another script, as the key is placed. */
  function letterOf(event) {
    const written = event.key.toLowerCase();
    if (KEYS[written]) return written;
    const place = /^Key([A-Z])$/.exec(event.code);
    return place && /^[^\x00-\x7f]$/.test(event.key) ? place[1].toLowerCase() : "";
  }

  document.addEventListener("keydown", (event) => {
    const letter = letterOf(event);
    if (!KEYS[letter] || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (document.documentElement.dataset.keys === "off") return;
    if ((help && help.open) || event.target.closest(WRITTEN_IN)) return;
    event.preventDefault();
    KEYS[letter]();
  });
  for (const button of document.querySelectorAll("[data-shows-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => help.showModal());
  }
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => tickAll(all.checked));
  }
  if (form) form.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);  // a page that comes back keeps what was ticked
  tell();
})();
