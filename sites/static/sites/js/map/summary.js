// How many: the line under the title, the legend's numbers, and the sentence for when there is nothing to show.

import { classesFor, filterOf } from "./classes.js";
import { config, dayText, moment, number, text } from "./config.js";
import { countByClass, filterCount, matching } from "./filters.js";

const $ = (id) => document.getElementById(id);

/** The flags that stand for something blocked or unsafe, as one number. */
export const BLOCKING = config.flags.reduce((bits, { bit, blocked }) => (blocked ? bits | bit : bits), 0);

/** The classes of the colouring that is chosen, each with its count and whether it is chosen, for the legend. */
export function countedClasses(sites, matches, { filters, colour }) {
  const { entries, column } = classesFor(sites, colour, config);
  const own = [filters.kind, filters.measure, "stage"].includes(colour) ? filterOf(colour) : "";
  const counted = own && filters[own].size ? matching(sites, filters, config.flags, own) : matches;
  const counts = countByClass(column, entries.length, counted);
  const chosen = new Set([...(own ? filters[own] : [])].map(String));
  return { column, entries: entries.map((entry, n) => ({ ...entry, count: sites.isCut ? null : counts[n], chosen: chosen.has(entry.value) })) };
}

/** Write the numbers; {shown, sentence}: how many sites match, in figures and in words. */
export function showCounts(sites, matches, filters) {
  const counts = countFacts(sites, matches);
  for (const [name, count] of Object.entries(counts)) $(`map-legend-${name}`).value = sites.isCut ? "" : number(count);
  const shown = counts.estimated + counts.known;
  const filtered = filterCount(filters);
  const sentence = filtered
    ? text("some_sites", { count: shown, total: sites.header.of ?? sites.count })
    : text("all_sites", { count: sites.header.of ?? sites.count });
  $("map-count").textContent = sentence;
  $("map-list-count").textContent = number(shown);
  $("map-list-empty").hidden = shown > 0;
  $("map-filter-count").textContent = number(filtered);
  $("map-filter-count").hidden = !filtered;
  $("map-filter-reset").hidden = !filtered;
  return { shown, sentence };
}

/** Write what the numbers tell of: the end of a day, or the moment at which the server confirmed them. */
export function showAsOf({ header }, confirmed) {
  $("map-as-of").textContent = header.as_of
    ? text("as_of_day", { day: dayText(header.as_of) })
    : text("as_of", { time: moment(confirmed) });
}

/** Say where the list would be why there is none; "" takes it away. */
export function showFailure(sentence) {
  $("map-list-failed").textContent = sentence;
  $("map-list-failed").hidden = !sentence;
}

/** How many of the matching sites are blocked, ask for attention, and stand at an estimated or a known place. */
function countFacts({ flags, source, estimated: estimate, count }, matches) {
  let [shown, blocked, flagged, estimated] = [0, 0, 0, 0];
  for (let i = 0; i < count; i += 1) {
    if (!matches[i]) continue;
    shown += 1;
    if (flags[i]) flagged += 1;
    if (flags[i] & BLOCKING) blocked += 1;
    if (source[i] === estimate) estimated += 1;
  }
  return { blocked, warned: flagged - blocked, estimated, known: shown - estimated };
}
