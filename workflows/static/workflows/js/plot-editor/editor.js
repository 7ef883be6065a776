// The plot editor: a map over the form's text field. The text stays the field; whatever is drawn is written into it.
import { Board } from "../board.js";
import { canLocate, devicePosition } from "../device-position.js";
import { CornerList } from "./corner-list.js";
import { describe } from "./figures.js";
import { Outline, ringsOf } from "./outline.js";
import { readShape } from "./reading.js";
import { SidesPreview } from "./sides-preview.js";

const LARGEST_FILE_BYTES = 1_000_000;
// A tap this near to a side puts the corner into it.
const NEAR_SIDE_PX = 14;

export class PlotEditor {
  /**
   * ``surroundings``: what the map shows besides (json "map-data"); ``stated``: the field with the stated area, or null;
   * ``sides``: the fields (position, length, width) the outline is made of when nobody draws it, or null.
   */
  constructor(root, field, surroundings, { stated, sides }) {
    const template = root.getElementById("plot-editor");
    this.words = template.dataset;
    this.field = field;
    this.stated = stated;
    this.element = template.content.firstElementChild.cloneNode(true);
    field.before(this.element);
    this.part("text").append(field);
    this.part("text-box").open = field.getAttribute("aria-invalid") === "true";
    this.outline = new Outline();
    this.board = new Board(this.part("map"), { ...this.words, name: this.words.mapName });
    this.#surround(surroundings);
    this.list = new CornerList(root, {
      box: this.part("corners-box"),
      list: this.part("corners"),
      outline: this.outline,
      words: this.words,
      show: (index) => this.#select(index),
      centre: () => this.board.centre,
    });
    this.outline.addEventListener("change", () => this.#changed());
    this.#listen();
    this.#begin(surroundings);
    const { board, outline, words } = this;
    if (sides) new SidesPreview({ board, outline, words, fields: sides, status: this.part("sides") });
  }

  part(name) {
    return this.element.querySelector(`[data-editor-${name}]`);
  }

  #surround({ boundary, others, site, photos, tiles }) {
    this.board.addTiles(tiles.url, tiles.attribution);
    if (boundary) this.board.show(boundary.geometry, boundary.official ? "boundary boundary--official" : "boundary");
    for (const other of others) this.board.show(other.geometry, "shape shape--other", other.label);
    this.board.show(site.geometry, "site-mark", site.label);
    for (const photo of photos) this.board.show(photo.geometry, "photo-mark", photo.label);
  }

  #begin({ site, others }) {
    this.board.goTo(site.geometry.coordinates, site.located ? 17 : 15);
    // Another plot is surer ground than an estimated position, and from 15 only a dot.
    const known = others.flatMap(({ geometry }) => geometry.coordinates[0]);
    if (known.length && !site.located) this.board.fit(known, 17);
    const rings = ringsOf(this.field.value);
    if (rings) this.#take(rings);
    else if (this.field.value.trim()) this.#read();
    else this.#changed({ write: false });
    this.outline.past = [];
    this.part("undo").disabled = true;
    this.begun = true;
  }

  #listen() {
    const press = (name, work) => this.part(name).addEventListener("click", work);
    press("add", () => this.outline.add(this.board.centre));
    press("undo", () => this.outline.undo());
    press("clear", () => this.outline.clear());
    press("read", () => this.#read());
    this.part("locate").hidden = !canLocate();
    press("locate", () => this.#locate());
    this.field.addEventListener("change", () => this.#read());
    this.part("file").addEventListener("change", (event) => this.#open(event.target));
    this.stated?.addEventListener("input", () => this.#describe());
    this.board.onTap((place) => this.outline.add(place, this.#sideNear(place)));
  }

  /** Write the outline into the field and draw it anew. */
  #changed({ write = true } = {}) {
    if (write) this.#write();
    if (this.selected >= this.outline.corners.length) this.selected = undefined;
    this.#draw();
    this.board.drawHandles(this.outline.corners, {
      selected: this.selected,
      onSelect: (index) => this.#select(index),
      onMove: (index, place) => this.#draw(index, place),
      onDrop: (index, place) => this.outline.move(index, place),
    });
    this.part("undo").disabled = !this.outline.canUndo;
    this.part("clear").disabled = !this.outline.corners.length;
    this.#describe();
  }

  #write() {
    this.field.value = this.outline.text;
    // The text that could not be read is gone, and with it what was said about it.
    if (this.unread) this.#say("");
    this.unread = false;
    // As typing does: whoever keeps or checks the form's answers learns of it. Reading the field at first is no answer.
    if (this.begun) this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #draw(index, place) {
    const [corners, ...holes] = this.outline.rings;
    this.board.drawOutline([corners.map((corner, n) => (n === index ? place : corner)), ...holes]);
  }

  #describe() {
    const { text, warning } = describe(this.outline, this.stated?.value ?? "", this.words);
    this.part("figures").textContent = text;
    this.part("figures").classList.toggle("editor__figures--warning", warning);
  }

  #select(index) {
    this.selected = index;
    this.board.goTo(this.outline.corners[index]);
    this.#changed({ write: false });
  }

  #say(sentence) {
    this.part("status").textContent = sentence;
  }

  #take(rings) {
    this.selected = undefined;
    this.outline.replace(rings);
    if (this.outline.corners.length) this.board.fit(this.outline.corners);
  }

  /** Let the server read the field's text; what cannot be read stays as it is, with the sentence. */
  async #read() {
    const text = this.field.value.trim();
    if (!text) {
      this.outline.clear();
      return;
    }
    const { geometry, sentence } = await readShape(this.field.form, this.words, "polygon", text);
    if (text !== this.field.value.trim()) return;
    this.#say(sentence ?? "");
    this.unread = Boolean(sentence);
    if (geometry) this.#take(ringsOf(geometry));
    else this.part("text-box").open = true;
  }

  async #open(input) {
    const [file] = input.files;
    if (!file) return;
    if (file.size > LARGEST_FILE_BYTES) {
      this.#say(this.words.tooLarge);
    } else {
      this.field.value = await file.text();
      await this.#read();
    }
    input.value = "";
  }

  async #locate() {
    this.#say(this.words.searching);
    try {
      const { longitude, latitude, accuracy } = await devicePosition();
      this.board.remove(this.here);
      this.here = this.board.showAccuracy([longitude, latitude], accuracy, "here");
      this.board.goTo([longitude, latitude], 19);
      this.#say(this.words.found.replace("{metres}", Math.round(accuracy)));
    } catch {
      this.#say(this.words.notFound);
    }
  }

  /** The index before which a corner tapped on a side belongs; undefined: at the end. */
  #sideNear(place) {
    const { corners } = this.outline;
    if (corners.length < 3) return undefined;
    const detours = corners.map((corner, n) => {
      const next = corners[(n + 1) % corners.length];
      const between = (a, b) => this.board.pixelsBetween(a, b);
      return between(corner, place) + between(place, next) - between(corner, next);
    });
    const least = Math.min(...detours);
    return least * 2 < NEAR_SIDE_PX ? detours.indexOf(least) + 1 : undefined;
  }
}
