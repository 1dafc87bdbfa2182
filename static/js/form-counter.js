/* Says how many words there are while somebody writes. The preview knows better and corrects it. */
(() => {
  "use strict";
  const counter = document.getElementById("counter");
  const told = document.getElementById("form-words");
  const text = counter && document.getElementById(counter.dataset.counts);
  if (!text || !told) return;
  const meter = document.getElementById("meter");
  const [from, to] = [Number(counter.dataset.wordsFrom), Number(counter.dataset.wordsTo)];
  const grouped = (number) => number.toLocaleString(`${document.documentElement.lang || "en"}-u-nu-latn`); // as the server writes them

  function say(words) {
    const kind = words && words < from ? "few" : words > to ? "many" : "count";
    const more = kind === "few" ? from - words : words - to;
    counter.textContent = told.dataset[kind]
      .replace("{n}", grouped(words)).replace("{from}", grouped(from)).replace("{to}", grouped(to))
      .replace("{more}", grouped(more));
    if (!meter) return;
    meter.hidden = false;
    meter.classList.toggle("over", words > to);
    meter.firstElementChild.style.inlineSize = `${Math.min(100, (words / to) * 100)}%`;
  }
  let waiting = 0;
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => say(window.wordsToRead(text.value)), 200);
  });
  document.addEventListener("form:looked", (event) => { clearTimeout(waiting); say(event.detail.words); });
  say(window.wordsToRead(text.value));
})();
