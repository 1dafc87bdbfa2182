/* Sends a form with large files once only, and shows how much has arrived. Where something is wrong, the files that
   were chosen stay chosen. Without this file the browser sends the form by itself. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-sending]");
  if (!form) return;
  const words = form.dataset;
  const label = document.createElement("p");
  const bar = document.createElement("progress");
  label.setAttribute("role", "status");
  bar.setAttribute("aria-label", words.sending);
  let isSending = false;

  function say(text, isWrong) {
    label.textContent = text;
    label.className = isWrong ? "error-text" : "quiet";
    form.querySelector(".buttons").after(label);
  }

  function failed(text) {
    isSending = false;
    bar.remove();
    say(text, true);
  }

  function size() {
    return [...form.querySelectorAll("input[type=file]")].reduce(
      (sum, input) => sum + [...input.files].reduce((part, file) => part + file.size, 0), 0);
  }

  function arrived(request) {
    if (request.responseURL !== location.href) return location.assign(request.responseURL);
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const fields = answer.querySelector("form[data-sending] [data-fields]");
    if (!fields) return failed(words.failed);
    isSending = false;
    label.remove();
    bar.remove();
    document.title = answer.title;
    form.querySelectorAll("input[type=file]").forEach((input) => {
      const fresh = fields.querySelector("#" + input.id);
      for (const name of ["aria-invalid", "aria-describedby"]) {
        if (fresh.hasAttribute(name)) input.setAttribute(name, fresh.getAttribute(name));
        else input.removeAttribute(name);
      }
      fresh.replaceWith(input);
    });
    form.querySelector("[data-fields]").replaceWith(fields);
    const wrong = form.querySelector("[aria-invalid]");
    if (wrong) wrong.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isSending) return;
    if (size() > Number(words.most)) return failed(words.tooLarge);
    isSending = true;
    say(words.sending, false);
    bar.removeAttribute("value");
    label.after(bar);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (told) => {
      bar.max = told.total || 1;
      bar.value = told.loaded;
    });
    request.addEventListener("load", () => arrived(request));
    request.addEventListener("error", () => failed(words.failed));
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
})();
