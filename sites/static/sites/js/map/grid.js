// Points sorted into the cells of a grid once, so that drawing and pointing look only at the cells concerned.

const PER_CELL = 8;

/** Cells over the points' own rectangle; the points of one row of cells stand next to each other in ``items``. */
export class Grid {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    this.bounds = rectangle(x, y);
    const [left, top, right, bottom] = this.bounds;
    const cells = Math.max(1, x.length / PER_CELL);
    this.size = Math.max(1, Math.ceil(Math.sqrt(((right - left + 1) * (bottom - top + 1)) / cells)));
    this.columns = Math.floor((right - left) / this.size) + 1;
    this.rows = Math.floor((bottom - top) / this.size) + 1;
    this.items = new Uint32Array(x.length);
    this.starts = new Uint32Array(this.columns * this.rows + 1);
    this.#sort();
  }

  #sort() {
    const { starts, items, x, y, size, columns } = this;
    const [left, top] = this.bounds;
    const cells = new Uint32Array(x.length);
    for (let i = 0; i < cells.length; i += 1) {
      const cell = Math.floor((y[i] - top) / size) * columns + Math.floor((x[i] - left) / size);
      cells[i] = cell;
      starts[cell + 1] += 1;
    }
    for (let cell = 1; cell < starts.length; cell += 1) starts[cell] += starts[cell - 1];
    const next = starts.slice();
    for (let i = 0; i < cells.length; i += 1) items[next[cells[i]]++] = i;
  }

  /** Call ``visit(from, to)`` for every run of ``items`` whose cells touch the rectangle, from north to south. */
  runs(west, north, east, south, visit) {
    const [left, top] = this.bounds;
    const first = Math.max(0, Math.floor((west - left) / this.size));
    const last = Math.min(this.columns - 1, Math.floor((east - left) / this.size));
    if (last < first) return;
    const lowest = Math.min(this.rows - 1, Math.floor((south - top) / this.size));
    for (let row = Math.max(0, Math.floor((north - top) / this.size)); row <= lowest; row += 1) {
      const from = this.starts[row * this.columns + first];
      const to = this.starts[row * this.columns + last + 1];
      if (to > from) visit(from, to);
    }
  }

  /** The point nearest to the place among those ``visible`` within the distance (all in world units), or -1. */
  nearest(x, y, distance, visible) {
    let best = -1;
    let least = distance * distance;
    this.runs(x - distance, y - distance, x + distance, y + distance, (from, to) => {
      for (let k = from; k < to; k += 1) {
        const i = this.items[k];
        const square = (this.x[i] - x) ** 2 + (this.y[i] - y) ** 2;
        if (visible[i] && square <= least) {
          least = square;
          best = i;
        }
      }
    });
    return best;
  }
}

/** [left, top, right, bottom] of the points that are ``chosen`` (all without); null when there are none. */
export function rectangle(x, y, chosen) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < x.length; i += 1) {
    if (chosen && !chosen[i]) continue;
    const across = x[i];
    const down = y[i];
    if (across < left) left = across;
    if (across > right) right = across;
    if (down < top) top = down;
    if (down > bottom) bottom = down;
  }
  return left <= right ? [left, top, right, bottom] : null;
}
