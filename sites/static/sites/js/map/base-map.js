// The offline base map: land, and the lines of regencies and districts, dashed where they are only an approximation.

import { CanvasLayer, toWorld } from "./leaflet.js";
import { token } from "./palette.js";

// Paths are drawn around this place, so that single-precision path coordinates stay exact to a fraction of a pixel.
const ORIGIN = toWorld(114, -1.5);
export const DISTRICTS_FROM_ZOOM = 7.5;

function polygonsOf(collection) {
  return collection.features.flatMap(({ geometry, properties }) => {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return polygons.map((rings) => ({ rings, properties }));
  });
}

export function place([longitude, latitude]) {
  const [x, y] = toWorld(longitude, latitude);
  return [x - ORIGIN[0], y - ORIGIN[1]];
}

/** The filled outline of every polygon. */
export function areaPath(collection) {
  const path = new Path2D();
  for (const { rings } of polygonsOf(collection)) {
    for (const ring of rings) {
      ring.forEach((corner, n) => (n ? path.lineTo(...place(corner)) : path.moveTo(...place(corner))));
      path.closePath();
    }
  }
  return path;
}

/** The lines between the regions, each drawn once (two dashed neighbours would fill each other's gaps). */
export function linePath(collection) {
  const path = new Path2D();
  const drawn = new Set();
  for (const { rings } of polygonsOf(collection)) {
    for (const ring of rings) {
      let drawing = false;
      for (let n = 1; n < ring.length; n += 1) {
        const ends = [ring[n - 1].join(), ring[n].join()].sort().join(" ");
        if (drawn.has(ends)) {
          drawing = false;
          continue;
        }
        drawn.add(ends);
        if (!drawing) path.moveTo(...place(ring[n - 1]));
        path.lineTo(...place(ring[n]));
        drawing = true;
      }
    }
  }
  return path;
}

/** Land as an area; left out where online tiles show it. */
export class LandLayer extends CanvasLayer {
  constructor() {
    super("land", 250);
  }

  show(feature) {
    this.path = areaPath({ features: [feature] });
    this.redraw();
  }

  isEmpty() {
    return !this.path;
  }

  draw(context, frame) {
    enter(context, frame);
    context.fillStyle = token("--map-land");
    context.fill(this.path, "evenodd");
    context.lineWidth = 0.75 / frame.scale;
    context.strokeStyle = token("--map-boundary");
    context.stroke(this.path);
  }
}

/** The regions' lines: regencies at every zoom, districts from near. */
export class BoundaryLayer extends CanvasLayer {
  constructor() {
    super("boundaries", 300);
    this.lines = [];
    this.isOn = true;
  }

  /** ``collection.features[].properties.official`` says whether a line may be trusted. */
  show(level, collection) {
    for (const official of [true, false]) {
      const features = collection.features.filter(({ properties }) => Boolean(properties.official) === official);
      if (features.length) this.lines.push({ level, official, path: linePath({ features }) });
    }
    this.redraw();
  }

  switch(isOn) {
    if (this.isOn === isOn) return;
    this.isOn = isOn;
    this.redraw();
  }

  isEmpty() {
    return !this.isOn || !this.lines.length;
  }

  draw(context, frame) {
    enter(context, frame);
    context.strokeStyle = token("--map-boundary");
    context.lineJoin = "round";
    for (const { level, official, path } of this.lines) {
      const regency = level === "regency";
      if (!regency && frame.zoom < DISTRICTS_FROM_ZOOM) continue;
      context.lineWidth = (regency ? 1.4 : 0.6) / frame.scale;
      context.setLineDash(official ? [] : (regency ? [6, 4] : [3, 3]).map((length) => length / frame.scale));
      context.stroke(path);
    }
    context.setLineDash([]);
  }
}

/** Let the context take path coordinates. */
export function enter(context, { scale, left, top, ratio }) {
  const unit = scale * ratio;
  context.setTransform(unit, 0, 0, unit, (ORIGIN[0] * scale - left) * ratio, (ORIGIN[1] * scale - top) * ratio);
}
