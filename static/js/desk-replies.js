/* Puts a kept reply below what was typed, without a way to the server. Without this file the button asks the server. */
(function () {
  "use strict";
  for (const choice of document.querySelectorAll("select[data-into]")) {
    const field = document.getElementById(choice.dataset.into);
    const button = choice.form.querySelector("button[name=insert]");
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const typed = field.value.trimEnd();
      const text = choice.selectedOptions[0].dataset.text;
      field.value = typed ? typed + "\n\n" + text : text;
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
      field.scrollTop = field.scrollHeight;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
})();
