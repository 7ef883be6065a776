// Names on the map: the chosen site, then regencies, districts and villages from near; none lies over another.

import { around, beside, Placement } from "./label-placement.js";
import { CanvasLayer } from "./leaflet.js";
import { token } from "./palette.js";
import { symbolSize } from "./sprites.js";

// From which zoom to which, and in which type and colour. The rank is the order in which they get their places.
const KINDS = {
  regency: { rank: 0, from: 6, to: 11, font: "600 13px", height: 18, colour: "--map-label" },
  district: { rank: 1, from: 9, to: 13, font: "600 12px", height: 16, colour: "--muted" },
  village: { from: 11.5, font: "400 12px", height: 16, colour: "--map-label" },
  chosen: { font: "600 13px", height: 18, colour: "--text" },
};
// A region's name stays this near to the middle of its sites, whatever it covers there.
const FARTHEST = 56;
const HALO = 4;

export class LabelLayer extends CanvasLayer {
  constructor() {
    super("labels", 440);
    this.places = [];
    this.selected = -1;
  }

  /** Regions are named in the middle of their sites, villages where they match; needs the sites' names. */
  show(sites, matches) {
    this.matches = matches;
    if (this.sites !== sites) this.places = middles(sites);
    this.sites = sites;
    this.redraw();
  }

  /** The chosen site is named at every zoom. */
  select(i) {
    if (this.selected === i) return;
    this.selected = i;
    this.redraw();
  }

  isEmpty(zoom) {
    return !this.sites?.grid || (zoom < KINDS.regency.from && this.selected < 0);
  }

  draw(context, frame) {
    context.textBaseline = "middle";
    context.textAlign = "center";
    context.lineJoin = "round";
    context.lineWidth = HALO;
    context.strokeStyle = token("--map-land");
    const names = new Names(context, frame, new Placement((box) => this.#crowd(box, frame), frame.seen));
    if (this.selected >= 0) this.#chosen(names, frame);
    this.#regions(names, frame);
    if (frame.zoom >= KINDS.village.from) this.#villages(names, frame);
  }

  #chosen(names, frame) {
    const [x, y] = this.#at(this.selected, frame);
    const reach = symbolSize(frame.zoom) / 2 + 10;
    names.placement.block([x - reach, y - reach, x + reach, y + reach]);
    names.style("chosen");
    const text = this.sites.nameOf(this.selected);
    names.write(text, (width, height) => beside(x, y, width, height, reach));
  }

  #regions(names, frame) {
    let last = "";
    for (const { kind, text, x, y, reachX, reachY } of this.places) {
      if (frame.zoom < KINDS[kind].from || frame.zoom >= KINDS[kind].to) continue;
      if (kind !== last) names.style((last = kind));
      const [left, top] = [x * frame.scale - frame.left, y * frame.scale - frame.top];
      if (!isOn(left, top, frame)) continue;
      // So far at least that the name of a region with one site need not lie on it.
      const clear = symbolSize(frame.zoom) / 2 + KINDS[kind].height / 2 + HALO;
      const reach = [reachX, reachY].map((length) => Math.max(clear, Math.min(FARTHEST, length * frame.scale)));
      names.write(text, () => around(left, top, ...reach));
    }
  }

  /** A village's name covers no other village: where there is no room it is left out, and stands in the list. */
  #villages(names, frame) {
    const { grid } = this.sites;
    const { scale, left, top, width, height } = frame;
    const gap = symbolSize(frame.zoom) / 2 + 5;
    names.style("village");
    grid.runs(left / scale, top / scale, (left + width) / scale, (top + height) / scale, (from, to) => {
      for (const i of grid.items.subarray(from, to)) {
        if (!this.matches[i] || i === this.selected) continue;
        const [x, y] = this.#at(i, frame);
        if (isOn(x, y, frame)) names.write(this.sites.nameOf(i), (...size) => beside(x, y, ...size, gap), 0);
      }
    });
  }

  #at(i, { scale, left, top }) {
    return [this.sites.x[i] * scale - left, this.sites.y[i] * scale - top];
  }

  /** How many sites that are drawn touch a box. */
  #crowd(box, { scale, left, top, zoom }) {
    const reach = symbolSize(zoom) / 2;
    const west = (box[0] - reach + left) / scale;
    const north = (box[1] - reach + top) / scale;
    const east = (box[2] + reach + left) / scale;
    const south = (box[3] + reach + top) / scale;
    const { grid, x, y } = this.sites;
    let count = 0;
    grid.runs(west, north, east, south, (from, to) => {
      for (let k = from; k < to; k += 1) {
        const i = grid.items[k];
        if (this.matches[i] && x[i] > west && x[i] < east && y[i] > north && y[i] < south) count += 1;
      }
    });
    return count;
  }
}

/** Writes names of one kind after another where there is room. */
class Names {
  constructor(context, frame, placement) {
    Object.assign(this, { context, frame, placement });
    this.family = token("--font");
  }

  style(kind) {
    const { font, height, colour } = KINDS[kind];
    this.height = height;
    this.context.font = `${font} ${this.family}`;
    this.context.fillStyle = token(colour);
  }

  write(text, spots, most) {
    const width = this.context.measureText(text).width + HALO;
    const spot = this.placement.put(width, this.height, spots(width, this.height), most);
    if (!spot) return;
    this.context.strokeText(text, spot.x, spot.y);
    this.context.fillText(text, spot.x, spot.y);
  }
}

function isOn(x, y, { width, height }) {
  return x >= 0 && y >= 0 && x <= width && y <= height;
}

/** Each region with the middle of its sites and how far they reach from it; regencies first, then those with most sites. */
function middles({ district, x, y, districts, districtNames, regencyNames }) {
  const regencies = new Map();
  let i = 0;
  const regions = districts.map((code, number) => {
    const own = start("district", districtNames.get(code));
    // Sites of one district stand together.
    for (; district[i] === number; i += 1) {
      own.x += x[i];
      own.y += y[i];
      own.count += 1;
      own.west = Math.min(own.west, x[i]);
      own.east = Math.max(own.east, x[i]);
      own.north = Math.min(own.north, y[i]);
      own.south = Math.max(own.south, y[i]);
    }
    const regency = code.slice(0, 5);
    if (!regencies.has(regency)) regencies.set(regency, start("regency", regencyNames.get(regency)));
    extend(regencies.get(regency), own);
    return own;
  });
  return [...regencies.values(), ...regions]
    .sort((a, b) => KINDS[a.kind].rank - KINDS[b.kind].rank || b.count - a.count)
    .map(({ kind, text, count: sites, west, east, north, south, ...sum }) => ({
      kind,
      text,
      x: sum.x / sites,
      y: sum.y / sites,
      reachX: (east - west) / 4,
      reachY: (south - north) / 4,
    }));
}

function start(kind, text) {
  return { kind, text, x: 0, y: 0, count: 0, west: Infinity, east: 0, north: Infinity, south: 0 };
}

function extend(region, part) {
  for (const sum of ["x", "y", "count"]) region[sum] += part[sum];
  region.west = Math.min(region.west, part.west);
  region.east = Math.max(region.east, part.east);
  region.north = Math.min(region.north, part.north);
  region.south = Math.max(region.south, part.south);
}
