/* Single keys can be in the way of who speaks to the computer: a switch turns them off, in this browser, for good. */
(function () {
  "use strict";
  const NAME = "desk-keys";
  const root = document.documentElement;

  function kept() {
    try { return localStorage.getItem(NAME); } catch { return null; }  // a browser may forbid it
  }

  function keep(word) {
    try { localStorage.setItem(NAME, word); } catch { /* then it holds for this page */ }
  }

  root.dataset.keys = kept() === "off" ? "off" : "on";
  for (const box of document.querySelectorAll("[data-keys-switch]")) {
    box.checked = root.dataset.keys === "on";
    box.addEventListener("change", () => {
      root.dataset.keys = box.checked ? "on" : "off";
      keep(root.dataset.keys);
    });
  }
})();
