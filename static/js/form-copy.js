/* Keeps a copy of an unsent form in this browser, offers it on return, and forgets it once the form is sent.
   On a shared computer, which its user ticks, nothing is kept. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-form]");
  const told = document.getElementById("form-words");
  if (!form || !told) return;
  const PREFIX = `simulation:${form.dataset.call}:`;
  const KEY = PREFIX + form.dataset.copy;
  const LIVES = 30 * 24 * 3600 * 1000;
  const NOT_KEPT = new Set(["csrfmiddlewaretoken", "stamp", "seen", "website", "files", "docx", "shared", "proof"]);
  const shared = form.elements.shared;
  let store;
  try { store = window.localStorage; store.getItem(KEY); } catch { return; }  // switched off: nothing is kept

  function typed() {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (!NOT_KEPT.has(name) && typeof value === "string") (found[name] ||= []).push(value);
    }
    return found;
  }
  function keep() {
    if (shared && shared.checked) return;
    try { store.setItem(KEY, JSON.stringify({ at: Date.now(), typed: typed() })); } catch { /* full: the page still has it */ }
  }
  function copies() {
    const found = [];
    for (let n = 0; n < store.length; n++) {
      const key = store.key(n);
      if (!key.startsWith(PREFIX)) continue;
      try {
        const copy = JSON.parse(store.getItem(key));
        if (Date.now() - copy.at < LIVES) found.push({ key, ...copy });
        else store.removeItem(key), n--;
      } catch { store.removeItem(key); n--; }
    }
    return found.sort((one, other) => other.at - one.at);
  }
  function forgetAll() {
    copies().forEach(({ key }) => store.removeItem(key));
  }

  function fill(values) {
    const missing = [];
    for (const control of form.querySelectorAll("input[type=checkbox], input[type=radio]")) {
      if (!NOT_KEPT.has(control.name)) control.checked = (values[control.name] || []).includes(control.value);
    }
    for (const [name, list] of Object.entries(values)) {
      const control = form.elements[name];
      if (!control) { missing.push([name, list[0]]); continue; }
      if (control instanceof RadioNodeList || ["checkbox", "radio"].includes(control.type)) continue;
      control.value = list[0];
    }
    if (missing.length) {  // more co-authors than this page has fields for: the server makes them
      for (const [name, value] of missing) {
        const hidden = document.createElement("input");
        Object.assign(hidden, { type: "hidden", name, value });
        form.append(hidden);
      }
      form.requestSubmit(form.querySelector("button[name=preview]"));
      return;
    }
    form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function offer(copy) {
    const box = document.createElement("div");
    const words = document.createElement("p");
    const back = document.createElement("button");
    const away = document.createElement("button");
    const language = `${document.documentElement.lang || "en"}-u-ca-gregory-nu-latn`; // days and digits as the server writes them
    const when = new Date(copy.at).toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
    box.className = "inset kept-copy";
    box.setAttribute("role", "status");
    words.textContent = told.dataset.kept.replace("{when}", when);
    for (const [button, label] of [[back, told.dataset.restore], [away, told.dataset.forget]]) {
      button.type = "button";
      button.className = "button second";
      button.textContent = label;
    }
    back.addEventListener("click", () => { fill(copy.typed); if (copy.key !== KEY) store.removeItem(copy.key); keep(); box.remove(); form.elements.title.focus(); });
    away.addEventListener("click", () => { store.removeItem(copy.key); box.remove(); form.elements.title.focus(); });
    box.append(words, back, " ", away);
    form.prepend(box);
  }

  const wasShownAgain = document.querySelector(".error-summary, #preview, .theirs");
  const newest = copies()[0];
  const has = (values, name) => Boolean(((values[name] || [""])[0] || "").trim());
  if (newest && !wasShownAgain && ["title", "text", "full_name"].some((name) => has(newest.typed, name))
      && JSON.stringify(newest.typed) !== JSON.stringify(typed())) offer(newest);

  if (shared) {
    document.getElementById("shared-computer").hidden = false;
    shared.addEventListener("change", () => { if (shared.checked) forgetAll(); else keep(); });
  }
  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 500); });
  window.addEventListener("pagehide", () => { if (waiting) keep(); });
  form.addEventListener("submit", () => {
    keep();
    try { sessionStorage.setItem("simulation:sending", KEY); } catch { /* then the copy goes after a month */ }
  });
})();
