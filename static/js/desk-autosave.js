/* Keeps what is typed into the form of a piece: on the server as a working copy, and in this browser while the server
   cannot be reached. Says who else has the piece open. Asks for the password in place where the session has ended. */
(function () {
  "use strict";
  const _ = window.gettext || ((words) => words);
  const IDLE = 2000, BEAT = 15000, LONGEST_BEACON = 60000;
  const PREFIX = "desk-copy:";

  /* What this browser keeps: desk-copy:<user>:<key> -> {piece, at, fields}. */
  const shelf = {
    name: (user, key) => `${PREFIX}${user}:${key}`,
    put(user, key, piece, fields) {
      try {
        localStorage.setItem(this.name(user, key), JSON.stringify({ piece, at: Date.now(), fields }));
        return true;
      } catch { return false; }
    },
    drop(user, key) {
      try { localStorage.removeItem(this.name(user, key)); } catch { /* nothing was kept */ }
    },
    of(user, piece) {
      const found = [];
      try {
        for (const name of Object.keys(localStorage)) {
          if (!name.startsWith(`${PREFIX}${user}:`)) continue;
          const kept = JSON.parse(localStorage.getItem(name));
          if (kept.piece === piece) found.push({ key: name.slice(`${PREFIX}${user}:`.length), ...kept });
        }
      } catch { /* a browser that keeps nothing */ }
      return found;
    },
  };

  document.addEventListener("DOMContentLoaded", () => {
    const told = document.getElementById("typing");
    const form = told && told.closest("form");
    if (!form) return;
    const { working, here, login, user, username, piece } = told.dataset;
    const line = document.getElementById("typing-line");
    const people = document.getElementById("people-here");
    const row = form.querySelector(".desk-moves");
    if (row) row.prepend(line);
    const key = () => form.elements.copy_key.value;
    let last = null, timer = 0, isBusy = false, isLeaving = false, isOut = false, isStopped = false;

    function say(words) {
      if (line.textContent !== words) line.textContent = words;
    }

    function written() {
      for (const editor of Object.values((window.CKEDITOR || {}).instances || {})) editor.updateElement();
      const fields = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields.append(name, value);
      }
      return fields.toString();
    }

    function message(text, more) {
      const fields = new URLSearchParams(text);
      const sent = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, typed_by: user, piece, ...more };
      for (const [name, value] of Object.entries(sent)) fields.set(name, value);
      return fields;
    }

    /* Gives the answer as {status, …}; status 0 where the server cannot be reached. */
    async function post(text, more = {}) {
      try {
        const response = await fetch(working, { method: "POST", body: message(text, more), redirect: "manual" });
        const isJson = (response.headers.get("Content-Type") || "").includes("json");
        return { status: response.status || 401, ...(isJson ? await response.json() : {}) };
      } catch {
        return { status: 0 };
      }
    }

    function heed(answer) {
      if (!answer.people) return;
      const isTold = !answer.overtaken || document.querySelector(".desk-conflict");
      const words = isTold ? answer.people : [...answer.people, answer.overtaken];
      if (words.join("\n") === [...people.children].map((each) => each.textContent).join("\n")) return;
      people.replaceChildren(...words.map((each) => Object.assign(document.createElement("p"), { textContent: each })));
    }

    function keepHere(text) {
      return shelf.put(user, key(), piece, text);
    }

    const head = () => new URLSearchParams({ copy_key: key(), row_version: form.elements.row_version.value }).toString();

    async function send() {
      if (isLeaving || isStopped) return;
      if (isBusy) { soon(); return; }
      if (isOut) { keepHere(written()); return; }
      isBusy = true;
      clearTimeout(timer);
      const text = written();
      const isNew = text !== last;
      const answer = isNew ? await post(text) : piece ? await post(head(), { beat: "1" }) : { status: 204 };
      isBusy = false;
      if (answer.status >= 200 && answer.status < 300) {
        heed(answer);
        if (isNew) kept(text, answer);
      } else {
        missed(text, answer, isNew);
      }
    }

    function kept(text, answer) {
      last = text;
      shelf.drop(user, key());
      form.dataset.copy = "server";
      say(answer.is_same ? "" : `${_("Kept at")} ${answer.kept} · ${_("not saved yet")}`);
    }

    function missed(text, answer, isNew) {
      const isHere = isNew && keepHere(text);
      if (answer.status === 401 || answer.status === 403) return askForPassword();
      if (answer.status === 409) {
        isStopped = true;
        return say(_("Somebody else is logged in in this browser now. Copy what you need, and log in as yourself."));
      }
      if (answer.status === 404) {
        isStopped = true;
        return say(_("This piece is no longer open to you. Copy what you need."));
      }
      if (!isNew) return undefined;
      if (!isHere) return say(_("No connection, and this browser keeps nothing: do not close this page"));
      form.dataset.copy = "browser";
      return say(answer.status ? _("The site cannot keep it now: kept in this browser") : _("No connection: kept in this browser"));
    }

    function soon() {
      clearTimeout(timer);
      timer = setTimeout(send, IDLE);
    }

    /* The session has ended: the password is asked in place, by the login that everybody uses. */

    function make(tag, properties, ...children) {
      const element = Object.assign(document.createElement(tag), properties);
      element.append(...children);
      return element;
    }

    const dialog = make("dialog", { className: "desk-login" });
    const password = make("input", { type: "password", id: "again-password", autocomplete: "current-password", required: true });
    const wrong = make("p", { className: "desk-error" });
    wrong.setAttribute("role", "alert");
    const way = make("a", { href: `${login}?next=${encodeURIComponent(here)}`, target: "_blank", textContent: _("Log in in a new tab") });
    const asks = make("form", { method: "dialog" },
      make("h2", { id: "again-title", textContent: _("Your session has ended") }),
      make("p", { textContent: _("Nothing is lost. Write your password to go on here.") }),
      wrong,
      make("p", {}, make("label", { htmlFor: "again-password", textContent: `${_("Password of")} ${username}` }), password),
      make("p", { className: "desk-choices" },
        make("button", { type: "submit", className: "desk-button main", textContent: _("Log in") }), way,
        make("button", { type: "button", className: "desk-button", value: "later", textContent: _("Later") })));
    dialog.setAttribute("aria-labelledby", "again-title");
    dialog.append(asks);
    asks.querySelector("[value=later]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      if (!isOut) return;
      say(_("Not logged in: kept in this browser"));
      if (!document.getElementById("again")) {
        const again = make("button", { type: "button", id: "again", className: "desk-button", textContent: _("Log in and go on") });
        again.addEventListener("click", askForPassword);
        line.after(again);
      }
    });

    function askForPassword() {
      isOut = true;
      if (!dialog.isConnected) document.body.append(dialog);
      if (!dialog.open) dialog.showModal();
    }

    async function goOn() {
      const response = await fetch(here, { redirect: "manual" });
      if (!response.ok) return false;
      const answer = await response.json();
      if (String(answer.user) !== user) {
        wrong.textContent = `${_("This is logged in as somebody else:")} ${answer.name}`;
        return true;
      }
      for (const token of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) token.value = answer.csrf;
      isOut = false;
      password.value = wrong.textContent = "";
      dialog.close();
      document.getElementById("again")?.remove();
      send();
      return true;
    }

    asks.addEventListener("submit", async (event) => {
      event.preventDefault();
      wrong.textContent = "";
      try {
        const page = parsed(await (await fetch(login)).text());
        const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
        const body = new URLSearchParams({ csrfmiddlewaretoken: token, username, password: password.value, next: here });
        const answer = await fetch(login, { method: "POST", body });
        const reasons = [...parsed(await answer.text()).querySelectorAll(".error-summary :is(li, p)")];
        if (reasons.length) {
          wrong.textContent = reasons.map((each) => each.textContent.trim()).join(" ");
          password.select();
        } else if (!await goOn()) {
          wrong.textContent = _("Your account asks for more than a password. Log in in a new tab, then come back here.");
        }
      } catch {
        wrong.textContent = _("No connection. Try again in a moment.");
      }
    });
    window.addEventListener("focus", () => { if (isOut) goOn().catch(() => {}); });

    function parsed(text) {
      return new DOMParser().parseFromString(text, "text/html");
    }

    /* What this browser kept while the server could not be reached goes there first, then the page shows it. */

    async function bringBack() {
      let isThere = false;
      for (const each of shelf.of(user, piece)) {
        const answer = await post(each.fields, { local: "1" });
        if (answer.status !== 200) continue;
        shelf.drop(user, each.key);
        isThere = isThere || answer.is_same === false;
      }
      if (isThere) location.reload();
    }

    /* When it begins, and when it ends */

    window.deskBeforeLeaving = async () => {
      if (last !== null && written() !== last) await send();
      isLeaving = true;
    };

    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    if (window.django && window.django.jQuery) window.django.jQuery(form).on("change", soon);
    document.addEventListener("formset:added", soon);
    document.addEventListener("formset:removed", soon);

    function begin() {
      if (last === null) last = written();
      if ("isTyped" in told.dataset) { last = ""; soon(); }
    }
    const areas = form.querySelectorAll("textarea[data-type=ckeditortype]");
    let waiting = areas.length;
    if (window.CKEDITOR && waiting) {
      window.CKEDITOR.on("instanceReady", ({ editor }) => {
        editor.on("change", soon);
        waiting -= 1;
        if (waiting === 0) begin();
      });
    } else {
      begin();
    }
    bringBack();
    setInterval(send, BEAT);
    window.addEventListener("online", send);

    form.addEventListener("submit", () => {
      isLeaving = true;
      clearTimeout(timer);
    });
    window.addEventListener("pageshow", (event) => { if (event.persisted) isLeaving = false; });
    window.addEventListener("pagehide", () => {
      const text = written();
      const isNew = !isLeaving && last !== null && text !== last;
      if (isNew) keepHere(text);
      const small = isNew && text.length < LONGEST_BEACON ? text : head();
      navigator.sendBeacon(working, message(small, small === text ? { leave: "1" } : { leave: "1", beat: "1" }));
    });

    if (piece) post(head(), { beat: "1" }).then(heed);
  });
})();
