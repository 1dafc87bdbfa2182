/* Shows the text as readers will see it while somebody writes, made by the server's own renderer. */
(() => {
  "use strict";
  const text = document.getElementById("id_text");
  const told = document.getElementById("form-words");
  if (!text || !told) return;
  const form = text.form;
  const shown = document.createElement("details");
  const summary = document.createElement("summary");
  const page = document.createElement("div");
  summary.textContent = told.dataset.lookOpen;
  page.className = "look";
  page.tabIndex = 0;
  page.setAttribute("role", "region");
  page.setAttribute("aria-label", told.dataset.look);
  shown.className = "look-box";
  shown.append(summary, page);
  text.closest(".field").nextElementSibling.append(shown);

  let waiting = 0, asked = 0;
  async function look() {
    const turn = ++asked;
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "text", "language"]) {
      if (form.elements[name]) body.append(name, form.elements[name].value);
    }
    try {
      const response = await fetch(told.dataset.addressLook, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!response.ok || turn !== asked) return;
      const answer = await response.json();
      // The server cleaned it by its one allow-list; a template keeps it from running anything while it is parsed.
      const made = document.createElement("template");
      made.innerHTML = answer.html;
      page.replaceChildren(made.content);
      document.dispatchEvent(new CustomEvent("form:looked", { detail: answer }));
    } catch { /* no network: the words stay in the form */ }
  }
  function soon() {
    if (!shown.open) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, 700);
  }
  text.addEventListener("input", soon);
  shown.addEventListener("toggle", () => { if (shown.open) look(); });
})();
