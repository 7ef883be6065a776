// A map to draw plots on. With sites/js/map/leaflet.js the only module that knows Leaflet: the others speak of corners and
// places as [longitude, latitude] in degrees.
import { CanvasLayer, View, WORLD_ZOOM } from "../../sites/js/map/leaflet.js";
import { onThemeChange, token } from "../../sites/js/map/palette.js";

const L = globalThis.L;
// A plot of 20 × 30 m must fill the map.
const NEAREST_ZOOM = 22;
const EARTH_CIRCUMFERENCE_M = 40_075_016.686;
const FINGER_PX = 44;
// The corners of a plot must not lie under the zoom buttons.
const BESIDE_ZOOM_PX = [72, 32];

const latLng = ([longitude, latitude]) => L.latLng(latitude, longitude);
const place = ({ lng, lat }) => [lng, lat];

/** Words for a tooltip, which would take a string for markup: names of files are whatever their senders called them. */
function asText(words) {
  const holder = document.createElement("span");
  holder.textContent = words;
  return holder;
}

export class Board {
  constructor(element, { zoomIn, zoomOut, name }) {
    this.view = new View(element, { zoomIn, zoomOut });
    this.map = this.view.map;
    this.map.setMaxZoom(NEAREST_ZOOM);
    this.map.scrollWheelZoom.disable();
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", name);
    // The wheel belongs to the page until the map is being worked on.
    this.map.on("focus click", () => this.map.scrollWheelZoom.enable());
    this.map.on("blur", () => this.map.scrollWheelZoom.disable());
    const grid = this.view.add(new GridLayer());
    onThemeChange(() => grid.redraw());
    this.handles = L.layerGroup().addTo(this.map);
    new ResizeObserver(() => this.view.resized()).observe(element);
  }

  /** Online tiles under everything, where the installation has some. */
  addTiles(url, attribution) {
    if (!url) return;
    L.tileLayer(url, { maxZoom: NEAREST_ZOOM, maxNativeZoom: WORLD_ZOOM }).addTo(this.map);
    this.view.credit(attribution);
  }

  /** A GeoJSON geometry that is only looked at; ``look`` is its class in the stylesheet. Returns it for ``remove``. */
  show(geometry, look, label = "") {
    const layer = L.geoJSON(geometry, {
      interactive: Boolean(label),
      style: { className: look },
      pointToLayer: (_, at) => L.circleMarker(at, { className: look, radius: 6, interactive: Boolean(label) }),
    });
    if (label) layer.bindTooltip(asText(label));
    return layer.addTo(this.map);
  }

  /** A circle of so many metres around a place: how accurately it is known. */
  showAccuracy(at, metres, look) {
    return L.circle(latLng(at), { radius: metres, className: look, interactive: false }).addTo(this.map);
  }

  remove(layer) {
    if (layer) this.map.removeLayer(layer);
  }

  /** Draw the outline anew: a line up to two corners, then an area (``rings``: the outline and its holes). */
  drawOutline(rings) {
    this.remove(this.outline);
    const corners = rings.map((ring) => ring.map(latLng));
    const shape = corners[0].length < 3 ? L.polyline : L.polygon;
    this.outline = shape(corners.length > 1 ? corners : corners[0], { className: "shape", interactive: false });
    this.outline.addTo(this.map);
  }

  /** One numbered handle per corner. ``onMove(index, place)`` while it is dragged, ``onDrop(index, place)`` at its end. */
  drawHandles(corners, { selected, onSelect, onMove, onDrop }) {
    this.handles.clearLayers();
    corners.forEach((corner, index) => {
      const handle = L.marker(latLng(corner), {
        draggable: true,
        keyboard: false,
        autoPan: true,
        icon: L.divIcon({
          className: index === selected ? "corner corner--selected" : "corner",
          iconSize: [FINGER_PX, FINGER_PX],
          html: `<span>${index + 1}</span>`,
        }),
      });
      handle.on("click", () => onSelect(index));
      handle.on("drag", () => onMove(index, place(handle.getLatLng())));
      handle.on("dragend", () => onDrop(index, place(handle.getLatLng())));
      this.handles.addLayer(handle);
    });
  }

  /** Call the listener with the place of every tap that hits no handle. */
  onTap(listener) {
    this.map.on("click", (event) => listener(place(event.latlng)));
  }

  /** How many pixels of the screen lie between two places. */
  pixelsBetween(a, b) {
    return this.map.latLngToContainerPoint(latLng(a)).distanceTo(this.map.latLngToContainerPoint(latLng(b)));
  }

  get centre() {
    return place(this.map.getCenter());
  }

  goTo(at, zoom = this.map.getZoom()) {
    this.map.setView(latLng(at), Math.max(zoom, this.map.getZoom() || 0), { animate: false });
  }

  /** Show all of the places, not nearer than ``maxZoom``. */
  fit(places, maxZoom = 20) {
    this.map.fitBounds(L.latLngBounds(places.map(latLng)), { paddingTopLeft: BESIDE_ZOOM_PX, paddingBottomRight: [32, 32], maxZoom, animate: false });
  }
}

/** Lines every 10, 100 or 1,000 m, so that an empty map has a measure. */
class GridLayer extends CanvasLayer {
  constructor() {
    super("grid", 260);
  }

  draw(context, { scale, left, top, width, height }) {
    const latitude = this._map.getCenter().lat;
    const metresPerPixel =
      (EARTH_CIRCUMFERENCE_M * Math.cos((latitude * Math.PI) / 180)) / (256 * 2 ** WORLD_ZOOM) / scale;
    const step = [10, 100, 1000].find((metres) => metres / metresPerPixel > 24);
    if (!step) return;
    const spacing = step / metresPerPixel;
    context.strokeStyle = token("--line");
    context.lineWidth = 1;
    context.beginPath();
    for (let x = spacing - (left % spacing); x < width; x += spacing) {
      context.moveTo(Math.round(x) + 0.5, 0);
      context.lineTo(Math.round(x) + 0.5, height);
    }
    for (let y = spacing - (top % spacing); y < height; y += spacing) {
      context.moveTo(0, Math.round(y) + 0.5);
      context.lineTo(width, Math.round(y) + 0.5);
    }
    context.stroke();
  }
}
