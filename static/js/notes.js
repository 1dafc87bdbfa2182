// Shows a note beside its mark. Without JavaScript, and on a second press, the mark is a plain link to the note.
// The words are copied from the list at the end, without the ways back; Escape, another press elsewhere or the
// button puts the note away, and the focus returns to the mark.
let open = null;

function close(returns) {
  if (!open) return;
  const { mark, box } = open;
  open = null;
  box.remove();
  mark.setAttribute("aria-expanded", "false");
  if (returns) mark.focus({ preventScroll: true });
}

function show(mark, note) {
  const box = document.createElement("span");
  box.className = "note-pop";
  box.id = "note-pop";
  box.tabIndex = -1;
  box.setAttribute("role", "note");
  box.setAttribute("aria-label", mark.getAttribute("aria-label"));
  const words = note.cloneNode(true);
  for (const way of words.querySelectorAll("[role=doc-backlink]")) way.remove();
  box.append(...words.childNodes);
  mark.after(box);
  mark.setAttribute("aria-expanded", "true");
  open = { mark, box };
  box.focus({ preventScroll: true });
}

for (const mark of document.querySelectorAll("a.ref")) {
  const note = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  if (!note) continue;
  mark.setAttribute("aria-expanded", "false");
  mark.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const again = open && open.mark === mark;
    close(false);
    if (again) return;
    event.preventDefault();
    show(mark, note);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open) close(true);
});
document.addEventListener("click", (event) => {
  if (open && !open.box.contains(event.target) && !event.target.closest("a.ref")) close(false);
});
document.addEventListener("focusin", (event) => {
  if (open && !open.box.contains(event.target) && event.target !== open.mark) close(false);
});
