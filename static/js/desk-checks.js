/* The checklist of a piece: each line leads to its place, in the editor too; “Check now” looks at what is being typed.
   And what the text measures, while it is written. Without this script the page shows both as they were saved. */
(() => {
  "use strict";
  const PAUSE = 600; // milliseconds after the last key
  const editorOf = (id) => window.CKEDITOR && window.CKEDITOR.instances[id];
  const plain = (text) => text.replace(/\s+/gu, " ").trim();

  /* The block of the editor that begins with these words, or holds this picture. */
  function placeIn(root, words, picture) {
    if (picture) return root.querySelector(`img[src$="/images/${picture}"], img[data-cke-saved-src$="/images/${picture}"]`);
    const wanted = plain(words.replace(/…$/u, ""));
    const blocks = [...root.querySelectorAll("p, h2, h3, h4, li, td, th, figcaption, blockquote, dt, dd, pre")];
    return blocks.find((block) => wanted && plain(block.textContent).startsWith(wanted));
  }

  function leadTo(link) {
    const editor = link.dataset.field === "body" && editorOf("id_body");
    if (editor && editor.editable()) {
      const root = editor.editable().$;
      const place = placeIn(root, link.dataset.words || "", link.dataset.picture) || root;
      editor.focus();
      if (place !== root) {
        const range = editor.createRange();
        range.selectNodeContents(new window.CKEDITOR.dom.element(place));
        range.collapse(true);
        range.select();
      }
      place.scrollIntoView({ block: "center" });
      return true;
    }
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return false;
    const shown = field.matches("select.select2-hidden-accessible")
      ? field.parentElement.querySelector(".select2-selection") : field;
    const closed = shown.closest("details:not([open])");
    if (closed) closed.open = true;
    if (!shown.matches("input, select, textarea, button, a, [tabindex]")) shown.tabIndex = -1;
    shown.scrollIntoView({ block: "center" });
    shown.focus({ preventScroll: true });
    return true;
  }

  function watchList(panel) {
    panel.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-field]");
      if (link && leadTo(link)) event.preventDefault();
    });
    const button = document.getElementById("check-now");
    const form = button && document.getElementById("article_form");
    if (!form) return;
    button.hidden = false;
    const found = document.getElementById("checks-found");
    button.addEventListener("click", async () => {
      button.disabled = true;
      if (editorOf("id_body")) editorOf("id_body").updateElement();
      try {
        const answer = await fetch(button.dataset.address, {
          method: "POST", body: new FormData(form), credentials: "same-origin",
        });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        const part = new DOMParser().parseFromString(await answer.text(), "text/html");
        found.replaceChildren(...part.body.childNodes);
      } catch {
        const told = Object.assign(document.createElement("p"), { className: "desk-error", textContent: button.dataset.failed });
        found.replaceChildren(told, ...[...found.children].filter((each) => !each.matches(".desk-error")));
      }
      button.disabled = false;
    });
  }

  /* While writing */

  function textOf(root) {
    const ends = "p, h2, h3, h4, li, td, th, dt, dd, figcaption, blockquote, caption, pre";
    const copy = root.cloneNode(true);
    copy.querySelectorAll("sup.note, [data-cke-bookmark]").forEach((mark) => mark.remove());
    copy.querySelectorAll("br").forEach((line) => line.replaceWith(" "));
    copy.querySelectorAll(ends).forEach((block) => block.append("\n"));
    return copy.textContent;
  }

  function measure(panel, text) {
    const words = window.countWords(text);
    panel.querySelector("[data-words]").textContent = words.toLocaleString(document.documentElement.lang || "en");
    panel.querySelector("[data-minutes]").textContent = Math.max(1, Math.round(words / 230));
    const found = window.longestSentences(text, 3);
    panel.querySelector("details").hidden = !found.length;
    panel.querySelector("ol").replaceChildren(...found.map(([number, sentence]) => {
      const line = document.createElement("li");
      const count = Object.assign(document.createElement("span"), { className: "n", textContent: number });
      const quote = Object.assign(document.createElement("q"), { textContent: sentence, dir: "auto" });
      line.classList.toggle("long", number > Number(panel.dataset.long));
      line.append(count, " ", quote);
      return line;
    }));
  }

  function watchText(panel) {
    const field = document.getElementById("id_body");
    if (!field) return;
    let waiting = 0;
    const soon = (text) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => measure(panel, text()), PAUSE);
    };
    (field.closest(".django-ckeditor-widget") || field.parentElement).append(panel);
    const take = (editor) => {
      if (editor.name !== "id_body") return;
      const text = () => textOf(editor.editable().$);
      editor.on("change", () => soon(text));
      measure(panel, text());
    };
    if (window.CKEDITOR) {
      const editor = editorOf("id_body");
      if (editor && editor.status === "ready") take(editor);
      else window.CKEDITOR.on("instanceReady", (event) => take(event.editor));
    } else {
      field.addEventListener("input", () => soon(() => textOf(new DOMParser().parseFromString(field.value, "text/html").body)));
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.getElementById("checks");
    if (panel) watchList(panel);
    const writing = document.getElementById("writing");
    if (writing && window.countWords) watchText(writing);
  });
})();
