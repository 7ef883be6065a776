// Names on the map: regencies first, then districts and villages from near; none lies over another.

import { CanvasLayer } from "./leaflet.js";
import { token } from "./palette.js";

const KINDS = {
  regency: { from: 6, to: 11, font: "600 13px" },
  district: { from: 9, to: 13, font: "500 12px" },
  village: { from: 11.5, to: 99, font: "400 12px" },
};

export class LabelLayer extends CanvasLayer {
  constructor() {
    super("labels", 440);
    this.places = [];
  }

  /** Regions are named in the middle of their sites, villages where they match; needs the sites' names. */
  show(sites, matches) {
    this.matches = matches;
    if (this.sites === sites) return this.redraw();
    this.sites = sites;
    this.places = middles(sites);
    this.redraw();
  }

  draw(context, frame) {
    const boxes = [];
    const family = token("--font");
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = token("--map-land");
    context.fillStyle = token("--map-label");
    for (const { kind, text, x, y } of this.places) {
      if (frame.zoom < KINDS[kind].from || frame.zoom >= KINDS[kind].to) continue;
      context.font = `${KINDS[kind].font} ${family}`;
      context.textAlign = "center";
      write(context, boxes, text, x * frame.scale - frame.left, y * frame.scale - frame.top, frame);
    }
    if (this.sites && frame.zoom >= KINDS.village.from) this.#villages(context, frame, boxes, family);
  }

  #villages(context, frame, boxes, family) {
    const { grid, x, y } = this.sites;
    const { scale, left, top, width, height } = frame;
    context.font = `${KINDS.village.font} ${family}`;
    context.textAlign = "left";
    grid.runs(left / scale, top / scale, (left + width) / scale, (top + height) / scale, (from, to) => {
      for (const i of grid.items.subarray(from, to)) {
        if (this.matches[i]) write(context, boxes, this.sites.nameOf(i), x[i] * scale - left + 13, y[i] * scale - top, frame);
      }
    });
  }
}

/** Each region with the middle of its sites: regencies first, as their names go before. */
function middles({ district, x, y, count, districts, districtNames, regencyNames }) {
  const sums = districts.map((code) => ({ kind: "district", text: districtNames.get(code), x: 0, y: 0, count: 0 }));
  for (let i = 0; i < count; i += 1) {
    const sum = sums[district[i]];
    sum.x += x[i];
    sum.y += y[i];
    sum.count += 1;
  }
  const regencies = new Map();
  districts.forEach((code, n) => {
    const regency = code.slice(0, 5);
    const sum = regencies.get(regency) ?? { kind: "regency", text: regencyNames.get(regency), x: 0, y: 0, count: 0 };
    for (const part of ["x", "y", "count"]) sum[part] += sums[n][part];
    regencies.set(regency, sum);
  });
  return [...regencies.values(), ...sums].map((sum) => ({ ...sum, x: sum.x / sum.count, y: sum.y / sum.count }));
}

function write(context, boxes, text, x, y, { width, height }) {
  if (x < 0 || y < 0 || x > width || y > height) return;
  const length = context.measureText(text).width;
  const start = context.textAlign === "center" ? x - length / 2 : x;
  const box = [start - 4, y - 9, start + length + 4, y + 9];
  if (boxes.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return;
  boxes.push(box);
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}
