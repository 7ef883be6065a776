// All sites on one canvas: a stamped picture per site, flagged ones over the others, the selected one on top.

import { CanvasLayer } from "./leaflet.js";
import { token } from "./palette.js";
import { drawSprites, firstRing, stamp, symbolSize, variantOf, VARIANTS } from "./sprites.js";

export class PointsLayer extends CanvasLayer {
  constructor(symbols) {
    super("sites", 420);
    this.symbols = symbols;
    this.sites = null;
    this.selected = -1;
  }

  /**
   * What is drawn. ``matches``: one byte per site; ``classes``: each site's look, a place in ``looks``; ``blocking``:
   * the flags that get the strong ring.
   */
  show(sites, matches, classes, looks, blocking) {
    if (this.sites !== sites) this.#take(sites, blocking);
    Object.assign(this, { sites, matches, classes, looks });
    this.redraw();
  }

  /** What of a site's picture depends on its own facts alone: its ring, and whether its place is an estimate. */
  #take({ flags, source, estimated, count }, blocking) {
    this.rings = new Uint8Array(count);
    this.variants = new Uint8Array(count);
    for (let i = 0; i < count; i += 1) {
      const ring = flags[i] & blocking ? 2 : flags[i] ? 1 : 0;
      this.rings[i] = ring;
      this.variants[i] = variantOf(source[i] === estimated, ring);
    }
    this.ringed = new Uint32Array(count);
  }

  /** Draw the pictures anew, because the colours have changed. */
  forgetSprites() {
    this.sprites = null;
    this.redraw();
  }

  select(i) {
    if (this.selected === i) return;
    this.selected = i;
    this.redraw();
  }

  /** The site at a place in world units, or -1; ``reach`` is in world units too. */
  at(x, y, reach) {
    return this.sites?.grid ? this.sites.grid.nearest(x, y, reach, this.matches) : -1;
  }

  isEmpty() {
    return !this.sites?.grid;
  }

  draw(context, frame) {
    const { width, height } = context.canvas;
    const size = symbolSize(frame.zoom);
    const key = [size, frame.ratio, width, ...this.looks.map(({ shape, colour }) => `${shape}/${colour}`)].join();
    if (this.sprites?.key !== key) {
      this.sprites = { ...drawSprites(this.symbols, this.looks, size, frame.ratio, width), key };
    }
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.taken = new Uint8Array(((width >> 1) + 1) * ((height >> 1) + 1));
      this.rows = [0, 0];
    }
    // Where there was no site and is none, nothing is wiped or copied.
    const rows = this.#rows(frame);
    this.pixels.fill(0, this.rows[0] * width, this.rows[1] * width);
    this.rows = rows;
    this.taken.fill(0);
    this.#stampAll(frame, firstRing(size));
    context.putImageData(this.image, 0, 0, 0, rows[0], width, rows[1] - rows[0]);
    if (this.selected >= 0) this.#drawSelected(context, frame);
  }

  /** The first row of the canvas on which a site can lie, and the one after the last. */
  #rows({ scale, top, ratio }) {
    const [, north, , south] = this.sites.grid.bounds;
    const row = (y, beyond) => Math.round((y * scale - top) * ratio + beyond);
    const inside = (number) => Math.max(0, Math.min(this.image.height, number));
    return [inside(row(north, -this.sprites.side)), inside(row(south, this.sprites.side))];
  }

  /**
   * The sites without a ring first, those with one over them. Two sites nearer than two device pixels cannot be told
   * apart: one of them is stamped, a flagged one rather.
   */
  #stampAll({ scale, left, top, ratio }, least) {
    const { matches, rings, variants, classes, pixels, taken, ringed } = this;
    const { x, y, grid } = this.sites;
    const { items } = grid;
    const { width, height } = this.image;
    const { side, stamps } = this.sprites;
    const places = (width >> 1) + 1;
    const [farRight, farDown] = [width - side, height - side];
    const [west, north] = [left / scale, top / scale];
    const unit = scale * ratio;
    // Half a pixel more, so that cutting off the fraction rounds.
    const toCorner = 0.5 - side / 2;
    const put = (rows, from, to, pass) => {
      for (let k = from; k < to; k += 1) {
        const i = rows[k];
        if (!matches[i] || (pass === 1 && rings[i] >= least)) continue;
        const across = Math.floor((x[i] - west) * unit + toCorner);
        const down = Math.floor((y[i] - north) * unit + toCorner);
        if (across < 0 || down < 0 || across > farRight || down > farDown) continue;
        const place = (down >> 1) * places + (across >> 1);
        if (taken[place] >= pass) continue;
        taken[place] = pass;
        stamp(pixels, stamps[classes[i] * VARIANTS + variants[i]], down * width + across);
      }
    };
    let count = 0;
    grid.runs(west, north, west + width / unit, north + height / unit, (from, to) => {
      put(items, from, to, 1);
      for (let k = from; k < to; k += 1) if (rings[items[k]] >= least) ringed[count++] = items[k];
    });
    put(ringed, 0, count, 2);
  }

  #drawSelected(context, { scale, left, top, ratio, zoom }) {
    const i = this.selected;
    const across = (this.sites.x[i] * scale - left) * ratio;
    const down = (this.sites.y[i] * scale - top) * ratio;
    const { strip, side } = this.sprites;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.arc(across, down, (symbolSize(zoom) / 2 + 8) * ratio, 0, 2 * Math.PI);
    context.fillStyle = token("--map-land");
    context.fill();
    context.lineWidth = 3 * ratio;
    context.strokeStyle = token("--accent");
    context.stroke();
    const corner = [Math.round(across - side / 2), Math.round(down - side / 2)];
    const picture = this.classes[i] * VARIANTS + this.variants[i];
    context.drawImage(strip, picture * side, 0, side, side, ...corner, side, side);
  }
}
