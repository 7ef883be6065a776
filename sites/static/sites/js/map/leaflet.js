// The only module that knows Leaflet (the global L of the django-leaflet wheel). Everything else speaks of views, frames
// and events, so that another map library means another version of this file.

const L = globalThis.L;

/** The zoom at which one pixel is one unit of the layers' coordinates. */
export const WORLD_ZOOM = 18;

/** World coordinates (pixels at WORLD_ZOOM) of a longitude and latitude. */
export function toWorld(longitude, latitude) {
  const { x, y } = L.CRS.EPSG3857.latLngToPoint(L.latLng(latitude, longitude), WORLD_ZOOM);
  return [x, y];
}

function toLatLng(x, y) {
  return L.CRS.EPSG3857.pointToLatLng(L.point(x, y), WORLD_ZOOM);
}

/** A map in the element: drag, wheel, pinch, arrow keys, plus and minus. It shows nothing until it is given a view. */
export class View {
  constructor(element, { zoomIn, zoomOut }) {
    this.map = L.map(element, {
      zoomControl: false,
      attributionControl: false,
      zoomSnap: 0.25,
      wheelPxPerZoomLevel: 90,
      minZoom: 4,
      maxZoom: WORLD_ZOOM,
      maxBounds: [
        [-30, 55],
        [28, 180],
      ],
      maxBoundsViscosity: 0.8,
      keyboardPanDelta: 120,
    });
    L.control.zoom({ position: "topleft", zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(this.map);
    this.credits = L.control.attribution({ position: "bottomright", prefix: false }).addTo(this.map);
    L.control.scale({ position: "bottomright", imperial: false, maxWidth: 90 }).addTo(this.map);
  }

  /** Call on "moveend", "click", "pointermove" or "pointerleave"; the last three get {x, y} in world coordinates. */
  on(name, listener) {
    const pointer = { click: "click", pointermove: "mousemove", pointerleave: "mouseout" }[name];
    if (!pointer) this.map.on(name, listener);
    else this.map.on(pointer, (event) => listener(this.#worldAt(event)));
  }

  #worldAt(event) {
    const point = this.map.project(event.latlng, WORLD_ZOOM);
    return { x: point.x, y: point.y, left: event.containerPoint.x, top: event.containerPoint.y };
  }

  /** Zoom and centre as numbers, for the address. */
  get place() {
    const { lat, lng } = this.map.getCenter();
    return { zoom: this.map.getZoom(), latitude: lat, longitude: lng };
  }

  set place({ zoom, latitude, longitude }) {
    this.map.setView([latitude, longitude], zoom, { animate: false });
  }

  /** World units per CSS pixel. */
  get unitsPerPixel() {
    return 2 ** (WORLD_ZOOM - this.map.getZoom());
  }

  /** Show the whole rectangle [west, north, east, south] in world coordinates, beside what covers the left edge. */
  fit([west, north, east, south], { animate = false, left = 0 } = {}) {
    const bounds = L.latLngBounds(toLatLng(west, north), toLatLng(east, south));
    this.map.fitBounds(bounds, { paddingTopLeft: [left + 24, 24], paddingBottomRight: [24, 32], maxZoom: 12, animate });
  }

  /** Bring a point into the part of the map that nothing covers; at least at the zoom. */
  show(x, y, { zoom = 0, left = 0, right = 0, bottom = 0 } = {}) {
    const target = Math.max(this.map.getZoom(), zoom);
    const shift = L.point((right - left) / 2, bottom / 2);
    const centre = this.map.unproject(this.map.project(toLatLng(x, y), target).add(shift), target);
    this.map.setView(centre, target, { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  }

  /** Is the point inside the map, away from its edges and from what covers it? */
  isClear(x, y, { left = 0, right = 0, bottom = 0, margin = 40 } = {}) {
    const { x: across, y: down } = this.map.latLngToContainerPoint(toLatLng(x, y));
    const size = this.map.getSize();
    const [inRow, inColumn] = [size.x - right - margin, size.y - bottom - margin];
    return across > left + margin && across < inRow && down > margin && down < inColumn;
  }

  add(layer) {
    layer.addTo(this.map);
    return layer;
  }

  /** A line of credit for data or tiles, in plain text. */
  credit(text) {
    const holder = document.createElement("span");
    holder.textContent = text;
    this.credits.addAttribution(holder.innerHTML);
  }

  /** Online tiles under everything else. */
  addTiles(url, credit) {
    L.tileLayer(url, { attribution: credit, maxZoom: WORLD_ZOOM }).addTo(this.map);
  }

  resized() {
    this.map.invalidateSize({ pan: false });
  }
}

const MARGIN = 0.3;

/**
 * A canvas that covers the map and a margin around it. A subclass draws in ``draw(context, frame)``, in CSS pixels:
 * a world coordinate lies at ``x * frame.scale - frame.left``, and ``frame.seen`` is the box the window shows now. While
 * the map is dragged the canvas moves with it and is drawn again only when its margin is used up; while it zooms the
 * picture is stretched.
 */
export class CanvasLayer extends L.Layer {
  constructor(name, level) {
    super();
    this.name = name;
    this.level = level;
    this.pending = 0;
  }

  onAdd(map) {
    const pane = map.getPane(this.name) ?? map.createPane(this.name);
    pane.style.zIndex = this.level;
    pane.style.pointerEvents = "none";
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated", pane);
    this.canvas.setAttribute("aria-hidden", "true");
    this.canvas.width = 0;
    if (map._loaded) this.redraw();
  }

  onRemove() {
    cancelAnimationFrame(this.pending);
    this.canvas.remove();
  }

  getEvents() {
    return {
      viewreset: this.redraw,
      moveend: this.redraw,
      resize: this.redraw,
      move: this.#whenMarginIsUsed,
      zoomanim: (event) => this.#stretch(event.center, event.zoom),
      zoom: () => this.#stretch(this._map.getCenter(), this._map.getZoom()),
    };
  }

  /** Is there nothing to draw at the zoom? Then there is no picture either: each one costs memory, and time in a frame. */
  isEmpty() {
    return false;
  }

  /** Draw once before the next frame, however often it is asked for. */
  redraw() {
    if (!this.pending) this.pending = requestAnimationFrame(() => this.#redrawNow());
  }

  #redrawNow() {
    this.pending = 0;
    const map = this._map;
    if (!map?._loaded) return;
    if (this.isEmpty(map.getZoom())) {
      if (this.canvas.width) this.canvas.width = 0;
      return;
    }
    this.context ??= this.canvas.getContext("2d");
    const size = map.getSize();
    const ratio = globalThis.devicePixelRatio || 1;
    const width = Math.ceil(size.x * (1 + 2 * MARGIN) * ratio);
    const height = Math.ceil(size.y * (1 + 2 * MARGIN) * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${width / ratio}px`;
      this.canvas.style.height = `${height / ratio}px`;
    }
    this.zoom = map.getZoom();
    this.centre = map.getCenter();
    const corner = size.multiplyBy(-MARGIN).round();
    const origin = map.getPixelOrigin().add(map.containerPointToLayerPoint(corner));
    L.DomUtil.setTransform(this.canvas, map.containerPointToLayerPoint(corner), 1);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, width / ratio, height / ratio);
    this.draw(this.context, {
      scale: 2 ** (this.zoom - WORLD_ZOOM),
      left: origin.x,
      top: origin.y,
      width: width / ratio,
      height: height / ratio,
      zoom: this.zoom,
      ratio,
      seen: [-corner.x, -corner.y, size.x - corner.x, size.y - corner.y],
    });
  }

  #whenMarginIsUsed() {
    const map = this._map;
    if (map.getZoom() !== this.zoom || map._animatingZoom) return;
    const moved = map.project(map.getCenter(), this.zoom).subtract(map.project(this.centre, this.zoom));
    const size = map.getSize();
    if (Math.abs(moved.x) > size.x * MARGIN || Math.abs(moved.y) > size.y * MARGIN) this.redraw();
  }

  // As Leaflet's own renderers do it (L.Renderer): the corner of the old picture in the pixels of the new zoom.
  #stretch(centre, zoom) {
    if (!this.centre) return;
    const map = this._map;
    const corner = map
      .project(this.centre, zoom)
      .subtract(map.getSize().multiplyBy((0.5 + MARGIN) * map.getZoomScale(zoom, this.zoom)))
      .subtract(map._getNewPixelOrigin(centre, zoom));
    L.DomUtil.setTransform(this.canvas, corner, map.getZoomScale(zoom, this.zoom));
  }
}
