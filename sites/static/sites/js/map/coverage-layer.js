// Where satellite internet works: a disc around every site whose connection does, under the sites.

import { config, number } from "./config.js";
import { CanvasLayer } from "./leaflet.js";
import { token } from "./palette.js";
import { symbolSize } from "./sprites.js";

// A disc reaches so many pixels beyond its site's symbol; of discs nearer to each other than that one is drawn.
const BEYOND = 6;

export class CoverageLayer extends CanvasLayer {
  constructor() {
    super("coverage", 400);
  }

  /** Draw the discs of these sites or none; how many there are, in figures, or "". */
  show(sites, isOn) {
    const was = this.covered;
    this.sites = sites;
    this.covered = isOn ? coveredOf(sites, config.coverage) : null;
    if (was || isOn) this.redraw();
    return isOn && !sites.isCut ? number(this.covered.reduce((sum, one) => sum + one, 0)) : "";
  }

  isEmpty() {
    return !this.covered || !this.sites.grid;
  }

  draw(context, { scale, left, top, width, height, zoom }) {
    const { x, y, grid } = this.sites;
    const radius = symbolSize(zoom) / 2 + BEYOND;
    const taken = new Set();
    const path = new Path2D();
    grid.runs(left / scale, top / scale, (left + width) / scale, (top + height) / scale, (from, to) => {
      for (let k = from; k < to; k += 1) {
        const i = grid.items[k];
        if (!this.covered[i]) continue;
        const [across, down] = [x[i] * scale - left, y[i] * scale - top];
        const place = Math.floor(across / BEYOND) * 2 ** 16 + Math.floor(down / BEYOND);
        if (taken.has(place)) continue;
        taken.add(place);
        path.moveTo(across + radius, down);
        path.arc(across, down, radius, 0, 2 * Math.PI);
      }
    });
    context.globalAlpha = 0.35;
    context.fillStyle = token("--accent");
    context.fill(path);
    context.globalAlpha = 1;
  }
}

/** One byte per site: 1 where the workflow stands in one of the states. */
function coveredOf(sites, { kind, states }) {
  const counts = Uint8Array.from(["", ...sites.statesOf(kind)], (state) => states.includes(state));
  return sites.stateColumn(kind).map((state) => counts[state]);
}
