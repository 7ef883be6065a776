// The map's picture: outlines, names, sites in the colour of their stage, the chosen one, and me with my accuracy.

import { symbol } from "./symbols.js";

const METRES_PER_DEGREE = 111_320;
const NAMES_FROM = { regency: 0, district: 900 };
const SITE_NAMES_FROM = 4_000;

/** Draw everything anew; `canvas` is as many device pixels wide as its frame needs. */
export function paint(canvas, view, { shapes, sites, me, site }) {
  const pen = canvas.getContext("2d");
  const colours = getComputedStyle(document.documentElement);
  const colour = (name) => colours.getPropertyValue(`--${name}`).trim();
  const ratio = canvas.width / view.width;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = colour("map-water");
  pen.fillRect(0, 0, view.width, view.height);
  for (const level of ["regency", "district"]) outline(pen, view, shapes, level, colour);
  names(pen, view, shapes, colour);
  for (const each of sites) mark(pen, view, each, colour, each === site);
  if (me) self(pen, view, me, colour);
}

function outline(pen, view, shapes, level, colour) {
  pen.beginPath();
  for (const shape of shapes.filter((each) => each.level === level)) {
    for (const ring of shape.rings) {
      ring.forEach(([lon, lat], n) => pen[n ? "lineTo" : "moveTo"](...view.at(lon, lat)));
      pen.closePath();
    }
  }
  pen.fillStyle = colour("map-land");
  if (level === "regency") pen.fill();
  pen.strokeStyle = colour("map-boundary");
  pen.lineWidth = level === "regency" ? 2 : 0.8;
  pen.stroke();
}

function names(pen, view, shapes, colour) {
  pen.textAlign = "center";
  pen.fillStyle = colour("map-label");
  for (const { name, level, rings } of shapes) {
    if (!rings.length || view.scale < NAMES_FROM[level] || (level === "regency" && view.scale > NAMES_FROM.district * 3)) continue;
    const longest = rings.reduce((best, ring) => (ring.length > best.length ? ring : best));
    const middle = [0, 1].map((axis) => longest.reduce((sum, point) => sum + point[axis], 0) / longest.length);
    pen.font = level === "regency" ? "bold 14px sans-serif" : "13px sans-serif";
    pen.fillText(name, ...view.at(...middle));
  }
}

function mark(pen, view, site, colour, chosen) {
  const [x, y] = view.at(site.lon, site.lat);
  if (x < -20 || y < -20 || x > view.width + 20 || y > view.height + 20) return;
  if (site.plot && view.scale > SITE_NAMES_FROM) plot(pen, view, site.plot, colour);
  symbol(pen, site.stage, x, y, chosen ? 28 : 20, {
    colour,
    ring: chosen ? colour("text") : null,
  });
  if (chosen || view.scale > SITE_NAMES_FROM) {
    pen.font = "bold 13px sans-serif";
    pen.textAlign = "left";
    pen.strokeStyle = colour("page");
    pen.lineWidth = 4;
    pen.strokeText(site.name, x + 14, y + 5);
    pen.fillStyle = colour("text");
    pen.fillText(site.name, x + 14, y + 5);
  }
}

function plot(pen, view, ring, colour) {
  pen.beginPath();
  ring.forEach(([lon, lat], n) => pen[n ? "lineTo" : "moveTo"](...view.at(lon, lat)));
  pen.closePath();
  pen.strokeStyle = colour("text");
  pen.lineWidth = 2;
  pen.stroke();
}

function self(pen, view, { lon, lat, accuracy }, colour) {
  const [x, y] = view.at(lon, lat);
  const reach = (accuracy / METRES_PER_DEGREE) * view.scale;
  pen.strokeStyle = colour("accent");
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(x, y, Math.max(reach, 12), 0, 2 * Math.PI);
  pen.moveTo(x - 18, y);
  pen.lineTo(x + 18, y);
  pen.moveTo(x, y - 18);
  pen.lineTo(x, y + 18);
  pen.stroke();
}
