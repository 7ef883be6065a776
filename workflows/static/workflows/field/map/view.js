// What part of the land the canvas shows: a centre, and how many pixels a degree is.

const MARGIN = 0.88;
const MOST_SCALE = 400_000;
const LEAST_SCALE = 40;

export class View {
  constructor(lon, lat, scale) {
    Object.assign(this, { lon, lat, scale, width: 1, height: 1 });
  }

  /** All of the points in sight, with a margin; Borneo lies on the equator, so a degree is as long either way. */
  static around(points, { width, height }) {
    const lons = points.map(([lon]) => lon);
    const lats = points.map(([, lat]) => lat);
    const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
    if (!points.length) return new View(113.5, -1.8, 60);
    const scale = Math.min((width * MARGIN) / (east - west || 0.02), (height * MARGIN) / (north - south || 0.02));
    return new View((west + east) / 2, (south + north) / 2, Math.min(scale, MOST_SCALE / 10));
  }

  size({ width, height }) {
    Object.assign(this, { width, height });
  }

  /** Where a place is on the canvas, in CSS pixels. */
  at(lon, lat) {
    return [this.width / 2 + (lon - this.lon) * this.scale, this.height / 2 - (lat - this.lat) * this.scale];
  }

  /** From a point of the canvas to a place: pixels right and down. */
  from(lon, lat, x, y) {
    const [placeX, placeY] = this.at(lon, lat);
    return [placeX - x, placeY - y];
  }

  move(dx, dy) {
    this.lon -= dx / this.scale;
    this.lat += dy / this.scale;
  }

  /** Larger by the factor; the point of the canvas stays where it is. */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const scale = Math.max(LEAST_SCALE, Math.min(MOST_SCALE, this.scale * factor));
    const shift = 1 / this.scale - 1 / scale;
    this.lon += (x - this.width / 2) * shift;
    this.lat -= (y - this.height / 2) * shift;
    this.scale = scale;
  }

  centre(lon, lat, scale) {
    Object.assign(this, { lon, lat, scale });
  }
}
