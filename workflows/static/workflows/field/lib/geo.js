// Where something is as seen from here, and how far a photo was taken from the plot.

import { distanceBetween } from "../../js/geometry.js";

const RADIAN = Math.PI / 180;

export const distance = (a, b) => distanceBetween([a.lon, a.lat], [b.lon, b.lat]);

/** The bearing from a to b in degrees from north, clockwise. */
export function bearing(a, b) {
  const [from, to, turn] = [a.lat * RADIAN, b.lat * RADIAN, (b.lon - a.lon) * RADIAN];
  const east = Math.sin(turn) * Math.cos(to);
  const north = Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(turn);
  return (Math.atan2(east, north) / RADIAN + 360) % 360;
}

/** Which of the eight directions, 0 (north) to 7 (north-west), a bearing is nearest to. */
export const eighth = (degrees) => Math.round(degrees / 45) % 8;

/** Metres from a place to a ring of [lon, lat]; 0 inside of it. */
export function distanceToRing(place, ring) {
  if (inside(place, ring)) return 0;
  const sides = ring.map((corner, n) => toSide(place, corner, ring[(n + 1) % ring.length]));
  return Math.round(Math.min(...sides));
}

/** The middle of a ring's corners. */
export function middle(ring) {
  const mean = (axis) => ring.reduce((sum, corner) => sum + corner[axis], 0) / ring.length;
  return { lon: mean(0), lat: mean(1) };
}

function inside({ lon, lat }, ring) {
  return ring.reduce((within, [x, y], n) => {
    const [nextX, nextY] = ring[(n + 1) % ring.length];
    const crosses = y > lat !== nextY > lat && lon < ((nextX - x) * (lat - y)) / (nextY - y) + x;
    return crosses ? !within : within;
  }, false);
}

function toSide({ lon, lat }, a, b) {
  const shrink = Math.cos(lat * RADIAN);
  const [dx, dy] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
  const along = dx * dx + dy * dy && ((lon - a[0]) * shrink * dx + (lat - a[1]) * dy) / (dx * dx + dy * dy);
  const part = Math.max(0, Math.min(1, along));
  return distanceBetween([lon, lat], [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])]);
}
