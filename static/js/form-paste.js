/* What is pasted from a word processor becomes clean text with its headings, lists, links and footnotes. */
(() => {
  "use strict";
  const text = document.getElementById("id_text");
  const told = document.getElementById("form-words");
  if (!text || !told) return;
  const status = document.createElement("p");
  status.className = "help pasted";
  status.setAttribute("role", "status");
  text.after(status);
  // Only what has a form that plain words lose is worth asking for.
  const RICH = /<(?:h[1-6]|b|strong|i|em|ul|ol|li|a|table|blockquote|sup)[\s>]|mso-list|font-(?:weight|style)/i;

  function slim(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll("script, style, meta, link, xml, title").forEach((node) => node.remove());
    page.querySelectorAll("img").forEach((node) => node.setAttribute("src", ""));
    return page.body ? page.body.innerHTML : "";
  }
  function insert(words) {
    text.focus();
    // execCommand keeps the browser's own undo; setRangeText is for those that no longer have it.
    if (!document.execCommand || !document.execCommand("insertText", false, words)) {
      text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  async function clean(html, plain) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", text.form.elements.csrfmiddlewaretoken.value);
    body.append("html", slim(html));
    try {
      const response = await fetch(told.dataset.addressPaste, { method: "POST", body, headers: { Accept: "application/json" } });
      const answer = await response.json();
      if (!response.ok || !answer.text.trim()) throw new Error(answer.problem || "");
      return answer;
    } catch (error) {
      return { text: plain, dropped: error.message, isPlain: true };
    }
  }
  function say(answer, plain, start) {
    status.textContent = [answer.isPlain ? "" : told.dataset.pasted, answer.dropped].filter(Boolean).join(" ");
    if (answer.isPlain) return;
    const undo = document.createElement("button");
    Object.assign(undo, { type: "button", className: "link", textContent: told.dataset.undo });
    undo.addEventListener("click", () => {
      text.setSelectionRange(start, start + answer.text.length);
      insert(plain);
      status.textContent = "";
    });
    status.append(" ", undo);
  }
  text.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    if (!html || !plain || !RICH.test(html)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = text;
    const answer = await clean(html, plain);
    answer.text = answer.text.replace(/\n+$/, "");
    text.setSelectionRange(selectionStart, selectionEnd);
    insert(answer.text);
    say(answer, plain, selectionStart);
  });
})();
