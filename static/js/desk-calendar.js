/* Arrow keys go from month to month, t leads to today: not while somebody types, nor where keys are switched off. */
(function () {
  "use strict";
  let isOff = false;
  try { isOff = localStorage.getItem("desk-keys") === "off"; } catch { /* then keys work */ }
  if (isOff) return;
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const turned = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };
    const isTurned = document.documentElement.dir === "rtl" && event.key in turned;
    const link = document.querySelector(`a[data-key="${CSS.escape(isTurned ? turned[event.key] : event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
  });
})();
