// What a process will be once the office has taken what this phone captured, as far as the steps' declarations prove it.

/**
 * Is the item not in what the pack tells? One that was refused, or that somebody has to look at, leads nowhere yet.
 * `packAt`: the server's time of the last pack; the receipt's is of the same clock.
 */
function isAhead(item, packAt) {
  if (item.state === "waiting" || ["backlog", "received"].includes(item.server)) return true;
  return item.server === "taken" && Date.parse(item.toldAt) > Date.parse(packAt);
}

/** Did, or will, taking the item lead the process into another state? */
const moves = (item) => item.shown.moves ?? !item.shown.records;

/** The names a process goes by on this phone: the office's number, and the item that opened it here. */
function namesOf(process, everyItem) {
  const opened = everyItem.filter((item) => item.body.step === "start" && item.process === process.id);
  return new Set([process.id, ...opened.map((item) => item.id)].map(String));
}

/** Is the item, or the draft, about the process? */
export function isAbout({ process: known, opened_by: opened }, process, everyItem) {
  const names = namesOf(process, everyItem);
  return names.has(String(known)) || names.has(String(opened));
}

/** The site's processes, and those that were begun on this phone and that the pack does not know yet. */
export function processesAt(site, { everyItem, forms, person, packAt }) {
  const begun = everyItem.filter(
    (item) =>
      item.body.site === site.code &&
      item.body.step === "start" &&
      item.person === person.id &&
      isAhead(item, packAt) &&
      forms?.kinds[item.body.kind] &&
      !site.processes.some((process) => process.id === item.process),
  );
  return [...site.processes, ...begun.map((item) => asBegun(item, site, forms.kinds[item.body.kind]))];
}

function asBegun({ id, body }, site, kind) {
  return {
    id,
    kind: body.kind,
    label: kind.label,
    version: null,
    state: kind.initial,
    state_label: kind.states[kind.initial],
    steps: [],
    may: site.may?.[body.kind] ?? [],
    awaits: [],
    values: {},
    lines: {},
    begun: true,
  };
}

/**
 * Where the process will stand: {state, steps, last, known}. `state` is null where only the office knows it, `steps` may
 * be captured now, `last` is the item that the next step has to wait for, `known` what was answered on the way.
 */
export function expected(process, kind, { everyItem, person, packAt }) {
  const own = everyItem.filter((item) => item.person === person.id && isAbout(item.body, process, everyItem));
  const open = own.filter((item) => isAhead(item, packAt) && item.body.step !== "start");
  let state = process.state;
  for (const item of open.filter(moves)) state = kind.steps[item.body.step]?.target ?? null;
  const last = open.filter(moves).pop() ?? null;
  const taken = new Set(open.map((item) => item.body.step));
  const known = Object.assign({}, ...open.filter((item) => !item.shown.records).map((item) => item.body.fields));
  const names = last || process.begun ? from(state, process, kind, own) : process.steps;
  const steps = names.filter((name) => !kind.steps[name]?.not_by_actor_of?.some((other) => taken.has(other)));
  return { state, steps, last, known };
}

/** The steps from a state that the pack did not judge: the person's by his roles, on a line that is there. */
function from(state, process, kind, own) {
  const opened = new Set(own.filter((item) => !item.line).map((item) => item.shown.records));
  return (process.may ?? []).filter((name) => {
    const step = kind.steps[name];
    if (!step?.sources?.includes(state)) return false;
    const lines = process.lines[step.about] ?? [];
    return !step.about || opened.has(step.about) || lines.some((line) => step.about_states.includes(line.state));
  });
}

/** What an item of this step has to wait for: the last that leads on, unless it is a fact that fits where all began. */
export function waitsFor(form, process, { last }) {
  const fits = !form.target && !form.resumes && !process.begun && form.sources?.includes(process.state);
  return fits || !last ? [] : [last.id];
}
