/* The form arrived: the copy that this browser kept of it goes. */
(() => {
  "use strict";
  try {
    const key = sessionStorage.getItem("simulation:sending");
    if (key) localStorage.removeItem(key);
    sessionStorage.removeItem("simulation:sending");
  } catch { /* nothing was kept */ }
})();
