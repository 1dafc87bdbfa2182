/* Logging out: what this browser kept of a text while the server could not be reached goes there first, and nothing of
   it stays here. What somebody left here long ago goes as well. */
(function () {
  "use strict";
  const { working } = document.currentScript.dataset;
  const PREFIX = "desk-copy:", OLD = 30 * 24 * 3600 * 1000;

  function names() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    } catch {
      return [];
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const name of names()) {
      if (Date.now() - JSON.parse(localStorage.getItem(name)).at > OLD) localStorage.removeItem(name);
    }
    const form = document.getElementById("logout-form");
    if (!form) return;
    const token = form.elements.csrfmiddlewaretoken;

    async function bring(name) {
      const { piece, fields } = JSON.parse(localStorage.getItem(name));
      const body = new URLSearchParams(fields);
      const sent = { csrfmiddlewaretoken: token.value, typed_by: name.split(":")[1], piece, local: "1" };
      for (const [key, value] of Object.entries(sent)) body.set(key, value);
      const { status } = await fetch(working, { method: "POST", body, redirect: "manual" });
      if (status === 404) { // the piece is no longer there: it becomes the beginning of a new one
        body.set("piece", "");
        await fetch(working, { method: "POST", body, redirect: "manual" });
      }
      localStorage.removeItem(name);
    }

    form.addEventListener("submit", async (event) => {
      if (!names().length && !window.deskBeforeLeaving) return;
      event.preventDefault();
      try {
        if (window.deskBeforeLeaving) await window.deskBeforeLeaving();
        for (const name of names()) await bring(name);
      } catch { /* the server cannot be reached, so nobody can log out either */ }
      form.submit();
    });
  });
})();
