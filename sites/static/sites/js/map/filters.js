// Which sites are asked for, and how many fall into each class: plain functions over the columns.

import { groupColumn, valuesOf } from "./measures.js";

/** Stands among the chosen states for "no such workflow at the site". */
export const NO_PROCESS = "-";

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
  return { ...sets, regency: "", district: "", kind: "", measure: "", flag: "", waiting: 0 };
}

/** How many of the filters are set. */
export function filterCount({ regency, district, stages, kind, states, measure, only, flag, waiting }) {
  return [regency, district, stages.size, kind && states.size, measure && only.size, flag, waiting].filter(Boolean).length;
}

/**
 * One byte per site: 1 when the site matches. ``ignoring`` leaves out one filter ("stages", "states" or "only"): a legend
 * counts its own classes as they would be without it.
 */
export function matching(sites, filters, flags, ignoring = "") {
  const matches = new Uint8Array(sites.count).fill(1);
  const drop = (keeps) => {
    for (let i = 0; i < sites.count; i += 1) if (matches[i] && !keeps(i)) matches[i] = 0;
  };
  const place = filters.district || filters.regency;
  if (place) {
    const inside = sites.districts.map((code) => code.startsWith(place));
    drop((i) => inside[sites.district[i]]);
  }
  if (filters.stages.size && ignoring !== "stages") drop((i) => filters.stages.has(sites.stage[i]));
  if (filters.kind && filters.states.size && ignoring !== "states") {
    const column = sites.stateColumn(filters.kind);
    const wanted = [NO_PROCESS, ...sites.statesOf(filters.kind)].map((state) => filters.states.has(state));
    drop((i) => wanted[column[i]]);
  }
  if (filters.measure && filters.only.size && ignoring !== "only") {
    const column = groupColumn(sites, filters.measure, flags);
    const wanted = valuesOf(filters.measure, flags).map((value) => filters.only.has(value));
    drop((i) => wanted[column[i]]);
  }
  if (filters.flag) {
    const bits = filters.flag === "any" ? 0xffff : (flags.find(({ slug }) => slug === filters.flag)?.bit ?? 0);
    drop((i) => sites.flags[i] & bits);
  }
  if (filters.waiting) drop((i) => sites.waitingDays(i) > filters.waiting);
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
  const rows = [];
  for (let i = 0; i < matches.length; i += 1) if (matches[i]) rows.push(i);
  return rows;
}

/** The set with the value in it, or without it when it was there. */
export function toggled(set, value) {
  const copy = new Set(set);
  if (!copy.delete(value)) copy.add(value);
  return copy;
}
