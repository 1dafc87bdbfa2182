/* “Save and preview” comes here with #preview: go on to the preview, and leave this form as the way back. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const link = document.getElementById("preview-link");
    if (!link || location.hash !== "#preview") return;
    history.replaceState(null, "", location.pathname + location.search);
    location.assign(link.href);
  });
})();
