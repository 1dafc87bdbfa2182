/* Fills the text from a Word file that is chosen, or dropped on the text, without sending the form. */
(() => {
  "use strict";
  const input = document.getElementById("id_docx");
  const text = document.getElementById("id_text");
  const told = document.getElementById("form-words");
  if (!input || !text || !told) return;
  const status = document.getElementById("word-told");
  const button = input.parentElement.querySelector("button");

  async function read(file) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", input.form.elements.csrfmiddlewaretoken.value);
    body.append("docx", file);
    status.textContent = told.dataset.reading;
    try {
      const response = await fetch(told.dataset.addressWord, { method: "POST", body, headers: { Accept: "application/json" } });
      const answer = await response.json();
      if (!response.ok) { status.textContent = answer.problem || told.dataset.failed; return; }
      text.value = text.value.trim() ? `${text.value.replace(/\s+$/, "")}\n\n${answer.text}` : answer.text;
      text.dispatchEvent(new Event("input", { bubbles: true }));
      status.textContent = [told.dataset.filled, answer.dropped].filter(Boolean).join(" ");
      input.value = "";
    } catch {
      status.textContent = told.dataset.failed;
    }
  }
  button.addEventListener("click", (event) => {
    if (!input.files.length) return;  // the server says what to do
    event.preventDefault();
    read(input.files[0]);
  });
  text.addEventListener("dragover", (event) => {
    if ([...event.dataTransfer.items].some((item) => item.kind === "file")) { event.preventDefault(); text.classList.add("is-over"); }
  });
  text.addEventListener("dragleave", () => text.classList.remove("is-over"));
  text.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer.files;
    text.classList.remove("is-over");
    if (!file) return;
    event.preventDefault();
    read(file);
  });
})();
