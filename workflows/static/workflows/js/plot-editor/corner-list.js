// The corners as a list: their places, the sides between them, and everything a hand on the keyboard needs.
import { asPair } from "../device-position.js";
import { sidesOf } from "../geometry.js";
import { metres } from "./figures.js";

/** Keeps the list in step with the outline. ``show(index)`` brings a corner under the cross; ``centre()`` is the cross. */
export class CornerList {
  constructor(root, { box, list, outline, words, show, centre }) {
    this.row = root.getElementById("plot-editor-corner").content.firstElementChild;
    Object.assign(this, { box, list, outline, words, show, centre });
    outline.addEventListener("change", () => this.draw());
    this.draw();
  }

  draw() {
    const { corners } = this.outline;
    const focused = [...this.list.children].findIndex((row) => row.contains(document.activeElement));
    const sides = sidesOf(corners);
    this.box.hidden = !corners.length;
    this.list.replaceChildren(...corners.map((corner, index) => this.#row(corner, index, sides[index])));
    // The row that was worked on is drawn anew: the focus stays in it, or in the one that took its place.
    if (focused >= 0) (this.list.children[Math.min(focused, corners.length - 1)] ?? this.box).querySelector("button, summary")?.focus();
  }

  #row([longitude, latitude], index, side) {
    const row = this.row.cloneNode(true);
    const name = this.words.corner.replace("{number}", index + 1);
    row.querySelector("[data-corner-name]").textContent = name;
    row.querySelector("[data-corner-place]").textContent = asPair(longitude, latitude);
    if (side !== undefined) row.querySelector("[data-corner-side]").textContent = this.words.side.replace("{metres}", metres(side));
    for (const which of row.querySelectorAll("[data-corner-which]")) which.textContent = ` (${name})`;
    row.querySelector("[data-corner-show]").addEventListener("click", () => this.show(index));
    row.querySelector("[data-corner-move]").addEventListener("click", () => this.outline.move(index, this.centre()));
    row.querySelector("[data-corner-delete]").addEventListener("click", () => this.outline.remove(index));
    return row;
  }
}
