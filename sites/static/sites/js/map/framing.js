// What part of the world the map shows: all sites at first, then the region that is asked for, then the chosen site.

import { config } from "./config.js";
import { regionOf } from "./filters.js";
import { rectangle } from "./grid.js";
import { toWorld } from "./leaflet.js";

const NEAR_ZOOM = 11;
// The share of the map the panel may cover on a phone (map-over.css).
const SHEET = 0.56;

const narrow = matchMedia("(max-width: 56rem)");

/** Moves the view so that nothing that matters lies under the legend or the panel. */
export class Framing {
  constructor(view, { map, legend, panel }) {
    Object.assign(this, { view, map, legend, panel });
    this.region = "";
  }

  /** Is this a tablet's or phone's layout? */
  get narrow() {
    return narrow.matches;
  }

  /** The place the address names, else the region it filters by, else everything. */
  first(sites, { place, filters }) {
    if (place) {
      this.view.place = place;
      this.stay(filters);
      return;
    }
    const [west, south, east, north] = config.extent;
    const everything = sites.grid?.bounds ?? [...toWorld(west, north), ...toWorld(east, south)];
    this.view.fit(everything, { left: this.#legendWidth() });
    this.follow(sites, filters);
  }

  /** Show the region the filters name, unless it was shown already. */
  follow(sites, filters) {
    const region = regionOf(filters);
    if (region === this.region) return;
    this.region = region;
    const inside = sites.districts.map((code) => Number(code.startsWith(region)));
    const bounds = rectangle(sites.x, sites.y, sites.district.map((district) => inside[district]));
    if (bounds) this.view.fit(bounds, { animate: true, left: this.#legendWidth() });
  }

  /** Leave the view where it is, whatever region the filters name. */
  stay(filters) {
    this.region = regionOf(filters);
  }

  /** Bring a place out from under the panel; with ``near`` into the middle, and at least so near that one sees it. */
  reveal(x, y, near) {
    const covered = this.narrow
      ? { bottom: this.map.offsetHeight * SHEET }
      : { left: this.#legendWidth(), right: this.panel.offsetWidth };
    if (near || !this.view.isClear(x, y, covered)) this.view.show(x, y, { zoom: near ? NEAR_ZOOM : 0, ...covered });
  }

  #legendWidth() {
    return this.narrow || !this.legend.open ? 0 : this.legend.offsetWidth;
  }
}
