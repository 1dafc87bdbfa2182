// Shows the buttons that copy an address or a text, or hand the page on, and lets them. Without JavaScript, or where
// the browser cannot, they stay hidden.
const source = (button) => document.getElementById(button.dataset.copyFrom);

for (const button of document.querySelectorAll("[data-copy], [data-copy-from]")) {
  if (!navigator.clipboard) break;
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copyFrom ? source(button).value : button.dataset.copy);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) break;
  button.hidden = false;
  button.addEventListener("click", () => {
    // Who closes the list of the browser without choosing has not met an error.
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
  });
}
