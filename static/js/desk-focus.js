/* The focal point of a picture: press on the picture, and see how it is cut. The two numbers are what counts; without
   this file they are typed. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const frame = document.querySelector(".desk-focus");
  const fields = ["id_focal_x", "id_focal_y"].map((id) => document.getElementById(id));
  if (!frame || fields.some((field) => !field)) return;
  const picture = frame.querySelector("img");
  const point = Object.assign(document.createElement("span"), { className: "point" });
  const cuts = Object.assign(document.createElement("div"), { className: "desk-cuts" });
  cuts.setAttribute("role", "img");
  cuts.setAttribute("aria-label", frame.dataset.label);
  for (const name of ["head", "card", "face"]) {
    cuts.append(Object.assign(document.createElement("img"), { src: picture.src, alt: "", className: name }));
  }
  frame.classList.add("live");
  frame.append(point);
  fields[0].closest("fieldset").append(cuts);

  function show() {
    const [x, y] = fields.map((field) => Math.min(100, Math.max(0, Number(field.value) || 0)) + "%");
    point.style.left = x;
    point.style.top = y;
    cuts.querySelectorAll("img").forEach((image) => { image.style.objectPosition = `${x} ${y}`; });
  }

  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    fields[0].value = Math.round(((event.clientX - box.left) / box.width) * 100);
    fields[1].value = Math.round(((event.clientY - box.top) / box.height) * 100);
    fields.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
    show();
  });
  fields.forEach((field) => field.addEventListener("input", show));
  show();
});
