// Which sites are asked for, and how many fall into each class: plain functions over the columns.

import { groupColumn, valuesOf } from "./measures.js";

/** Stands among the chosen states for "no such workflow at the site". */
export const NO_PROCESS = "-";

const BYTES = Array.from({ length: 256 }, (_, n) => n);

/** Days as a filter takes them: a whole number from 0 to ``most``, and 0 for what is not a number. */
export function asDays(value, most) {
  return Math.max(0, Math.min(most, Math.floor(Number(value)) || 0));
}

/**
 * Nothing is filtered. ``stages`` and ``states`` hold the chosen values, ``only`` those of the groups of ``measure``
 * (measures.js); ``flag`` is a slug, "any" or "".
 */
export function noFilters() {
  const sets = { stages: new Set(), states: new Set(), only: new Set() };
  return { ...sets, province: "", regency: "", district: "", kind: "", measure: "", flag: "", waiting: 0 };
}

/** The code of the smallest region that is asked for, or "". */
export function regionOf({ province, regency, district }) {
  return district || regency || province;
}

/** How many of the filters are set. */
export function filterCount({ province, regency, district, stages, kind, states, measure, only, flag, waiting }) {
  return [regency || province, district, stages.size, kind && states.size, measure && only.size, flag, waiting].filter(Boolean).length;
}

/**
 * One byte per site: 1 when the site matches. ``ignoring`` leaves out one filter ("stages", "states" or "only"): a legend
 * counts its own classes as they would be without it. Each filter says once for every value of its column whether it is
 * kept, and is then one pass over the column.
 */
export function matching(sites, filters, flags, ignoring = "") {
  const matches = new Uint8Array(sites.count).fill(1);
  const keep = (column, values, isKept) => {
    const kept = Uint8Array.from(values, isKept);
    for (let i = 0; i < matches.length; i += 1) matches[i] &= kept[column[i]];
  };
  const place = regionOf(filters);
  if (place) keep(sites.district, sites.districts, (code) => code.startsWith(place));
  if (filters.stages.size && ignoring !== "stages") keep(sites.stage, BYTES, (stage) => filters.stages.has(stage));
  if (filters.kind && filters.states.size && ignoring !== "states") {
    const states = [NO_PROCESS, ...sites.statesOf(filters.kind)];
    keep(sites.stateColumn(filters.kind), states, (state) => filters.states.has(state));
  }
  if (filters.measure && filters.only.size && ignoring !== "only") {
    const column = groupColumn(sites, filters.measure, flags);
    keep(column, valuesOf(filters.measure, flags), (value) => filters.only.has(value));
  }
  if (filters.flag) {
    const bits = filters.flag === "any" ? 0xffff : (flags.find(({ slug }) => slug === filters.flag)?.bit ?? 0);
    for (let i = 0; i < matches.length; i += 1) if (!(sites.flags[i] & bits)) matches[i] = 0;
  }
  if (filters.waiting) {
    const { waiting_since: since, today } = sites;
    for (let i = 0; i < matches.length; i += 1) if (!since[i] || today - since[i] <= filters.waiting) matches[i] = 0;
  }
  return matches;
}

/** How many of the matching sites fall into each class; ``classes`` gives each site's class. */
export function countByClass(classes, size, matches) {
  const counts = new Uint32Array(size);
  for (let i = 0; i < matches.length; i += 1) if (matches[i]) counts[classes[i]] += 1;
  return counts;
}

/** The rows that match. */
export function rowsOf(matches) {
  const rows = new Uint32Array(matches.length);
  let count = 0;
  for (let i = 0; i < matches.length; i += 1) if (matches[i]) rows[count++] = i;
  return rows.subarray(0, count);
}

/** The set with the value in it, or without it when it was there. */
export function toggled(set, value) {
  const copy = new Set(set);
  if (!copy.delete(value)) copy.add(value);
  return copy;
}
