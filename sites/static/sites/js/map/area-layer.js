// Regions filled by a number of theirs, under the boundaries: regencies from afar, districts from near.

import { readShade, stepAt, stepsOf, valuesOf } from "./areas.js";
import { areaPath, DISTRICTS_FROM_ZOOM, enter } from "./base-map.js";
import { config, text } from "./config.js";
import { CanvasLayer } from "./leaflet.js";
import { token } from "./palette.js";

/** ``list`` is where the legend of the fills stands, ``note`` a line that is shown with it. */
export class AreaLayer extends CanvasLayer {
  constructor(list, note) {
    super("areas", 260);
    Object.assign(this, { list, note, shade: "", shapes: {}, values: {} });
  }

  /** The outlines of a level ("regency", "district"). */
  take(level, collection) {
    this.shapes[level] = collection.features.map((feature) => ({
      code: feature.properties.code,
      path: areaPath({ features: [feature] }),
    }));
    this.redraw();
  }

  /** Colour by a shade (areas.js) of these sites; "" colours nothing. */
  show(sites, shade) {
    this.shade = readShade(shade, config.stages);
    if (!this.shade && this.list.hidden) return;
    this.values = {};
    if (this.shade && !sites.isCut) {
      for (const level of ["regency", "district"]) this.values[level] = valuesOf(sites, this.shade, level, config);
    }
    this.#legend();
    this.redraw();
  }

  isEmpty() {
    return !this.values.regency;
  }

  draw(context, frame) {
    const level = frame.zoom < DISTRICTS_FROM_ZOOM ? "regency" : "district";
    const values = this.values[level];
    enter(context, frame);
    context.globalAlpha = 0.75;
    for (const { code, path } of this.shapes[level] ?? []) {
      if (!values.has(code)) continue;
      context.fillStyle = token(`--shade-${stepAt(this.shade, values.get(code)) + 1}`);
      context.fill(path);
    }
    context.globalAlpha = 1;
  }

  /** The fills in words, each with the number of regencies that have it. */
  #legend() {
    const counts = stepsOf(this.shade).map(() => 0);
    for (const value of this.values.regency?.values() ?? []) counts[stepAt(this.shade, value)] += 1;
    const items = this.shade ? stepsOf(this.shade).map((from, n) => this.#item(from, n, counts[n])) : [];
    this.list.replaceChildren(...items);
    this.list.hidden = this.note.hidden = !this.shade;
  }

  #item(from, step, count) {
    const item = document.createElement("li");
    const swatch = document.createElement("span");
    const words = document.createElement("span");
    const counted = document.createElement("output");
    const next = stepsOf(this.shade)[step + 1];
    swatch.className = `map-shade map-shade--${step + 1}`;
    if (this.shade === "waiting") words.textContent = next ? text("days_between", { from, to: next - 1 }) : text("days_from", { from });
    else words.textContent = from ? text("percent_from", { from }) : text("percent_below", { to: next });
    counted.value = text("regencies", { count });
    item.append(swatch, words, counted);
    return item;
  }
}
