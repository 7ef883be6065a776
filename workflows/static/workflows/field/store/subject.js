// What a form is about: the site, its process and the step's form, also where one of them is not on the phone (any more).

import { isAbout, processesAt } from "./ahead.js";
import { get } from "./database.js";
import { itemOf, items } from "./outbox.js";
import { read } from "./settings.js";

/**
 * {site, process, kind, form, former, held}; null when the phone has no form for it. A report that is corrected
 * (`former`) keeps its place although the site or the process has left the phone.
 */
export async function subjectOf(code, processId, step, corrects) {
  const former = (corrects && (await itemOf(corrects))) || null;
  const site = (await get("sites", code)) ?? (former && { code, name: former.shown.site, plot: null, processes: [] });
  if (!site) return null;
  const [everyItem, forms, person, pack] = [await items(), await read("forms"), await read("person"), await read("pack")];
  const held = { everyItem, forms, person, packAt: pack?.at };
  const there = processesAt(site, held).find((each) => isAbout({ process: processId }, each, everyItem));
  const process = there ?? (former && asCaptured(former.body));
  const kind = process && forms?.kinds[process.kind];
  const form = kind?.steps[step];
  return form ? { site, process, kind, form, former, held } : null;
}

/** The process as the report knew it. */
function asCaptured({ process, opened_by: opened, kind, seen_version: version }) {
  const nothing = { state: "", steps: [], may: [], awaits: [], values: {}, lines: {} };
  return { id: process ?? opened, kind, version, begun: process === null, ...nothing };
}
