// The map of a process or a site: shapes over the village's line, the site, and where photos were taken. What is far from the
// plot is drawn where it lies, but does not widen the view.
import { Board } from "./board.js";

const LOOKS = { site: "site-mark", photo: "photo-mark" };

/** Draw what the page's "map-data" holds, where the page has a place for it. */
export function showProcessMap(root) {
  const section = root.querySelector("[data-process-map-section]");
  const data = root.getElementById("map-data");
  if (!section || !data) return;
  section.hidden = false;
  const element = section.querySelector("[data-process-map]");
  const { shapes, others = [], boundary, site, photos, tiles } = JSON.parse(data.textContent);
  const board = new Board(element, element.dataset);
  board.addTiles(tiles.url, tiles.attribution);
  board.goTo(site.geometry.coordinates, 15);
  if (boundary) board.show(boundary.geometry, boundary.official ? "boundary boundary--official" : "boundary");
  for (const other of others) board.show(other.geometry, "shape shape--other", other.label);
  for (const shape of shapes) board.show(shape.geometry, "shape", shape.label);
  board.show(site.geometry, LOOKS.site, site.label);
  for (const photo of photos) board.show(photo.geometry, LOOKS.photo, photo.label);
  const places = shapes.flatMap(({ geometry }) => (geometry.type === "Polygon" ? geometry.coordinates[0] : [geometry.coordinates]));
  const near = [site, ...photos].filter(({ far }) => !far).map(({ geometry }) => geometry.coordinates);
  if (places.length) board.fit([...places, ...near], 18);
  // Without a plot the position may be kilometres off: what is shown is the region it lies in.
  else if (boundary) board.fit(boundary.geometry.coordinates.flat(2), 15);
}
