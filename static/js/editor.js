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

  function choosePicture(editor) {
    const putBack = rememberPlace(editor);
    const search = make("input", { type: "search", placeholder: _("Words in its description, caption or credit") });
    search.setAttribute("aria-label", _("Search pictures"));
    const upload = make("a", { target: "_blank", hidden: true, textContent: _("Upload a picture (in a new tab)") });
    const again = make("button", { type: "button", textContent: _("Search") });
    const list = make("ul", { className: "editor-pictures" });
    const status = make("p", { className: "help" });
    status.setAttribute("role", "status");
    const dialog = ask(_("Choose a picture"), make("p", { className: "editor-search" }, search, again, upload), status, list);

    function show(answer) {
      upload.hidden = !answer.upload;
      upload.href = answer.upload;
      status.textContent = answer.pictures.length ? answer.summary : answer.nothing;
      list.replaceChildren(...answer.pictures.map((picture) => {
        const image = make("img", { src: picture.address, alt: picture.alt, loading: "lazy" });
        const button = make("button", { type: "button" }, image, make("span", { textContent: picture.name }));
        button.addEventListener("click", () => {
          dialog.close();
          putBack();
          insertPicture(editor, picture);
        });
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
