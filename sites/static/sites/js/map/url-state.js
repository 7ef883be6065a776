// What is shown stands in the address: filters in the query, the view in the fragment. It can be sent to a colleague.

import { readShade } from "./areas.js";
import { asDays, noFilters, regionOf } from "./filters.js";
import { isLayer } from "./layer-control.js";
import { MEASURES } from "./measures.js";
import { AfterFrame } from "./tasks.js";

const DAY = /^\d{4}-\d\d-\d\d$/;
const CODE = /^\d\d(\.\d\d(\.\d\d)?)?$/;

function list(value) {
  return value ? value.split(",").filter(Boolean) : [];
}

/** {filters, colour, shade, layers, on, sort, site, place} of an address; what it does not say or says wrongly is as at the start. */
export function read(location, { stages, flags, catalogue, mostDays }) {
  const query = new URLSearchParams(location.search);
  const filters = noFilters();
  const region = query.get("region") ?? "";
  if (CODE.test(region)) {
    filters.province = region.length === 2 ? region : "";
    filters.regency = region.length > 2 ? region.slice(0, 5) : "";
    filters.district = region.length > 5 ? region : "";
  }
  const stageOf = new Map(stages.map(({ slug, value }) => [slug, value]));
  filters.stages = new Set(list(query.get("stage")).map((slug) => stageOf.get(slug)).filter((value) => value !== undefined));
  const kinds = new Set(catalogue.map(({ kind }) => kind));
  if (kinds.has(query.get("workflow"))) {
    filters.kind = query.get("workflow");
    filters.states = new Set(list(query.get("state")));
  }
  const flag = query.get("flag") ?? "";
  if (flag === "any" || flags.some(({ slug }) => slug === flag)) filters.flag = flag;
  filters.waiting = asDays(query.get("waiting"), mostDays);
  const asked = query.get("colour");
  const colour = kinds.has(asked) || MEASURES.includes(asked) ? asked : "stage";
  if (MEASURES.includes(colour)) {
    filters.measure = colour;
    filters.only = new Set(list(query.get("only")));
  }
  const on = DAY.test(query.get("on")) ? query.get("on") : "";
  const sort = query.get("sort") ?? "";
  const shade = readShade(query.get("shade"), stages);
  const layers = list(query.get("layers")).filter(isLayer);
  return { filters, colour, shade, layers, on, sort, site: query.get("site") ?? "", place: readPlace(location.hash) };
}

/** Zoom, latitude and longitude of "#8.25/-1.68/113.38", or null. */
function readPlace(hash) {
  const [zoom, latitude, longitude, ...rest] = hash.slice(1).split("/").map(Number);
  if (rest.length || ![zoom, latitude, longitude].every(Number.isFinite)) return null;
  return { zoom: Math.min(18, Math.max(4, zoom)), latitude, longitude };
}

/** The query and fragment that ``read`` turns back into this. */
export function write({ filters, colour, shade, layers, on, sort, site, place }, { stages }) {
  const query = new URLSearchParams();
  const set = (name, value) => value && query.set(name, value);
  set("region", regionOf(filters));
  set("stage", stages.filter(({ value }) => filters.stages.has(value)).map(({ slug }) => slug).join());
  if (filters.kind) {
    set("workflow", filters.kind);
    set("state", [...filters.states].join());
  }
  set("flag", filters.flag);
  set("waiting", filters.waiting);
  set("colour", colour === "stage" ? "" : colour);
  if (filters.measure === colour) set("only", [...filters.only].join());
  set("shade", shade);
  set("layers", layers.join());
  set("on", on);
  set("sort", sort);
  set("site", site);
  // Commas, colons, dots and dashes may stand in a query as they are; the address stays readable.
  const search = query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  const fragment = place ? `#${place.zoom}/${place.latitude.toFixed(4)}/${place.longitude.toFixed(4)}` : "";
  return `${search ? `?${search}` : "?"}${fragment}`;
}

/** The browser's address, written after the frame as ``written()`` says then. */
export class Address {
  constructor(written) {
    this.isStep = false;
    this.writing = new AfterFrame(() => {
      history[this.isStep ? "pushState" : "replaceState"](null, "", written());
      this.isStep = false;
    });
  }

  /** Something was chosen: a step that the browser's button undoes. */
  push() {
    this.isStep = true;
    this.writing.ask();
  }

  /** The same is shown otherwise, by a little. */
  correct() {
    this.writing.ask();
  }
}
