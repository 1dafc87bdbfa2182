/* Suggests known tags for the part that is being typed, after the last comma. */
(function () {
  "use strict";
  const COMMAS = /[,،、，;؛]/;

  function watch(input) {
    const list = document.createElement("datalist");
    let asked = 0;
    list.id = input.id + "-known";
    input.after(list);
    input.setAttribute("list", list.id);

    function suggest() {
      const parts = input.value.split(COMMAS);
      const part = parts.pop().trim();
      const before = parts.map((name) => name.trim()).filter(Boolean);
      const turn = ++asked;
      if (!part) return list.replaceChildren();
      fetch(input.dataset.suggest + "?q=" + encodeURIComponent(part), { headers: { Accept: "application/json" } })
        .then((response) => (response.ok ? response.json() : { names: [] }))
        .then((answer) => {
          if (turn !== asked) return;
          list.replaceChildren(...answer.names.map((name) => {
            const option = document.createElement("option");
            option.value = [...before, name].join(", ");
            return option;
          }));
        })
        .catch(() => list.replaceChildren());
    }
    input.addEventListener("input", suggest);
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-suggest]").forEach(watch));
})();
