// Loads what another site keeps in the place of its link, once the reader asks for it. Without JavaScript the link stays.
for (const link of document.querySelectorAll("a[data-player]")) {
  const figure = link.closest("figure"), button = document.createElement("button");
  button.type = "button";
  button.className = "button second";
  button.textContent = link.dataset.load;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = link.dataset.player;
    frame.title = link.textContent;
    frame.allow = "fullscreen; encrypted-media; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    button.replaceWith(frame);
    frame.focus();
  });
  (figure.querySelector(".embed-remark") || link).after(button);
}
