/* Our own buttons in the editor: a picture of the library, a pull quote, an aside. Notes: editor-notes.js. */
(function () {
  "use strict";
  const CKEDITOR = window.CKEDITOR;
  const _ = window.gettext || ((words) => words);
  if (!CKEDITOR || CKEDITOR.plugins.registered.newsroom) return;

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  /* A dialog that is taken away again when it closes. */
  function ask(title, ...children) {
    const close = make("button", { type: "button", className: "editor-close", textContent: _("Close") });
    const dialog = make("dialog", { className: "editor-dialog" }, make("h2", { textContent: title }), ...children, close);
    dialog.setAttribute("aria-label", title);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  }

  /* Remembers where the cursor stands, for a dialog takes it away. Gives a function that puts it back. */
  function rememberPlace(editor) {
    const selection = editor.getSelection();
    const bookmarks = selection && selection.getRanges().length ? selection.createBookmarks2(true) : [];
    return function () {
      editor.focus();
      if (bookmarks.length) {
        editor.getSelection().selectBookmarks(bookmarks);
      } else {
        const range = editor.createRange();
        range.moveToElementEditEnd(editor.editable());
        range.select();
      }
    };
  }

  /* Picture */

  function insertPicture(editor, picture) {
    const figure = new CKEDITOR.dom.element("figure", editor.document);
    const image = new CKEDITOR.dom.element("img", editor.document);
    image.setAttributes({ src: picture.address, alt: picture.alt });
    image.data("cke-saved-src", picture.address);
    figure.append(image);
    const caption = new CKEDITOR.dom.element("figcaption", editor.document);
    caption.setText(picture.caption); // the page adds the credit by itself
    if (!picture.caption) caption.appendBogus();
    figure.append(caption);
    editor.insertElement(figure);
    if (!figure.getNext()) {
      const after = new CKEDITOR.dom.element("p", editor.document);
      after.appendBogus();
      after.insertAfter(figure);
    }
    editor.fire("saveSnapshot");
  }

  /* A new picture, sent from the dialog so that the text stays as it is. `use` gets what the library made of it. */
  function uploadForm(address, use) {
    const fields = {};
    function row(name, label, control, isRequired) {
      const id = "editor-upload-" + name;
      const wrong = make("span", { className: "editor-wrong", id: id + "-error" });
      wrong.setAttribute("role", "alert");
      fields[name] = Object.assign(control, { id, name, required: isRequired });
      control.setAttribute("aria-describedby", wrong.id);
      return make("p", {}, make("label", { htmlFor: id, textContent: label }), control, wrong);
    }
    const bar = make("progress", { hidden: true });
    bar.setAttribute("aria-label", _("Sending the picture"));
    const send = make("button", { className: "default", textContent: _("Upload it and put it in the text") });
    const status = make("span", { className: "help" });
    status.setAttribute("role", "status");
    const form = make("form", { className: "editor-upload", noValidate: true },
      row("file", _("File: JPEG, PNG, WebP, GIF or AVIF, at most 10 MB"),
        make("input", { type: "file", accept: "image/jpeg,image/png,image/webp,image/gif,image/avif" }), true),
      row("alt", _("What a reader who cannot see it needs to know"), make("textarea", { rows: 2, maxLength: 300 }), true),
      row("credit", _("Who made it: a photographer, an agency, an archive"), make("input", { maxLength: 200 }), true),
      row("licence", _("Licence, for example CC BY 4.0"), make("input", { maxLength: 100 }), false),
      row("caption", _("Caption"), make("textarea", { rows: 2 }), false),
      make("p", { className: "editor-search" }, send, bar, status));
    const box = make("details", { className: "editor-new" }, make("summary", { textContent: _("Upload a new picture") }), form);

    function tell(errors) {
      for (const [name, field] of Object.entries(fields)) {
        const words = (errors[name] || []).join(" ");
        document.getElementById(field.id + "-error").textContent = words;
        if (words) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
      }
      const first = Object.keys(fields).find((name) => errors[name]);
      if (first) fields[first].focus();
    }

    function empty() {
      const missing = {};
      for (const [name, field] of Object.entries(fields)) {
        if (field.required && !field.value.trim()) missing[name] = [_("This is needed.")];
      }
      return missing;
    }

    function ended(words) {
      bar.hidden = true;
      send.disabled = false;
      status.textContent = words;
    }

    function answered(request) {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* a page that asks for a password, or an error */ }
      if (answer.picture) return use(answer.picture);
      ended("");
      if (!answer.errors) return ended(_("It was not taken. You may have to log in again, in a new tab; what you wrote is still here."));
      tell(answer.errors);
      if (answer.twin) {
        const there = make("button", { type: "button", textContent: _("Put the one that is here in the text") });
        there.addEventListener("click", () => use(answer.twin));
        document.getElementById(fields.file.id + "-error").append(" ", there);
      }
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const missing = empty();
      tell(missing);
      if (Object.keys(missing).length) return;
      const request = new XMLHttpRequest();
      request.upload.addEventListener("progress", (told) => {
        bar.max = told.total || 1;
        bar.value = told.loaded;
        if (told.loaded === told.total) status.textContent = _("It has arrived and is looked at.");
      });
      request.addEventListener("load", () => answered(request));
      request.addEventListener("error", () => ended(_("The network broke off. What you wrote is still here; try again.")));
      request.open("POST", address);
      request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value);
      bar.hidden = false;
      send.disabled = true;
      status.textContent = _("Sending the picture");
      request.send(new FormData(form));
    });
    return box;
  }

  function choosePicture(editor) {
    const putBack = rememberPlace(editor);
    const search = make("input", { type: "search", placeholder: _("Words in its description, caption or credit") });
    search.setAttribute("aria-label", _("Search pictures"));
    const again = make("button", { type: "button", textContent: _("Search") });
    const list = make("ul", { className: "editor-pictures" });
    const status = make("p", { className: "help" });
    const own = make("div");
    status.setAttribute("role", "status");
    const dialog = ask(_("Choose a picture"), make("p", { className: "editor-search" }, search, again), own, status, list);

    function use(picture) {
      dialog.close();
      putBack();
      insertPicture(editor, picture);
    }

    function show(answer) {
      if (answer.upload && !own.firstChild) own.append(uploadForm(answer.upload, use));
      status.textContent = answer.pictures.length ? answer.summary : answer.nothing;
      list.replaceChildren(...answer.pictures.map((picture) => {
        const image = make("img", { src: picture.thumb, alt: "", loading: "lazy" });
        const button = make("button", { type: "button" }, image, make("span", { textContent: picture.name }));
        button.addEventListener("click", () => use(picture));
        return make("li", {}, button);
      }));
    }
    function load() {
      const address = editor.config.pictures + "?q=" + encodeURIComponent(search.value);
      fetch(address, { headers: { Accept: "application/json" } })
        .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
        .then(show)
        .catch(() => { status.textContent = _("The library did not answer. Try again in a moment."); });
    }
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        load();
      }
    });
    again.addEventListener("click", load);
    load();
  }

  /* Pull quote and aside */

  function togglePullQuote(editor) {
    let quote = editor.elementPath().contains("blockquote");
    if (quote) {
      quote[quote.hasClass("pull") ? "removeClass" : "addClass"]("pull");
    } else {
      editor.execCommand("blockquote");
      quote = editor.elementPath().contains("blockquote");
      if (quote) quote.addClass("pull");
    }
    editor.fire("saveSnapshot");
  }

  function toggleAside(editor) {
    const selection = editor.getSelection();
    const inside = editor.elementPath().contains("aside");
    const bookmarks = selection.createBookmarks();
    if (inside) {
      inside.remove(true);
    } else {
      const aside = new CKEDITOR.dom.element("aside", editor.document);
      aside.addClass("aside");
      const blocks = [];
      const walk = selection.getRanges()[0].createIterator();
      for (let block = walk.getNextParagraph("p"); block; block = walk.getNextParagraph("p")) blocks.push(block);
      if (blocks.length) {
        aside.insertBefore(blocks[0]);
        blocks.forEach((block) => block.appendTo(aside));
      }
    }
    selection.selectBookmarks(bookmarks);
    editor.fire("saveSnapshot");
  }

  function button(editor, name, label, run) {
    const command = name.toLowerCase();
    editor.addCommand(command, { exec: run, editorFocus: false });
    editor.ui.addButton(name, { label, command });
  }

  CKEDITOR.newsroom = { make, ask, rememberPlace, button };
  CKEDITOR.plugins.add("newsroom", {
    requires: "blockquote",
    init(editor) {
      // The editor notes where the cursor stands a moment after a key; what a quick hand starts sooner would land
      // where the cursor was.
      editor.on("beforeCommandExec", () => {
        if (editor.focusManager.hasFocus) editor.selectionChange(1);
      });
      button(editor, "PullQuote", _("Pull quote"), togglePullQuote);
      button(editor, "Aside", _("Aside"), toggleAside);
      button(editor, "Picture", _("Picture"), choosePicture);
    },
  });
})();
