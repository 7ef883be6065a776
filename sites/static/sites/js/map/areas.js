// What a region's colour says: a number for each regency or district, counted in the columns of the map's sites.

/** The steps of a share in percent, and of days; each step begins at its number. */
export const STEPS = { share: [0, 20, 40, 60, 80], days: [0, 15, 31, 61, 91] };

/** "reached:4" (a stage), "waiting" or "active", or "" for anything else. */
export function readShade(text, stages) {
  const stage = /^reached:(\w+)$/.exec(text ?? "")?.[1];
  return ["waiting", "active"].includes(text) || stages.some(({ slug }) => slug === stage) ? text : "";
}

/** Which steps a shade has. */
export function stepsOf(shade) {
  return shade === "waiting" ? STEPS.days : STEPS.share;
}

/** The step a value falls into, from 0. */
export function stepAt(shade, value) {
  return stepsOf(shade).findLastIndex((from) => value >= from);
}

/**
 * For every code of a regency (five signs) or district (eight) the share in percent of its sites, or their median days of
 * waiting (of those where somebody is waited for). A region without such sites is left out.
 */
export function valuesOf(sites, shade, level, { stages, active }) {
  const length = level === "regency" ? 5 : 8;
  const codes = sites.districts.map((code) => code.slice(0, length));
  const found = new Map([...new Set(codes)].map((code) => [code, { of: 0, hits: 0, days: [] }]));
  const regions = codes.map((code) => found.get(code));
  const hit = shade === "waiting" ? null : hits(sites, shade, { stages, active });
  for (let i = 0; i < sites.count; i += 1) {
    const region = regions[sites.district[i]];
    region.of += 1;
    if (hit) region.hits += hit(i);
    else if (sites.waiting_since[i]) region.days.push(sites.waitingDays(i));
  }
  const values = new Map();
  for (const [code, { of, hits: reached, days }] of found) {
    if (hit) values.set(code, (100 * reached) / of);
    else if (days.length) values.set(code, median(days));
  }
  return values;
}

function hits(sites, shade, { stages, active }) {
  if (shade === "active") {
    const counts = ["", ...sites.statesOf(active.kind)].map((state) => Number(active.states.includes(state)));
    const column = sites.stateColumn(active.kind);
    return (i) => counts[column[i]];
  }
  const least = stages.find(({ slug }) => shade === `reached:${slug}`).value;
  return (i) => Number(sites.stage[i] >= least);
}

function median(numbers) {
  const sorted = Float64Array.from(numbers).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
