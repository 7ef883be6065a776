// Every picture a point can have, drawn once with the canvas's own means, then kept as pixels to be stamped.
//
// Copying a picture costs the canvas about 3 µs each, a quarter of a second for the whole country; stamping its pixels
// into the canvas's memory costs a twentieth of that.

import { token } from "./palette.js";

const GRID = 16;
const RINGS = 3;

/** Every look has these pictures: the position known or estimated, with the ring 0 (none), 1 (attention) or 2 (blocked). */
export const VARIANTS = 2 * RINGS;

/** Number of a picture among those of one look; ``look * VARIANTS`` more is its number among all. */
export function variantOf(estimated, ring) {
  return Number(estimated) * RINGS + ring;
}

/** The width of a symbol in CSS pixels at a zoom: small where everything is seen at once, large where one aims. */
export function symbolSize(zoom) {
  return Math.round(Math.min(15, Math.max(4, 5 + (zoom - 5.5) * 1.9)));
}

/** The weakest ring that is drawn around symbols so wide: where a province is a thumbnail, only what is blocked. */
export function firstRing(size) {
  return size < 6 ? 2 : 1;
}

/**
 * The pictures for the looks: ``{strip, side, stamps}``. ``strip`` holds them side by side as squares of ``side`` device
 * pixels, ``stamps`` as pixels for a canvas that is ``width`` device pixels wide. ``size`` is a symbol's width in CSS
 * pixels. An estimated position is drawn as an outline with a pale inside, a known one is full.
 */
export function drawSprites(symbols, looks, size, ratio, width) {
  const ring = size / 2 + Math.min(2.5, size / 6);
  const side = Math.ceil((ring + 1.5) * 2 * ratio);
  const strip = document.createElement("canvas");
  strip.width = side * looks.length * VARIANTS;
  strip.height = side;
  const context = strip.getContext("2d", { willReadFrequently: true });
  const colours = { land: token("--map-land"), flag: token("--flag"), warning: token("--warning") };
  const scale = size / GRID;
  looks.forEach(({ shape, colour }, look) => {
    for (const estimated of [0, 1]) {
      for (let kind = 0; kind < RINGS; kind += 1) {
        const number = look * VARIANTS + variantOf(estimated, kind);
        context.setTransform(ratio, 0, 0, ratio, side * (number + 0.5), side / 2);
        if (kind >= firstRing(size)) drawRing(context, ring, kind === 2, colours);
        context.scale(scale, scale);
        context.translate(-GRID / 2, -GRID / 2);
        drawSymbol(context, symbols.get(shape).shapes, token(`--stage-${colour}`), colours.land, estimated, scale);
      }
    }
  });
  const pixels = new Uint32Array(context.getImageData(0, 0, strip.width, side).data.buffer);
  const stamps = Array.from({ length: strip.width / side }, (_, n) => stampOf(pixels, n * side, strip.width, side, width));
  return { strip, side, stamps };
}

function drawRing(context, radius, blocked, colours) {
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.lineWidth = blocked ? Math.min(2.25, radius / 3) : 1;
  context.strokeStyle = blocked ? colours.flag : colours.warning;
  context.stroke();
}

function drawSymbol(context, shapes, colour, land, estimated, scale) {
  // An edge in the colour of the land keeps neighbours apart.
  context.lineJoin = "round";
  context.lineWidth = 2 / scale;
  context.strokeStyle = land;
  for (const { path } of shapes) context.stroke(path);
  context.strokeStyle = colour;
  for (const { path, line, filled } of shapes) {
    if (filled && estimated) {
      context.fillStyle = land;
      context.fill(path);
      context.globalAlpha = 0.3;
    }
    context.fillStyle = colour;
    if (filled) context.fill(path);
    context.globalAlpha = 1;
    context.lineWidth = filled ? 1.25 / scale : Math.max(line, 1.25 / scale);
    if (!filled || estimated) context.stroke(path);
  }
}

/**
 * The pixels of the picture that begins so far ``left`` in a strip so long, and their places from its corner in a canvas so
 * wide: full ones, and edges to be blended.
 */
function stampOf(strip, left, length, side, width) {
  const full = { places: [], colours: [] };
  const edges = { places: [], colours: [] };
  for (let down = 0; down < side; down += 1) {
    for (let across = 0; across < side; across += 1) {
      const pixel = strip[down * length + left + across];
      const alpha = pixel >>> 24;
      if (alpha < 8) continue;
      const part = alpha > 247 ? full : edges;
      part.places.push(down * width + across);
      part.colours.push(pixel);
    }
  }
  return {
    places: Int32Array.from(full.places),
    colours: Uint32Array.from(full.colours),
    edgePlaces: Int32Array.from(edges.places),
    edgeColours: Uint32Array.from(edges.colours),
  };
}

/** Put a picture into the pixels of a canvas (RGBA, not premultiplied) with its corner at the place. */
export function stamp(pixels, { places, colours, edgePlaces, edgeColours }, corner) {
  for (let n = 0; n < places.length; n += 1) pixels[corner + places[n]] = colours[n];
  for (let n = 0; n < edgePlaces.length; n += 1) {
    const place = corner + edgePlaces[n];
    const below = pixels[place];
    pixels[place] = below >>> 24 ? blend(edgeColours[n], below) : edgeColours[n];
  }
}

/** One pixel over another, two channels at a time. Over a pixel that is itself an edge it is not exact, but near. */
function blend(over, below) {
  const part = (over >>> 24) + 1;
  const rest = 256 - part;
  const redBlue = ((Math.imul(over & 0xff00ff, part) + Math.imul(below & 0xff00ff, rest)) >>> 8) & 0xff00ff;
  const green = ((Math.imul(over & 0xff00, part) + Math.imul(below & 0xff00, rest)) >>> 8) & 0xff00;
  const alpha = (over >>> 24) + ((Math.imul(below >>> 24, rest) >>> 8) & 255);
  return ((alpha > 255 ? 255 : alpha) << 24) | redBlue | green;
}
