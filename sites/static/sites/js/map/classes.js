// What the points are coloured by: the stage, or the state of one workflow.

import { text } from "./config.js";
import { NO_PROCESS } from "./filters.js";
import { looks } from "./palette.js";

/**
 * {entries, column}: the classes in the order of the legend ({value, label, look}) and each site's class.
 * ``colour`` is "stage" or the kind of a workflow.
 */
export function classesFor(sites, colour, { stages, catalogue }) {
  if (colour === "stage") {
    const entries = stages.map(({ value, slug, label }) => ({ value: String(value), label, look: { shape: slug, colour: slug } }));
    return { entries, column: sites.stage };
  }
  const found = sites.statesOf(colour);
  const declared = catalogue.find(({ kind }) => kind === colour)?.states ?? [];
  const known = new Set(declared.map(({ value }) => value));
  const states = [...declared, ...found.filter((state) => !known.has(state)).map((value) => ({ value, label: value }))];
  const [first, ...others] = stages.map(({ slug }) => slug);
  const stateLooks = looks(others, states.length);
  const entries = [
    { value: NO_PROCESS, label: text("no_process"), look: { shape: first, colour: first } },
    ...states.map(({ value, label }, n) => ({ value, label, look: stateLooks[n] })),
  ];
  const places = [0, ...found.map((state) => states.findIndex(({ value }) => value === state) + 1)];
  return { entries, column: sites.stateColumn(colour).map((number) => places[number]) };
}
