// Sites grouped by a number of theirs: how much is built, how long somebody has been waited for, their gravest flag.

/** Stands for "has none": no progress, nobody waited for, no flag. */
const NONE = "-";

// Where each group begins; the first group are the sites without such a number.
const STARTS = { progress: [0, 1, 25, 50, 75, 100], waiting: [0, 8, 15, 31, 61, 91] };

/** What the map can be coloured by besides the stage and the workflows. */
export const MEASURES = ["progress", "waiting", "flag"];

/** The first number of each group of a measure that has such; the sites without a number stand before them. */
export function startsOf(measure) {
  return STARTS[measure];
}

/** The values of a measure's groups in order. ``flags`` is the page's vocabulary of flags. */
export function valuesOf(measure, flags) {
  return [NONE, ...(measure === "flag" ? gravest(flags).map(({ slug }) => slug) : STARTS[measure].map(String))];
}

/** For each site the place of its group among ``valuesOf``. */
export function groupColumn(sites, measure, flags) {
  if (measure === "flag") return flagColumn(sites, flags);
  const placeOf = places(STARTS[measure]);
  const column = new Uint8Array(sites.count);
  const most = placeOf.length - 1;
  if (measure === "progress") {
    const none = sites.header.no_progress;
    for (let i = 0; i < column.length; i += 1) column[i] = sites.progress[i] === none ? 0 : placeOf[sites.progress[i]];
  } else {
    const { today, waiting_since: since } = sites;
    for (let i = 0; i < column.length; i += 1) {
      if (since[i]) column[i] = placeOf[Math.min(most, Math.max(0, today - since[i]))];
    }
  }
  return column;
}

/** Which group a number from 0 on falls into, up to the last one's beginning. */
function places(starts) {
  const placeOf = new Uint8Array(starts.at(-1) + 1);
  starts.forEach((from, n) => placeOf.fill(n + 1, from));
  return placeOf;
}

function flagColumn(sites, flags) {
  const order = gravest(flags);
  const column = new Uint8Array(sites.count);
  // The same few sets of flags come again and again.
  const placeOf = new Int16Array(2 ** 16).fill(-1);
  for (let i = 0; i < column.length; i += 1) {
    const set = sites.flags[i];
    if (placeOf[set] < 0) placeOf[set] = order.findIndex(({ bit }) => set & bit) + 1;
    column[i] = placeOf[set];
  }
  return column;
}

/** What is blocked or unsafe before what only asks for attention. */
function gravest(flags) {
  return [...flags].sort((a, b) => Number(b.blocked) - Number(a.blocked));
}
