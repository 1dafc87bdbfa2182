/* Passkeys: shows the buttons where the browser knows them, asks it, and sends what it gives in a plain form.
   Without JavaScript the buttons stay hidden, and codes from an app do the same. */
(() => {
  "use strict";
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  function bytes(text) {  // from base64url
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  }
  function text(buffer) {  // to base64url
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  const withId = (each) => ({ ...each, id: bytes(each.id) });

  function read(options) {
    const wanted = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    if (wanted.user) wanted.user = withId(wanted.user);
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (wanted[list]) wanted[list] = wanted[list].map(withId);
    }
    return { publicKey: wanted };
  }
  function written(given) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (given.response[part]) response[part] = text(given.response[part]);
    }
    if (given.response.getTransports) response.transports = given.response.getTransports();
    return {
      id: given.id, rawId: text(given.rawId), type: given.type, response,
      authenticatorAttachment: given.authenticatorAttachment,
      clientExtensionResults: given.getClientExtensionResults(),
    };
  }
  async function optionsOf(button, form) {
    if (button.dataset.options) return JSON.parse(button.dataset.options);
    const token = form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(button.dataset.ask, { method: "POST", headers: { "X-CSRFToken": token } });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  for (const button of document.querySelectorAll("[data-passkey]")) {
    const form = button.closest("form");
    const error = form.querySelector("[data-passkey-error]");
    const without = form.querySelector("[data-without-passkeys]");
    form.hidden = button.hidden = false;
    if (without) without.hidden = true;
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      error.hidden = true;
      button.disabled = true;
      try {
        const options = read(await optionsOf(button, form));
        const given = await navigator.credentials[button.dataset.passkey](options);
        form.elements.credential.value = JSON.stringify(written(given));
        form.submit();
      } catch {  // refused, forgotten or out of time: nothing was sent
        error.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
