// A position: typed, taken from the device, or from the cross on a map that opens when it is asked for.
import { Board } from "../board.js";
import { asPair, canLocate, devicePosition } from "../device-position.js";
import { readShape } from "./reading.js";

export class PointPicker {
  constructor(root, field, surroundings) {
    this.words = root.getElementById("plot-editor").dataset;
    this.field = field;
    this.surroundings = surroundings;
    this.element = root.getElementById("point-picker").content.firstElementChild.cloneNode(true);
    field.after(this.element);
    this.#tidy();
    this.part("open").addEventListener("click", () => this.#toggle());
    this.part("take").addEventListener("click", () => this.#take(this.board.centre));
    this.part("locate").hidden = !canLocate();
    this.part("locate").addEventListener("click", () => this.#locate());
    field.addEventListener("change", () => this.#read());
  }

  part(name) {
    return this.element.querySelector(`[data-picker-${name}]`);
  }

  /** A GeoJSON point in the field is shown as people write it. */
  #tidy() {
    try {
      const { coordinates } = JSON.parse(this.field.value);
      this.field.value = asPair(...coordinates);
    } catch {
      // Typed text stays as it was typed.
    }
  }

  #toggle() {
    const box = this.part("box");
    box.hidden = !box.hidden;
    this.part("open").setAttribute("aria-expanded", String(!box.hidden));
    if (box.hidden || this.board) return;
    const { boundary, site, shapes, tiles } = this.surroundings;
    this.board = new Board(this.part("map"), { ...this.words, name: this.words.mapName });
    this.board.addTiles(tiles.url, tiles.attribution);
    if (boundary) this.board.show(boundary.geometry, boundary.official ? "boundary boundary--official" : "boundary");
    for (const shape of shapes) this.board.show(shape.geometry, "shape shape--quiet");
    this.board.show(site.geometry, "site-mark", site.label);
    this.board.goTo(site.geometry.coordinates, site.located ? 17 : 15);
    this.#read();
  }

  #take(at) {
    this.field.value = asPair(...at);
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.#mark(at);
    this.part("status").textContent = "";
  }

  #mark(at) {
    if (!this.board) return;
    this.board.remove(this.mark);
    this.mark = this.board.show({ type: "Point", coordinates: at }, "chosen-mark");
  }

  async #read() {
    const text = this.field.value.trim();
    if (!text) return;
    const { geometry, sentence } = await readShape(this.field.form, this.words, "point", text);
    this.part("status").textContent = sentence ?? "";
    if (!geometry || !this.board) return;
    const { coordinates } = JSON.parse(geometry);
    this.#mark(coordinates);
    this.board.goTo(coordinates);
  }

  async #locate() {
    this.part("status").textContent = this.words.searching;
    try {
      const { longitude, latitude, accuracy } = await devicePosition();
      this.#take([longitude, latitude]);
      this.board?.goTo([longitude, latitude], 18);
      this.part("status").textContent = this.words.found.replace("{metres}", Math.round(accuracy));
    } catch {
      this.part("status").textContent = this.words.notFound;
    }
  }
}
