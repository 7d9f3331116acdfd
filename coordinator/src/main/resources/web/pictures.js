// What a trial's attack does to test images.
import { el, fill } from "./dom.js";
import { count } from "./format.js";

/** A card that is empty until there is a picture. */
export function pictures(trial, spec) {
  const node = el("div");
  let shown = null;
  return {
    node,
    update(picture) {
      if (!picture || picture.digest === shown) return;
      shown = picture.digest;
      const attack = spec.attack?.type ?? "attack";
      const images = picture.images === 1 ? "one test image" : `${count(picture.images)} test images`;
      fill(node, el("section", { className: "card", "aria-label": "Pictures" }, el("h2", {}, "What the attack does"),
        el("figure", { className: "sheet" }, el("div", {},
          el("div", { className: "sheet-rows", "aria-hidden": "true" }, el("span", {}, "clean"), el("span", {}, "triggered"), el("span", {}, `change × ${picture.gain}`)),
          el("img", { src: `/api/v1/trials/${trial}/pictures`, alt: `${images}, a column each: on top as it is, below with the trigger of ${attack}, at the bottom the change, ${picture.gain} times as strong, around grey.` })),
          el("figcaption", {}, `${images[0].toUpperCase()}${images.slice(1)} before and after ${attack}'s trigger, and the change, ${picture.gain} times as strong, around grey. Drawn by the evaluation; no defense sees it.`))));
    },
  };
}
