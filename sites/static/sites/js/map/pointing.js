// The pointer on the map: which site lies under it, its name beside it, and a click that chooses it.

const coarse = matchMedia("(pointer: coarse)");

/** ``tip`` names the site under a mouse; ``onChoose(row)`` is called for a click on a site, ``onMiss()`` for any other. */
export class Pointing {
  constructor(view, points, { map, tip }, { onChoose, onMiss }) {
    Object.assign(this, { view, points, map, tip, onChoose, onMiss });
    view.on("click", (place) => this.#click(place));
    view.on("pointermove", (place) => this.#point(place));
    view.on("pointerleave", () => (tip.hidden = true));
  }

  /** The sites, once they have names. */
  show(sites) {
    this.sites = sites;
  }

  #at({ x, y }) {
    return this.points.at(x, y, (coarse.matches ? 24 : 12) * this.view.unitsPerPixel);
  }

  #click(place) {
    if (!this.sites?.names) return;
    const row = this.#at(place);
    if (row >= 0) this.onChoose(row);
    else this.onMiss();
  }

  #point(place) {
    if (coarse.matches) return;
    const row = this.#at(place);
    this.map.classList.toggle("is-over-site", row >= 0);
    this.tip.hidden = row < 0 || !this.sites?.names;
    if (this.tip.hidden) return;
    this.tip.textContent = this.sites.nameOf(row);
    this.tip.style.transform = `translate(${Math.round(place.left + 14)}px, ${Math.round(place.top + 14)}px)`;
  }
}
