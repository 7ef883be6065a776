// Bringing the data: points first, then names and base map; afterwards asking once a minute whether anything changed.

import { config, logIn, moment, text } from "./config.js";
import { fetchJson, fetchLayer, LoggedOut, Offline } from "./data.js";
import { askFor, takeEarly, within } from "./early.js";
import { Sites } from "./sites.js";
import { nextTask } from "./tasks.js";

const REFRESH = 60_000;
// Where the first cut was there before the scripts, the whole layer will not be long: it is waited for so many milliseconds,
// and the cut is not drawn if it comes.
const PATIENCE = 120;

/** A large layer comes thinned first, then whole; one that came whole at once is asked for at the same address again. */
function address(day, { whole } = {}) {
  if (day) return `${config.urls.layer}?on=${day}`;
  return whole ? config.urls.layer : config.urls.firstCut;
}

/**
 * Calls ``onPoints(sites)`` for every new version, ``onNames(sites)`` when its sites have got their names afterwards,
 * ``onConfirmed()`` whenever the server said that this is the present state; ``onBoundaries(level, collection)`` and
 * ``onLand(feature)`` once; ``onFailed(sentence)`` when there is nothing to show, with "" when it is tried again.
 * ``skeletons`` stand for the map and for the list until they come.
 */
export class Loading {
  constructor(status, skeletons, listeners) {
    this.status = status;
    this.skeletons = skeletons;
    this.listeners = listeners;
    this.etag = "";
    this.sites = null;
    this.names = null;
    /** The day whose end is shown ("2026-11-15"); "" is now. */
    this.day = "";
    /** When the server last confirmed what is shown. */
    this.asOf = new Date();
  }

  async start(day = this.day) {
    this.day = day;
    this.status.clear();
    this.listeners.onFailed("");
    for (const skeleton of this.skeletons) skeleton.hidden = false;
    try {
      const { first, rest } = (!day && takeEarly()) || askFor(address(day), config.urls.layer);
      const isFast = Boolean(await within(first, 0));
      const layer = await first;
      if (!day) this.large = "of" in layer.header;
      const whole = await within(rest, isFast ? PATIENCE : 0);
      this.skeletons[0].hidden = true;
      await this.#take(whole ?? layer);
      if (this.sites.isCut) await this.#take(await rest);
    } catch (error) {
      for (const skeleton of this.skeletons) skeleton.hidden = true;
      this.#fail(error);
      return;
    }
    await this.#loadBaseMap();
    setInterval(() => document.visibilityState === "visible" && this.refresh(), REFRESH);
  }

  /** Show another day; whether it could be. What was shown before stays when it could not. */
  async show(day) {
    if (!this.sites) return false;
    this.request?.abort();
    const request = (this.request = new AbortController());
    try {
      const layer = await fetchLayer(day ? address(day) : this.#now(), { cache: "no-cache", signal: request.signal });
      if (request.signal.aborted) return false;
      this.day = day;
      await this.#take(layer);
      this.status.warn("");
      return true;
    } catch (error) {
      if (error.name === "AbortError") return false;
      if (error instanceof LoggedOut) this.status.warn(text("logged_out"), logIn());
      else this.status.warn(error.sentence || text(error instanceof Offline ? "offline" : "failed"));
      return false;
    }
  }

  /** Ask for the points again; the server answers 304 when nothing changed, and the browser gives what it has. */
  async refresh() {
    // A day that is over does not change.
    if (!this.sites || this.day) return;
    try {
      const layer = await fetchLayer(this.#now(), { cache: "no-cache" });
      if (this.day) return;
      await this.#take(layer);
      if (this.sites.setToday(new Date())) this.listeners.onPoints(this.sites);
      this.status.warn("");
    } catch (error) {
      this.warnStale(error);
    }
  }

  /** Say that what is shown may have passed. */
  warnStale(error) {
    if (error instanceof LoggedOut) this.status.warn(text("logged_out"), logIn());
    else this.status.warn(text("stale", { time: moment(this.asOf) }));
  }

  /** Where the whole present layer is. */
  #now() {
    return address("", { whole: this.large ?? true });
  }

  async #take(layer) {
    const { etag, asOf } = layer;
    const { onPoints, onNames, onConfirmed } = this.listeners;
    if (etag !== this.etag || !this.sites) {
      const turn = (this.turn = {});
      await nextTask();
      const sites = new Sites(layer);
      await nextTask();
      // Another one has come meanwhile.
      if (turn !== this.turn) return;
      this.sites = sites;
      this.etag = etag;
      if (this.names) sites.join(this.names);
      this.asOf = asOf;
      onPoints(sites);
    }
    this.asOf = asOf;
    if (!this.sites.names && !this.sites.isCut) {
      this.names = await fetchLayer(config.urls.names, { cache: "no-cache" });
      await nextTask();
      if (this.sites.join(this.names)) onNames(this.sites);
    }
    onConfirmed();
  }

  /** The sites stand without a base map too, so its absence is not worth a message. */
  async #loadBaseMap() {
    const { onBoundaries, onLand } = this.listeners;
    const parts = [
      [config.urls.regencies, (lines) => onBoundaries("regency", lines)],
      [config.urls.districts, (lines) => onBoundaries("district", lines)],
    ];
    if (!config.tiles) parts.push([config.urls.land, onLand]);
    await Promise.allSettled(parts.map(async ([url, show]) => show(await fetchJson(url))));
  }

  #fail(error) {
    const out = error instanceof LoggedOut;
    const sentence = error.sentence || text(out ? "logged_out" : error instanceof Offline ? "offline" : "failed");
    const again = error.sentence ? { label: text("show_today"), run: () => this.start("") } : { run: () => this.start() };
    this.status.show(sentence, out ? logIn() : again);
    this.listeners.onFailed(sentence);
  }
}
