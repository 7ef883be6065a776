// The filter form: selects and a number, written from the filters and read back into them.

import { text } from "./config.js";
import { asDays, noFilters } from "./filters.js";

/** ``form`` holds the controls region, district, stage, kind, state, flag and waiting; ``onChange`` gets new filters. */
export class FilterForm {
  constructor(form, { stages, flags, catalogue, mostDays }, onChange) {
    this.controls = form.elements;
    this.stages = stages;
    this.catalogue = catalogue;
    this.mostDays = mostDays;
    this.filters = noFilters();
    fill(this.controls.stage, text("any_stage"), stages.map(({ value, label }) => [value, label]));
    fill(this.controls.kind, text("any_workflow"), catalogue.map(({ kind, label }) => [kind, label]));
    fill(this.controls.flag, text("any_flag"), [["any", text("flagged")], ...flags.map(({ slug, label }) => [slug, label])]);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      onChange(noFilters());
    });
    form.addEventListener("change", (event) => onChange(this.#read(event.target)));
    const { waiting } = this.controls;
    waiting.max = mostDays;
    waiting.addEventListener("input", () => waiting.validity.valid && onChange(this.#read(waiting)));
    // What is not a number of days becomes the nearest one when it has been typed.
    waiting.addEventListener("change", () => (waiting.value = asDays(waiting.value, mostDays) || ""));
  }

  /** The regions to choose from, when the names have come. */
  offerRegions(sites) {
    this.sites = sites;
    fill(this.controls.regency, text("any_regency"), sites.names.header.regencies);
    this.show(this.filters);
  }

  show(filters) {
    this.filters = filters;
    const { regency, district, stage, kind, state, flag, waiting } = this.controls;
    const { province } = filters;
    regency.options[0].textContent = province ? text("any_regency_of", { province }) : text("any_regency");
    regency.value = filters.regency;
    const districts = this.sites?.names.header.districts.filter(([code]) => code.startsWith(`${filters.regency}.`)) ?? [];
    fill(district, text("any_district"), filters.regency ? districts : []);
    district.disabled = !filters.regency;
    district.value = filters.district;
    showSet(stage, filters.stages);
    kind.value = filters.kind;
    const states = this.catalogue.find((entry) => entry.kind === filters.kind)?.states ?? [];
    fill(state, text("any_state"), states.map(({ value, label }) => [value, label]));
    state.disabled = !filters.kind;
    showSet(state, filters.states);
    flag.value = filters.flag;
    if (document.activeElement !== waiting) waiting.value = filters.waiting || "";
  }

  #read(changed) {
    const { regency, district, stage, kind, state, flag, waiting } = this.controls;
    const filters = { ...this.filters, regency: regency.value, flag: flag.value, kind: kind.value };
    filters.district = changed === regency ? "" : district.value;
    filters.waiting = asDays(waiting.value, this.mostDays);
    if (changed === stage) filters.stages = new Set(stage.value === "" ? [] : [Number(stage.value)]);
    if (changed === kind) filters.states = new Set();
    if (changed === state) filters.states = new Set(state.value === "" ? [] : [state.value]);
    return filters;
  }
}

function fill(select, any, options) {
  const values = ["", ...options.map(([value]) => value)];
  if (values.length === select.options.length && values.every((value, n) => select.options[n].value === value)) return;
  select.replaceChildren(new Option(any, ""), ...options.map(([value, label]) => new Option(label, value)));
}

/** One chosen value is the select's own; several, chosen in the legend, are shown as a number. */
function showSet(select, values) {
  select.querySelector("[data-several]")?.remove();
  if (values.size > 1) {
    const several = new Option(text("several", { count: values.size }), "several");
    several.dataset.several = "";
    several.disabled = true;
    select.append(several);
    select.value = "several";
  } else {
    select.value = String([...values][0] ?? "");
  }
}
