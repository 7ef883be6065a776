// The installation's own layers (forest area, roads, settlements): fetched when one is switched on, drawn under the sites.

import { enter, place } from "./base-map.js";
import { config } from "./config.js";
import { fetchJson } from "./data.js";
import { CanvasLayer } from "./leaflet.js";
import { token } from "./palette.js";

const COLOURS = { forest: "--success", farmland: "--warning", road: "--map-label", settlement: "--accent" };

/** ``onMissing(number)`` is called for a layer that cannot be fetched. */
export class OverlayLayers extends CanvasLayer {
  constructor() {
    super("overlays", 280);
    this.drawn = new Map();
    this.on = [];
  }

  /** Show the layers of these numbers; one that cannot be fetched is left out. */
  async show(numbers) {
    if (numbers.join() === this.on.join()) return;
    this.on = numbers;
    const missing = config.overlays.filter(({ number }) => numbers.includes(String(number)) && !this.drawn.has(String(number)));
    await Promise.allSettled(
      missing.map(async ({ number, kind }) => {
        try {
          const { features } = await fetchJson(config.urls.overlay.replace("/0", `/${number}`));
          this.drawn.set(String(number), { kind, shapes: features.map(({ geometry }) => shapeOf(geometry)) });
        } catch {
          this.on = this.on.filter((other) => other !== String(number));
          this.onMissing(String(number));
        }
      }),
    );
    this.redraw();
  }

  isEmpty() {
    return !this.on.length;
  }

  draw(context, frame) {
    enter(context, frame);
    for (const { kind, shapes } of this.on.map((number) => this.drawn.get(number)).filter(Boolean)) {
      context.fillStyle = context.strokeStyle = token(COLOURS[kind] ?? "--muted");
      context.lineWidth = 1.5 / frame.scale;
      for (const { path, area, points } of shapes) {
        context.globalAlpha = 0.25;
        if (area) context.fill(path, "evenodd");
        context.globalAlpha = 1;
        context.stroke(path);
        for (const [x, y] of points) context.fillRect(x - 2 / frame.scale, y - 2 / frame.scale, 4 / frame.scale, 4 / frame.scale);
      }
    }
  }
}

/** {path, area, points} of any geometry: ``area`` says whether the path encloses something. */
function shapeOf(geometry) {
  const shape = { path: new Path2D(), area: false, points: [] };
  add(shape, geometry);
  return shape;
}

function add(shape, { type, coordinates, geometries }) {
  if (type === "GeometryCollection") for (const part of geometries) add(shape, part);
  else if (type === "Point") shape.points.push(place(coordinates));
  else if (type === "MultiPoint") shape.points.push(...coordinates.map(place));
  else if (type === "LineString") line(shape.path, coordinates);
  else if (type === "MultiLineString") for (const part of coordinates) line(shape.path, part);
  else {
    shape.area = true;
    for (const rings of type === "Polygon" ? [coordinates] : coordinates) for (const ring of rings) line(shape.path, ring);
  }
}

function line(path, corners) {
  corners.forEach((corner, n) => (n ? path.lineTo(...place(corner)) : path.moveTo(...place(corner))));
}
