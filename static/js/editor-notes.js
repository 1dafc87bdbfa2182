/* Notes in the editor. A mark in the text names a row of the notes below it; what a note cites is a row of the sources.
   One note can be put again, one source cited by many notes, and a note is changed where its mark stands. */
(function () {
  "use strict";
  const CKEDITOR = window.CKEDITOR;
  const _ = window.gettext || ((words) => words);
  if (!CKEDITOR || CKEDITOR.plugins.registered.footnotes) return;
  const { make, ask, rememberPlace, button } = CKEDITOR.newsroom;
  const NEW = "+";
  const PARTS = [
    ["author", _("Author")], ["title", _("Title")], ["container", _("Published in")], ["date", _("Date")],
    ["address", _("Address")], ["archived", _("Archived copy")],
  ];

  /* Rows of a formset, as {key: row}: row(name) gives the field of that name. */

  function rowsOf(prefix) {
    const pattern = new RegExp(`^${prefix}-(\\d+)-key$`);
    return [...document.querySelectorAll(`#${prefix}-group [name$="-key"]`)]
      .map((field) => field.name.match(pattern))
      .filter(Boolean)
      .map(([, n]) => (name) => document.getElementsByName(`${prefix}-${n}-${name}`)[0]);
  }

  function isGone(row) {
    return Boolean(row("DELETE") && row("DELETE").checked);
  }

  function rowWith(prefix, key) {
    return rowsOf(prefix).find((row) => row("key").value === key && !isGone(row));
  }

  function newRow(prefix) {
    const free = rowsOf(prefix).find((row) => !row("key").value && !isGone(row)
      && !(row("text") || row("title")).value);
    if (free) return free;
    document.querySelector(`#${prefix}-group .add-row a`).click();
    return rowsOf(prefix).pop();
  }

  function write(row, values) {
    for (const [name, value] of Object.entries(values)) {
      const field = row(name);
      if (!field || field.value === value) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function freeNoteKey(editor) {
    const marks = [...editor.getData().matchAll(/#fn-(\d+)"/g)].map((match) => Number(match[1]));
    const keys = rowsOf("notes").map((row) => Number(row("key").value)).filter((key) => key > 0);
    return String(Math.max(0, ...marks, ...keys) + 1);
  }

  function freeSourceKey(author, title, date) {
    const word = (author || title).normalize("NFD").toLowerCase().match(/[a-z]{2,}/g);
    const year = date.match(/\d{4}/);
    const base = [word ? word[word.length - 1] : "source", year && year[0]].filter(Boolean).join("-").slice(0, 24);
    let key = base;
    for (let n = 2; rowWith("sources", key); n += 1) key = `${base}-${n}`;
    return key;
  }

  /* Marks */

  function markAt(editor, element) {
    const start = element || (editor.getSelection() && editor.getSelection().getStartElement());
    const mark = start && start.getAscendant("sup", true);
    return mark && mark.hasClass("note") ? mark : null;
  }

  function keyOf(mark) {
    const link = mark.findOne("a");
    const href = link ? link.data("cke-saved-href") || link.getAttribute("href") || "" : "";
    return (href.match(/#fn-([\w-]+)$/) || [])[1] || "";
  }

  function insertMark(editor, key) {
    editor.insertHtml(`<sup class="note"><a href="#fn-${key}">${key}</a></sup>`);
    const range = editor.getSelection().getRanges()[0];
    const mark = range && range.startContainer.getAscendant("sup", true);
    if (mark) { // what is typed next is text again
      range.moveToPosition(mark, CKEDITOR.POSITION_AFTER_END);
      range.select();
    }
    editor.fire("saveSnapshot");
  }

  /* The dialog */

  function labelled(label, field) {
    return make("p", {}, make("label", { htmlFor: field.id, textContent: label }), field);
  }

  function nameOf(source) {
    const shown = ["author", "title"].map((name) => source(name).value).filter(Boolean).join(", ");
    return shown.length > 70 ? `${shown.slice(0, 69)}…` : shown || source("key").value;
  }

  function sourceFields() {
    const fields = PARTS.map(([name, label]) => [name, label, make("input", {
      type: name === "address" || name === "archived" ? "url" : "text", id: `editor-source-${name}`,
    })]);
    const box = make("fieldset", { hidden: true }, make("legend", { textContent: _("The new source") }),
      ...fields.map(([, label, field]) => labelled(label, field)));
    return [box, () => Object.fromEntries(fields.map(([name, , field]) => [name, field.value.trim()]))];
  }

  function askForNote(editor, mark) {
    const putBack = rememberPlace(editor);
    const opened = mark ? keyOf(mark) : "";
    const fresh = freeNoteKey(editor);
    const notes = rowsOf("notes").filter((row) => row("key").value && !isGone(row));
    const which = make("select", { id: "editor-note-key" },
      ...(mark ? [] : [make("option", { value: fresh, textContent: `${_("A new note")}: ${fresh}` })]),
      ...notes.map((row) => make("option", { value: row("key").value, textContent: `${_("Note")} ${row("key").value}` })));
    const sources = rowsOf("sources").filter((row) => row("key").value && !isGone(row));
    const cites = make("select", { id: "editor-note-source" },
      make("option", { value: "", textContent: _("No source") }),
      ...sources.map((row) => make("option", { value: row("key").value, textContent: nameOf(row) })),
      ...(document.getElementById("sources-group")
        ? [make("option", { value: NEW, textContent: _("A new source…") })] : []));
    const locator = make("input", { type: "text", id: "editor-note-locator", placeholder: _("For example: p. 12") });
    const text = make("textarea", { id: "editor-note-text", rows: 3 });
    const problem = make("p", { className: "errornote", hidden: true });
    problem.setAttribute("role", "alert");
    const done = make("button", {
      type: "button", className: "default", textContent: mark ? _("Change the note") : _("Put the note"),
    });
    const [newSource, typed] = sourceFields();
    const dialog = ask(_("Note"), problem, labelled(_("Which"), which), labelled(_("Source"), cites), newSource,
      labelled(_("Place in the source"), locator), labelled(_("Its text"), text), done);

    function fill() {
      const row = rowWith("notes", which.value);
      text.value = row ? row("text").value : "";
      locator.value = row && row("locator") ? row("locator").value : "";
      cites.value = row && row("cites") && rowWith("sources", row("cites").value) ? row("cites").value : "";
      newSource.hidden = true;
    }
    function refuse(words, field) {
      problem.textContent = words;
      problem.hidden = false;
      field.focus();
    }
    which.addEventListener("change", fill);
    cites.addEventListener("change", () => {
      newSource.hidden = cites.value !== NEW;
      if (!newSource.hidden) newSource.querySelector("input").focus();
    });
    done.addEventListener("click", () => {
      const source = typed();
      if (cites.value === NEW && !source.title) return refuse(_("Give the source a title."), document.getElementById("editor-source-title"));
      if (!cites.value && !text.value.trim()) return refuse(_("Write the text of the note, or choose a source."), text);
      let cited = cites.value;
      if (cited === NEW) {
        cited = freeSourceKey(source.author, source.title, source.date);
        write(newRow("sources"), { ...source, key: cited });
      }
      const row = rowWith("notes", which.value) || newRow("notes");
      write(row, { key: which.value, text: text.value, cites: cited, locator: cited ? locator.value : "" });
      dialog.close();
      putBack();
      if (!mark) insertMark(editor, which.value);
      return editor.fire("change");
    });
    if (opened) which.value = opened;
    fill();
    text.focus();
  }

  CKEDITOR.plugins.add("footnotes", {
    requires: "newsroom",
    init(editor) {
      if (!document.getElementById("notes-group")) return;
      button(editor, "FootNote", _("Note"), () => askForNote(editor, markAt(editor)));
      editor.on("doubleclick", (event) => {
        const mark = markAt(editor, event.data.element);
        if (!mark) return;
        event.stop(); // not the dialog for links
        askForNote(editor, mark);
      }, null, null, 1);
    },
  });
})();
