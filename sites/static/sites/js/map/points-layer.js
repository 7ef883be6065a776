// All sites on one canvas: a stamped picture per site, flagged ones over the others, the selected one on top.

import { CanvasLayer } from "./leaflet.js";
import { token } from "./palette.js";
import { drawSprites, firstRing, pictureOf, stamp, symbolSize } from "./sprites.js";

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
    this.sites = sites;
    this.matches = matches;
    this.looks = looks;
    this.rings = Uint8Array.from(sites.flags, (flags) => (flags & blocking ? 2 : flags ? 1 : 0));
    this.pictures = new Uint16Array(sites.count);
    for (let i = 0; i < sites.count; i += 1) {
      this.pictures[i] = pictureOf(classes[i], sites.isEstimated(i) ? 1 : 0, this.rings[i]);
    }
    this.forgetSprites();
  }

  /** Draw the pictures anew, because the colours or the classes have changed. */
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

  draw(context, frame) {
    if (!this.sites?.grid) return;
    const { width, height } = context.canvas;
    const key = [symbolSize(frame.zoom), frame.ratio, width].join();
    if (this.sprites?.key !== key) {
      this.sprites = { ...drawSprites(this.symbols, this.looks, symbolSize(frame.zoom), frame.ratio, width), key };
    }
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.taken = new Uint8Array(((width >> 1) + 1) * ((height >> 1) + 1));
    }
    this.pixels.fill(0);
    this.taken.fill(0);
    const least = firstRing(symbolSize(frame.zoom));
    this.#stampAll(frame, 1, (ring) => ring < least);
    this.#stampAll(frame, 2, (ring) => ring >= least);
    context.putImageData(this.image, 0, 0);
    if (this.selected >= 0) this.#drawSelected(context, frame);
  }

  /** The sites without a ring in the first pass, those with one over them in the second. */
  #stampAll({ scale, left, top, ratio }, pass, belongs) {
    const { x, y, grid } = this.sites;
    const { matches, pictures, rings, pixels, taken } = this;
    const { width, height } = this.image;
    const { side, stamps } = this.sprites;
    const places = (width >> 1) + 1;
    const [farRight, farDown] = [width - side, height - side];
    const [west, north] = [left / scale, top / scale];
    const unit = scale * ratio;
    grid.runs(west, north, west + width / unit, north + height / unit, (from, to) => {
      for (let k = from; k < to; k += 1) {
        const i = grid.items[k];
        if (!matches[i] || !belongs(rings[i])) continue;
        const across = Math.round((x[i] - west) * unit - side / 2);
        const down = Math.round((y[i] - north) * unit - side / 2);
        if (across < 0 || down < 0 || across > farRight || down > farDown) continue;
        // Two sites nearer than two device pixels cannot be told apart: one of them is stamped, a flagged one rather.
        const place = (down >> 1) * places + (across >> 1);
        if (taken[place] >= pass) continue;
        taken[place] = pass;
        stamp(pixels, stamps[pictures[i]], down * width + across);
      }
    });
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
    context.drawImage(strip, this.pictures[i] * side, 0, side, side, ...corner, side, side);
  }
}
