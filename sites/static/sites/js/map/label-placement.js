// Where the names may stand: never over one another or over the chosen site, and over as few other sites as can be.

// A name moves so many pixels away from its best place rather than cover one more site.
const PIXELS_PER_SITE = 30;
// A name that the map's edge would cut is as bad as one over so many sites.
const CUT = 6;

function overlap(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

function isInside([left, top, right, bottom], view) {
  return left >= view[0] && top >= view[1] && right <= view[2] && bottom <= view[3];
}

/** Gives places to names, in the order in which they are asked for. A box is [left, top, right, bottom] in CSS pixels. */
export class Placement {
  /** ``crowd(box)``: how many sites' symbols touch the box; ``view``: what is seen of the map now. */
  constructor(crowd, view) {
    this.crowd = crowd;
    this.view = view;
    this.taken = [];
  }

  /** Nothing may be written here. */
  block(box) {
    this.taken.push(box);
  }

  /**
   * Put a name of that width and height with its middle on one of the ``spots`` ({x, y}, the best first) and return
   * this spot; null when each of them is taken or would cover more than ``most`` sites.
   */
  put(width, height, spots, most = Infinity) {
    let [best, least] = [null, Infinity];
    for (const spot of spots) {
      const away = Math.hypot(spot.x - spots[0].x, spot.y - spots[0].y) / PIXELS_PER_SITE;
      if (away >= least) continue;
      const box = [spot.x - width / 2, spot.y - height / 2, spot.x + width / 2, spot.y + height / 2];
      if (this.taken.some((other) => overlap(box, other))) continue;
      const covered = this.crowd(box);
      const cost = away + covered + (isInside(box, this.view) ? 0 : CUT);
      if (covered <= most && cost < least) [best, least] = [{ ...spot, box }, cost];
    }
    if (best) this.block(best.box);
    return best;
  }
}

/** The middle first, then places around it, no farther away than these pixels. */
export function around(x, y, reachX, reachY) {
  const spots = [{ x, y }];
  for (const part of [0.25, 0.5, 0.75, 1]) {
    for (let n = 0; n < 8; n += 1) {
      const angle = (n * Math.PI) / 4;
      spots.push({ x: x + Math.cos(angle) * part * reachX, y: y + Math.sin(angle) * part * reachY });
    }
  }
  return spots;
}

/** To the right of a symbol so wide, to its left, below it and above it. */
export function beside(x, y, width, height, gap) {
  const across = gap + width / 2;
  const down = gap + height / 2;
  return [
    { x: x + across, y },
    { x: x - across, y },
    { x, y: y + down },
    { x, y: y - down },
  ];
}
