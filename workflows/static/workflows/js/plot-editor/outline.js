// The outline being drawn: its corners in order, with undo. It knows no map and no page.

const MOST_UNDONE = 200;

export class Outline extends EventTarget {
  constructor() {
    super();
    this.corners = [];
    this.holes = [];
    this.past = [];
  }

  /** Change the corners through one of the verbs below; "change" is fired, and undo leads back. */
  #change(corners, holes = this.holes) {
    this.past.push([this.corners, this.holes]);
    if (this.past.length > MOST_UNDONE) this.past.shift();
    this.#set(corners, holes);
  }

  #set(corners, holes) {
    this.corners = corners;
    this.holes = holes;
    this.dispatchEvent(new Event("change"));
  }

  /** Put a corner at the end, or before the corner of that index. */
  add(corner, before = this.corners.length) {
    this.#change([...this.corners.slice(0, before), corner, ...this.corners.slice(before)]);
  }

  move(index, corner) {
    this.#change(this.corners.map((old, n) => (n === index ? corner : old)));
  }

  remove(index) {
    this.#change(this.corners.filter((_, n) => n !== index));
  }

  clear() {
    if (this.corners.length) this.#change([], []);
  }

  /** Take over a whole outline, as it was read from text or a file. */
  replace(rings) {
    const [corners, ...holes] = rings;
    this.#change(corners, holes);
  }

  get canUndo() {
    return this.past.length > 0;
  }

  undo() {
    if (this.canUndo) this.#set(...this.past.pop());
  }

  get rings() {
    return [this.corners, ...this.holes];
  }

  /** As the form's text: a GeoJSON polygon from three corners on, before that a line for each corner. */
  get text() {
    if (this.corners.length < 3) return this.corners.map(([x, y]) => `${y.toFixed(7)}, ${x.toFixed(7)}`).join("\n");
    const coordinates = this.rings.map((ring) => [...ring, ring[0]].map(([x, y]) => [round(x), round(y)]));
    return JSON.stringify({ type: "Polygon", coordinates });
  }
}

// Seven decimals are a centimetre.
function round(degrees) {
  return Math.round(degrees * 1e7) / 1e7;
}

/** The rings of a GeoJSON polygon without their closing corners; null for anything else. */
export function ringsOf(text) {
  try {
    const { type, coordinates } = JSON.parse(text);
    return type === "Polygon" ? coordinates.map((ring) => ring.slice(0, -1)) : null;
  } catch {
    return null;
  }
}
