// What the map knew of one site on a past day, for the panel: the server's own panel tells of today.

import { config, dayText, number, text } from "./config.js";
import { picture } from "./palette.js";

/** The panel's content for a row of a past layer. */
export function pastPanel(sites, row, symbols) {
  const holder = document.createElement("div");
  const heading = element("h2", sites.nameOf(row));
  heading.tabIndex = -1;
  const place = text("place", { district: sites.districtName(row), regency: sites.regencyName(row) });
  const stage = config.stages.find(({ value }) => value === sites.stage[row]);
  const said = element("p", "", "stage");
  said.append(picture(symbols, { shape: stage.slug, colour: stage.slug }), element("span", stage.label));
  holder.className = "stack";
  holder.append(
    heading,
    element("p", `${place} · ${sites.codeOf(row)}`, "muted small"),
    element("p", text("on_day", { day: dayText(sites.header.as_of) }), "tag"),
    said,
    flagsOf(sites, row),
    factsOf(sites, row),
  );
  return holder;
}

function flagsOf(sites, row) {
  const list = element("ul", "");
  for (const { bit, label, blocked } of config.flags) {
    if (sites.flags[row] & bit) list.append(element("li", label, blocked ? "map-item__flag is-blocked" : "map-item__flag"));
  }
  return list;
}

function factsOf(sites, row) {
  const facts = element("dl", "", "summary-list");
  const add = (term, said) => {
    const line = element("div", "", "summary-list__row");
    line.append(element("dt", term), element("dd", said));
    facts.append(line);
  };
  const progress = sites.progressOf(row);
  const days = sites.waitingDays(row);
  if (progress !== null) add(text("progress"), `${number(progress)}%`);
  if (days >= 0) add(text("waiting"), text("waiting_days", { count: days }));
  for (const { kind, label, states } of config.catalogue) {
    const state = sites.statesOf(kind)[sites.stateColumn(kind)[row] - 1];
    if (state) add(label, states.find(({ value }) => value === state)?.label ?? state);
  }
  return facts;
}

function element(name, content, className = "") {
  const made = document.createElement(name);
  made.textContent = content;
  if (className) made.className = className;
  return made;
}
