// Lengths and areas of a plot, reckoned on a local plane with the ellipsoid's own radii: within a thousandth of what the
// database computes. The database's figure is the one that counts; this one is shown while drawing.

const EQUATOR_RADIUS_M = 6_378_137;
const ECCENTRICITY_2 = 0.00669437999014;
const RADIAN = Math.PI / 180;

/** How many metres a degree is at that latitude: [eastwards, northwards]. */
function perDegree(latitude) {
  const curve = 1 - ECCENTRICITY_2 * Math.sin(latitude * RADIAN) ** 2;
  const north = (EQUATOR_RADIUS_M * (1 - ECCENTRICITY_2)) / curve ** 1.5;
  const east = (EQUATOR_RADIUS_M / Math.sqrt(curve)) * Math.cos(latitude * RADIAN);
  return [east * RADIAN, north * RADIAN];
}

/** Corners [longitude, latitude] in metres east and north of the first. */
function onPlane(corners) {
  const [[longitude, latitude]] = corners;
  const [east, north] = perDegree(latitude);
  return corners.map(([x, y]) => [(x - longitude) * east, (y - latitude) * north]);
}

/** The four corners of a rectangle around a place, its length running east, as the server makes it. */
export function rectangleAround([longitude, latitude], length, width) {
  const [east, north] = perDegree(latitude);
  const [x, y] = [length / 2 / east, width / 2 / north];
  return [[-x, -y], [x, -y], [x, y], [-x, y]].map(([right, up]) => [longitude + right, latitude + up]);
}

/** Are these the four corners of a rectangle that lies north to south? Nobody draws one to a thousandth. */
export function isUpright(ring) {
  if (ring.length !== 4) return false;
  const [xs, ys] = [0, 1].map((axis) => ring.map((corner) => corner[axis]));
  const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [slackX, slackY] = [(right - left) * 1e-3, (top - bottom) * 1e-3];
  const onEdge = (value, low, high, slack) => Math.min(Math.abs(value - low), Math.abs(value - high)) <= slack;
  return ring.every(([x, y]) => onEdge(x, left, right, slackX) && onEdge(y, bottom, top, slackY));
}

/** The area of a ring in m². */
export function areaOf(ring) {
  if (ring.length < 3) return 0;
  const points = onPlane(ring);
  const doubled = points.reduce((sum, [x, y], n) => {
    const [nextX, nextY] = points[(n + 1) % points.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(doubled) / 2;
}

/** The distance between two places in metres. */
export function distanceBetween(a, b) {
  const [, [x, y]] = onPlane([a, b]);
  return Math.hypot(x, y);
}

/** The lengths of the ring's sides in metres; the last one closes it, from three corners on. */
export function sidesOf(ring) {
  const ends = ring.length > 2 ? [...ring.slice(1), ring[0]] : ring.slice(1);
  return ends.map((end, n) => distanceBetween(ring[n], end));
}

/** Does the ring cross itself? */
export function crossesItself(ring) {
  const count = ring.length;
  for (let a = 0; a < count; a += 1) {
    for (let b = a + 2; b < count; b += 1) {
      const neighbours = a === 0 && b === count - 1;
      if (!neighbours && cross(ring[a], ring[(a + 1) % count], ring[b], ring[(b + 1) % count])) return true;
    }
  }
  return false;
}

function cross(a, b, c, d) {
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

function side([ax, ay], [bx, by], [cx, cy]) {
  return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}
