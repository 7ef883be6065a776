// What the points are coloured by: the stage, the state of one workflow, or a number of theirs.

import { number, text } from "./config.js";
import { NO_PROCESS, toggled } from "./filters.js";
import { groupColumn, MEASURES, startsOf, valuesOf } from "./measures.js";
import { looks } from "./palette.js";

/** Which filter a colouring's legend switches: "stages", "only", or "states" of the workflow it is coloured by. */
export function filterOf(colour) {
  return colour === "stage" ? "stages" : MEASURES.includes(colour) ? "only" : "states";
}

/** The filters with one class of the colouring switched on, or off when it was on. */
export function withClassToggled({ filters, colour }, value) {
  const own = filterOf(colour);
  if (own === "stages") return { ...filters, stages: toggled(filters.stages, Number(value)) };
  if (own === "only") return { ...filters, only: toggled(filters.only, value) };
  const states = toggled(filters.kind === colour ? filters.states : new Set(), value);
  return { ...filters, states, kind: states.size ? colour : "" };
}

/**
 * {entries, column}: the classes in the order of the legend ({value, label, look}) and each site's class.
 * ``colour`` is "stage", one of ``MEASURES`` or the kind of a workflow.
 */
export function classesFor(sites, colour, { stages, catalogue, flags }) {
  const slugs = stages.map(({ slug }) => slug);
  const [first, ...others] = slugs;
  const none = { shape: first, colour: first };
  if (colour === "stage") {
    const entries = stages.map(({ value, slug, label }) => ({ value: String(value), label, look: { shape: slug, colour: slug } }));
    return { entries, column: sites.stage };
  }
  if (MEASURES.includes(colour)) {
    const values = valuesOf(colour, flags);
    const own = colour === "flag" ? looks(others, values.length - 1) : others.map((shape, n) => ({ shape, colour: `scale-${n + 1}` }));
    const entries = values.map((value, n) => ({ value, label: labelOf(colour, n, value, flags), look: n ? own[n - 1] : none }));
    return { entries, column: groupColumn(sites, colour, flags) };
  }
  const found = sites.statesOf(colour);
  const declared = catalogue.find(({ kind }) => kind === colour)?.states ?? [];
  const known = new Set(declared.map(({ value }) => value));
  const states = [...declared, ...found.filter((state) => !known.has(state)).map((value) => ({ value, label: value }))];
  const stateLooks = looks(others, states.length);
  const entries = [
    { value: NO_PROCESS, label: text("no_process"), look: none },
    ...states.map(({ value, label }, n) => ({ value, label, look: stateLooks[n] })),
  ];
  const places = Uint8Array.from([0, ...found.map((state) => states.findIndex(({ value }) => value === state) + 1)]);
  return { entries, column: sites.stateColumn(colour).map((number) => places[number]) };
}

/** The words for the group of a measure at a place. */
function labelOf(measure, place, value, flags) {
  if (!place) return text({ progress: "no_progress", waiting: "not_waiting", flag: "no_flag" }[measure]);
  if (measure === "flag") return flags.find(({ slug }) => slug === value).label;
  const [from, next] = startsOf(measure).slice(place - 1);
  const to = next - 1;
  if (measure === "progress") return to > from ? `${number(from)}–${number(to)}%` : `${number(from)}%`;
  return next ? text("days_between", { from, to }) : text("days_from", { from });
}
