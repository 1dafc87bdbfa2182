/* “Save and preview” comes here with #preview: go on to the preview, and leave this form as the way back. */
(function () {
  "use strict";
  // After the page is loaded, for before that a browser puts the preview in the place of this form.
  window.addEventListener("load", () => {
    const link = document.getElementById("preview-link");
    if (!link || location.hash !== "#preview") return;
    history.replaceState(null, "", location.pathname + location.search);
    setTimeout(() => location.assign(link.href));
  });
})();
