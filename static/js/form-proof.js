/* Does the small sum that the form asks for while somebody writes: which number behind the salt has this hash. Who
   sends earlier waits for it. The sum runs beside the page, in a worker, which is this same file. */
(() => {
  "use strict";
  if (typeof document === "undefined") {
    const bytes = (text) => new TextEncoder().encode(text);
    const hex = (hash) => Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
    self.onmessage = async ({ data: { algorithm, challenge, salt, maxNumber } }) => {
      for (let number = 0; number <= maxNumber; number++) {
        if (hex(await crypto.subtle.digest(algorithm, bytes(salt + number))) === challenge) {
          self.postMessage(number);
          return;
        }
      }
      self.postMessage(null);
    };
    return;
  }

  const field = document.getElementById("proof");
  const own = document.currentScript.src;
  if (!field || !window.Worker || !window.isSecureContext) return;  // then it goes without, and the page says so
  const form = field.form;
  const LONGEST = 60 * 1000;
  document.getElementById("no-proof").remove();
  field.value = "";  // some browsers fill in what an earlier page had here
  let asked = null, isOver = false, isWaiting = false;

  function solve() {
    asked ||= new Promise((done) => {
      const challenge = JSON.parse(field.dataset.challenge);
      const worker = new Worker(own);
      worker.onmessage = ({ data: number }) => done(number);
      worker.onerror = () => done(null);
      setTimeout(done, LONGEST, null);
      worker.postMessage(challenge);
    }).then((number) => {
      isOver = true;
      if (number === null) return;
      const { algorithm, challenge, salt, signature } = JSON.parse(field.dataset.challenge);
      field.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
    });
    return asked;
  }
  function tell() {
    const told = document.createElement("p");
    told.className = "help";
    told.setAttribute("role", "status");
    form.append(told);
    told.textContent = field.dataset.told;
  }

  form.addEventListener("focusin", solve, { once: true });
  form.addEventListener("input", solve, { once: true });
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (isOver || (button && button.name !== "send")) return;
    event.preventDefault();
    if (isWaiting) return;
    isWaiting = true;
    tell();
    solve().then(() => form.requestSubmit(button));
  });
})();
