// A plot that is given by a position and two sides, dashed on the map as it is typed. The server makes the outline from them.
import { isUpright, rectangleAround } from "../geometry.js";
import { metres, readNumber, whole } from "./figures.js";
import { readShape } from "./reading.js";

const PAUSE_MS = 400;

export class SidesPreview {
  /** ``fields``: of the position, the length and the width; ``status``: where the figures are said. */
  constructor({ board, fields, outline, status, words }) {
    Object.assign(this, { board, fields, outline, status, words });
    const [position, length, width] = fields;
    position.addEventListener("input", () => this.#readSoon());
    position.addEventListener("change", () => this.#readSoon(0));
    for (const side of [length, width]) side.addEventListener("input", () => this.draw());
    outline.addEventListener("change", () => this.draw());
    this.#readSoon(0);
  }

  /** Draw the rectangle, or take it away when something is missing or an outline is drawn. */
  draw() {
    this.board.remove(this.shape);
    this.shape = undefined;
    this.status.textContent = "";
    const [length, width] = this.fields.slice(1).map((side) => readNumber(side.value));
    if (!this.centre || !(length > 0) || !(width > 0) || !this.#counts) return;
    const ring = rectangleAround(this.centre, length, width);
    this.shape = this.board.show({ type: "Polygon", coordinates: [[...ring, ring[0]]] }, "shape shape--preview");
    this.board.fit([...ring, ...this.outline.corners]);
    this.status.textContent = this.words.fromSides
      .replace("{length}", metres(length))
      .replace("{width}", metres(width))
      .replace("{area}", whole(length * width));
  }

  /** The sides make the plot where nothing is drawn, or where the outline was itself made of sides. */
  get #counts() {
    return !this.outline.corners.length || isUpright(this.outline.corners);
  }

  #readSoon(pause = PAUSE_MS) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#read(), pause);
  }

  async #read() {
    const [position] = this.fields;
    const text = position.value.trim();
    if (text === this.read) return;
    const { geometry } = text ? await readShape(position.form, this.words, "point", text) : {};
    if (text !== position.value.trim()) return;
    this.read = text;
    this.centre = geometry && JSON.parse(geometry).coordinates;
    this.draw();
  }
}
