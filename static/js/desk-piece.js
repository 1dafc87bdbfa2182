/* Comments, assignments and holds are sent without leaving the page, so that what is being typed into the text stays.
   Where anything goes wrong the form is sent as it is without this script. */
(function () {
  "use strict";
  const PARTS = ["standing", "comments"];
  const ALSO = ["files", "outsiders"]; // where the page has them

  /* A file that was chosen and not taken stays chosen, as it does where a page shows its errors in place. */
  function keepFiles(here, there) {
    if (!there.querySelector(".desk-asked.wrong")) return;
    here.querySelectorAll("input[type=file]").forEach((chosen) => {
      const fresh = there.querySelector("#" + chosen.id);
      if (fresh && chosen.files.length) fresh.replaceWith(chosen);
    });
  }

  /* Takes over the parts of a fresh page, and what it says; gives whether they were there. */
  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    if (!PARTS.every((id) => fresh.getElementById(id))) return false;
    [...PARTS, ...ALSO].forEach((id) => {
      const here = document.getElementById(id), there = fresh.getElementById(id);
      if (!here || !there) return;
      keepFiles(here, there);
      here.replaceWith(there);
    });
    document.querySelectorAll(".messagelist").forEach((list) => list.remove());
    const said = fresh.querySelector(".messagelist");
    if (said) {
      said.setAttribute("role", "status");
      document.getElementById("content").before(said);
    }
    return true;
  }

  async function send(form, button) {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    const response = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
    if (![200, 422].includes(response.status)) return false;
    const at = response.redirected ? new URL(response.url).hash : "";
    if (!show(await response.text())) return false;
    const place = document.querySelector(at || ".desk-once, .desk-asked.wrong");
    if (place) {
      const field = place.querySelector("textarea, input, select");
      if (!at && field) field.focus();
      else { place.tabIndex = -1; place.focus({ preventScroll: true }); }
      place.scrollIntoView({ block: "nearest" });
    }
    return true;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-in-place]");
    if (!form) return;
    event.preventDefault();
    const button = event.submitter;
    form.querySelectorAll("button").forEach((each) => { each.disabled = true; });
    send(form, button).catch(() => false).then((isDone) => {
      if (isDone) return;
      form.querySelectorAll("button").forEach((each) => { each.disabled = false; });
      form.removeAttribute("data-in-place");
      form.requestSubmit(button);
    });
  });
})();
