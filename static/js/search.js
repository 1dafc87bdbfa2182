// Suggestions while somebody types into the box of search: the list below it is filled from the server.
"use strict";
(() => {
  const box = document.querySelector("input[data-suggest]");
  const list = box && document.getElementById(box.getAttribute("list"));
  if (!list) return;
  const common = [...list.children];
  const known = new Map([["", common]]);
  let waiting = 0;

  const show = (typed, options) => {
    if (box.value.trim() === typed) list.replaceChildren(...options);
  };

  const ask = async (typed) => {
    const answer = await fetch(box.dataset.suggest + "?q=" + encodeURIComponent(typed));
    if (!answer.ok) return;
    const [, texts] = await answer.json();
    const options = texts.map((text) => {
      const option = document.createElement("option");
      option.value = text;
      return option;
    });
    known.set(typed, options);
    show(typed, options);
  };

  box.addEventListener("input", () => {
    const typed = box.value.trim();
    clearTimeout(waiting);
    if (known.has(typed)) show(typed, known.get(typed));
    else if (typed.length > 1) waiting = setTimeout(() => ask(typed).catch(() => {}), 150);
  });
})();
