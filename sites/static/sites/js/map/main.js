// The map page: what is chosen, and its way to the map, the legend, the list, the panel and the address.

import { AreaLayer } from "./area-layer.js";
import { BoundaryLayer, LandLayer } from "./base-map.js";
import { filterOf, withClassToggled } from "./classes.js";
import { config, text } from "./config.js";
import { CoverageLayer } from "./coverage-layer.js";
import { FilterForm } from "./filter-form.js";
import { filterCount, matching, noFilters, rowsOf } from "./filters.js";
import { Framing } from "./framing.js";
import { LabelLayer } from "./labels.js";
import { LayerControl } from "./layer-control.js";
import { View } from "./leaflet.js";
import { Legend } from "./legend.js";
import { SiteList, SORTS } from "./list.js";
import { Loading } from "./loading.js";
import { onThemeChange, readSymbols } from "./palette.js";
import { OverlayLayers } from "./overlay-layer.js";
import { Panel } from "./panel.js";
import { pastPanel } from "./past-panel.js";
import { Pointing } from "./pointing.js";
import { PointsLayer } from "./points-layer.js";
import { Search } from "./search.js";
import { Status } from "./status.js";
import { BLOCKING, countedClasses, showAsOf, showCounts, showFailure } from "./summary.js";
import { AfterFrame } from "./tasks.js";
import { TimeLine } from "./time-line.js";
import { Address, read, write } from "./url-state.js";

const $ = (id) => document.getElementById(id);

class MapPage {
  constructor() {
    this.chosen = read(location, config);
    // Does the address say where to look? Later it always does.
    this.placed = Boolean(this.chosen.place);
    this.sites = null;
    const symbols = (this.symbols = readSymbols($("map-symbols")));
    this.view = new View($("map"), { zoomIn: text("zoom_in"), zoomOut: text("zoom_out") });
    this.framing = new Framing(this.view, { map: $("map"), legend: $("map-legend"), panel: $("map-panel") });
    this.land = config.tiles ? null : this.view.add(new LandLayer());
    if (config.tiles) this.view.addTiles(config.tiles.url, config.tiles.credit);
    this.areas = this.view.add(new AreaLayer($("map-shades"), $("map-shade-note")));
    this.overlays = this.view.add(new OverlayLayers());
    this.boundaries = this.view.add(new BoundaryLayer());
    this.coverage = this.view.add(new CoverageLayer());
    this.points = this.view.add(new PointsLayer(symbols));
    this.labels = this.view.add(new LabelLayer());
    this.status = new Status($("map-status"), $("map-strip"), $("map-spoken"));
    this.loading = new Loading(this.status, [$("map-loading"), $("map-list-loading")], {
      onPoints: (sites) => this.#take(sites),
      onNames: (sites) => this.#nameAll(sites),
      onConfirmed: () => this.#count(),
      onBoundaries: (level, lines) => this.#showBoundaries(level, lines),
      onLand: (land) => this.#showLand(land),
      onFailed: showFailure,
    });
    this.layers = new LayerControl($("map-layers"), this, (layers) => this.#choose({ layers }));
    this.legend = new Legend($("map-legend-list"), symbols, (value) => this.#toggleClass(value));
    this.form = new FilterForm($("map-filter-form"), config, (filters) => this.#choose({ filters }));
    this.panel = new Panel($("map-panel"), $("map-panel-body"), $("map-panel-close"), () => this.#close());
    this.search = new Search($("map-search"), $("map-search-finds"), (find) => this.#go(find));
    this.list = new SiteList(
      { list: $("map-list"), pager: $("map-pager"), range: $("map-range"), previous: $("map-previous"), next: $("map-next") },
      { symbols, ...config },
      (code) => write({ ...this.chosen, site: code }, config),
      (row) => this.#select(this.sites.codeOf(row), { move: true }),
    );
    this.listing = new AfterFrame(() => this.#list());
    this.address = new Address(() => write(this.chosen, config));
    this.dating = new AfterFrame(() => showAsOf(this.sites, this.loading.asOf));
    this.pointing = new Pointing(
      this.view,
      this.points,
      { map: $("map"), tip: $("map-tip") },
      { onChoose: (row) => this.#select(this.sites.codeOf(row)), onMiss: () => this.panel.isOpen && this.#close() },
    );
    this.time = new TimeLine(config.days, (day) => this.#showDay(day));
    this.#listen();
  }

  start() {
    $("map-legend").open = !this.framing.narrow;
    $("map-filters").open = filterCount(this.chosen.filters) > 0;
    return this.loading.start(this.chosen.on);
  }

  // --- what comes from the server ---

  #take(sites) {
    const first = !this.sites;
    this.sites = sites;
    this.pointing.show(sites);
    const otherDay = this.chosen.on !== this.loading.day;
    this.chosen.on = this.loading.day;
    if (otherDay) this.address.correct();
    this.time.show(this.chosen.on);
    $("map-legend").hidden = false;
    $("map").classList.add("has-sites");
    this.#apply({ samePage: true });
    if (first) this.framing.first(sites, this.chosen);
    if (otherDay && this.panel.isOpen && sites.names) this.#open(this.chosen.site, { move: false });
  }

  #nameAll(sites) {
    this.form.offerRegions(sites);
    this.#showNames({ samePage: true });
    this.#mark();
    if (!this.panel.isOpen && this.chosen.site) this.#open(this.chosen.site, { move: !this.placed });
  }

  #showLand(land) {
    this.land.show(land);
    this.view.credit(text("credit_land", land.properties));
  }

  #showBoundaries(level, lines) {
    this.boundaries.show(level, lines);
    this.areas.take(level, lines);
    for (const { properties } of lines.features) {
      this.view.credit(properties.official ? text("credit_official", properties) : text("credit_approximate"));
      if (!properties.official) $("map-legend-approximate").hidden = false;
    }
  }

  // --- what the person chooses ---

  /** Filters, colour or order; the browser's back button undoes it. */
  #choose(change) {
    Object.assign(this.chosen, change);
    this.address.push();
    if (!this.sites) return;
    this.#apply();
    if (change.filters) this.framing.follow(this.sites, change.filters);
  }

  #toggleClass(value) {
    this.#choose({ filters: withClassToggled(this.chosen, value) });
  }

  /** Groups of one measure mean nothing in another. */
  #colourBy(colour) {
    const measure = filterOf(colour) === "only" ? colour : "";
    this.#choose({ colour, filters: { ...this.chosen.filters, measure, only: new Set() } });
  }

  /** Another day, or "" (the present); false when it cannot be shown. */
  async #showDay(day) {
    const before = this.chosen.on;
    const shown = await this.loading.show(day);
    if (this.loading.day === before) this.time.show(before);
    return shown;
  }

  #select(code, { move = false } = {}) {
    this.chosen.site = code;
    this.address.push();
    this.#open(code, { move });
    if (this.framing.narrow) this.#openSide(false);
  }

  #close() {
    const row = this.points.selected;
    this.chosen.site = "";
    this.address.push();
    this.#mark();
    this.panel.close();
    if (!this.list.focus(row)) $("map").focus();
  }

  #go({ row, region }) {
    if (!region) {
      if (!this.matches[row]) this.#unfilter();
      return this.#select(this.sites.codeOf(row), { move: true });
    }
    const regency = region.code.slice(0, 5);
    return this.#choose({ filters: { ...this.chosen.filters, regency, district: region.code === regency ? "" : region.code } });
  }

  /** Who names a site wants to see it: filters that hide it give way. */
  #unfilter() {
    this.chosen.filters = noFilters();
    this.framing.stay(this.chosen.filters);
    this.#apply();
  }

  // --- showing it ---

  /** ``samePage``: the data have changed, not the question, so the list stays where it was. */
  #apply({ samePage = false } = {}) {
    const { sites, chosen } = this;
    this.matches = matching(sites, chosen.filters, config.flags);
    const { entries, column } = countedClasses(sites, this.matches, chosen);
    this.points.show(sites, this.matches, column, entries.map(({ look }) => look), BLOCKING);
    this.legend.show(entries);
    this.form.show(chosen.filters);
    this.areas.show(sites, chosen.shade);
    this.layers.show(sites, chosen.layers);
    $("map-shade").value = chosen.shade;
    $("map-colour").value = chosen.colour;
    if (sites.names) this.#showNames({ samePage });
    this.#mark();
    this.status.say(this.#count());
  }

  /** Everything that needs the sites' names. */
  #showNames({ samePage }) {
    this.labels.show(this.sites, this.matches);
    this.search.show(this.sites);
    this.samePage = samePage && (this.samePage || !this.listing.isWaiting);
    this.listing.ask();
  }

  /** The list beside the map, after the map itself. */
  #list() {
    const { sites, matches, chosen } = this;
    if (!sites.names) return;
    const order = SORTS.includes(chosen.sort) ? chosen.sort : SORTS[0];
    $("map-sort").value = order;
    $("map-list-loading").hidden = true;
    this.list.show(sites, rowsOf(matches), order, this.samePage);
    this.list.select(this.points.selected, chosen.site);
  }

  /** Write the numbers, and say so when there is nothing; the sentence of how many there are. */
  #count() {
    const { shown, sentence } = showCounts(this.sites, this.matches, this.chosen.filters);
    this.dating.ask();
    if (!this.sites.count) this.status.show(text("empty_scope"));
    else if (!shown) this.status.show(text("no_match"), { label: text("reset"), run: () => this.#choose({ filters: noFilters() }) });
    else this.status.clear();
    return sentence;
  }

  /** Mark the chosen site on the map and in the list; its row, or -1. */
  #mark() {
    const row = this.sites.withCode(this.chosen.site);
    this.points.select(row);
    this.labels.select(row);
    if (!this.listing.isWaiting) this.list.select(row, this.chosen.site);
    return row;
  }

  #open(code, { move }) {
    const row = this.#mark();
    if (row < 0) return code ? this.panel.say(text(this.chosen.on ? "no_such_site_then" : "no_such_site")) : this.panel.close();
    if (this.chosen.on) this.panel.fill(code, pastPanel(this.sites, row, this.symbols));
    else this.panel.open(code);
    return this.framing.reveal(this.sites.x[row], this.sites.y[row], move);
  }

  // --- address, keys, window ---

  /** The address has changed by the browser's own buttons. */
  #restore() {
    this.chosen = read(location, config);
    if (!this.sites) return;
    if (this.chosen.on !== this.loading.day) this.#showDay(this.chosen.on);
    if (this.chosen.place) this.view.place = this.chosen.place;
    this.framing.stay(this.chosen.filters);
    this.#apply();
    if (this.sites.names) this.#open(this.chosen.site, { move: false });
  }

  #openSide(open) {
    $("map-side").classList.toggle("is-open", open);
    $("map-side-toggle").setAttribute("aria-expanded", String(open));
  }

  #listen() {
    this.view.on("moveend", () => {
      this.chosen.place = this.view.place;
      this.address.correct();
    });
    window.addEventListener("popstate", () => this.#restore());
    window.addEventListener("offline", (event) => this.loading.warnStale(event));
    window.addEventListener("online", () => this.loading.refresh());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.loading.refresh());
    document.addEventListener("keydown", (event) => this.#key(event));
    $("map-colour").addEventListener("change", (event) => this.#colourBy(event.target.value));
    $("map-shade").addEventListener("change", (event) => this.#choose({ shade: event.target.value }));
    $("map-sort").addEventListener("change", (event) => this.#choose({ sort: event.target.value }));
    $("map-side-toggle").addEventListener("click", () => this.#openSide(!$("map-side").classList.contains("is-open")));
    new ResizeObserver(() => this.view.resized()).observe($("map"));
    onThemeChange(() => {
      this.points.forgetSprites();
      for (const layer of [this.land, this.areas, this.overlays, this.boundaries, this.coverage, this.labels]) layer?.redraw();
    });
  }

  #key(event) {
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      $("map-search").focus();
    } else if (event.key === "Escape" && !typing && this.panel.isOpen) this.#close();
  }
}

new MapPage().start();
