// The search field of the map: a combobox over the sites and regions (WAI-ARIA combobox with a list popup).

import { text } from "./config.js";
import { TextSearch } from "./text-search.js";

const LIMIT = 8;

/** ``onPick`` is called with {row} or {region}. */
export class Search {
  constructor(input, popup, onPick) {
    this.input = input;
    this.popup = popup;
    this.onPick = onPick;
    this.finds = [];
    this.active = -1;
    // Enter was pressed before the names had arrived.
    this.entered = false;
    input.addEventListener("input", () => {
      this.entered = false;
      this.#search();
    });
    input.addEventListener("focus", () => (this.input.value ? this.#search() : this.#prepare()));
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#close());
    // The mouse must not take the focus away before its click arrives.
    popup.addEventListener("mousedown", (event) => event.preventDefault());
    popup.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option?.dataset.find) this.#pick(Number(option.dataset.find));
    });
  }

  /** The sites to search in; the index is made when it is first needed. */
  show(sites) {
    if (this.sites === sites) return;
    this.sites = sites;
    this.index = null;
    if (document.activeElement !== this.input || !sites.names) return;
    this.#search();
    if (this.entered && this.finds.length) this.#pick(0);
    this.entered = false;
  }

  #prepare() {
    if (this.sites?.names) this.index ??= new TextSearch(this.sites);
  }

  #search() {
    const query = this.input.value.trim();
    if (!query || !this.sites?.names) return this.#close();
    this.#prepare();
    this.finds = this.index.find(query, LIMIT);
    this.popup.replaceChildren(...this.finds.map((find, n) => this.#option(find, n)));
    if (!this.finds.length) this.popup.append(this.#nothing());
    this.popup.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#activate(this.finds.length ? 0 : -1);
  }

  #option({ row, region }, n) {
    const option = document.createElement("li");
    option.id = `map-find-${n}`;
    option.setAttribute("role", "option");
    option.dataset.find = n;
    const name = document.createElement("span");
    const place = document.createElement("span");
    place.className = "muted small";
    if (region) {
      name.textContent = region.name;
      place.textContent = text(region.code.length === 5 ? "regency" : "district_of", {
        regency: this.sites.regencyNames.get(region.code.slice(0, 5)),
      });
    } else {
      name.textContent = this.sites.nameOf(row);
      place.textContent = text("place", { district: this.sites.districtName(row), regency: this.sites.regencyName(row) });
    }
    option.append(name, place);
    return option;
  }

  #nothing() {
    const item = document.createElement("li");
    item.className = "muted";
    item.setAttribute("role", "option");
    item.setAttribute("aria-disabled", "true");
    item.textContent = text("nothing_found");
    return item;
  }

  #activate(n) {
    this.active = n;
    this.popup.querySelectorAll("[role=option]").forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === n));
      if (index === n) option.scrollIntoView({ block: "nearest" });
    });
    if (n >= 0) this.input.setAttribute("aria-activedescendant", `map-find-${n}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && this.finds.length && !this.popup.hidden) {
      event.preventDefault();
      this.#activate((this.active + move + this.finds.length) % this.finds.length);
    } else if (event.key === "Enter" && !this.popup.hidden && this.active >= 0) {
      event.preventDefault();
      this.#pick(this.active);
    } else if (event.key === "Enter") {
      this.entered = !this.sites?.names;
    } else if (event.key === "Escape" && (this.input.value || !this.popup.hidden)) {
      event.stopPropagation();
      this.input.value = "";
      this.#close();
    }
  }

  #pick(n) {
    const find = this.finds[n];
    this.input.value = "";
    this.#close();
    this.onPick(find);
  }

  #close() {
    this.popup.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
