// The same sites as a list, for those who cannot or do not want to use a map: pages of links, keyboard first.

import { number, text } from "./config.js";
import { picture } from "./palette.js";

const PAGE = 50;

// For each site its place in an order as a number; rows with the same number stay in the order of their codes.
const ORDERS = { waiting: waitingRanks, name: nameRanks, code: null };

/** The rows sorted by counting how many have each number: two passes, whatever their order was. */
function sorted(rows, ranks) {
  let most = 0;
  for (let n = 0; n < rows.length; n += 1) if (ranks[rows[n]] > most) most = ranks[rows[n]];
  const next = new Uint32Array(most + 2);
  for (let n = 0; n < rows.length; n += 1) next[ranks[rows[n]] + 1] += 1;
  for (let rank = 1; rank < next.length; rank += 1) next[rank] += next[rank - 1];
  const found = new Uint32Array(rows.length);
  for (let n = 0; n < rows.length; n += 1) found[next[ranks[rows[n]]]++] = rows[n];
  return found;
}

export const SORTS = Object.keys(ORDERS);

/** Longest waiting first: the day it began, and after all days those of whom nobody is waited for. */
function waitingRanks({ waiting_since: since, today, count }) {
  const ranks = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) ranks[i] = since[i] ? Math.min(since[i], today) : 2 ** 16;
  return ranks;
}

function nameRanks(sites) {
  if (!sites.nameRank) {
    const { compare } = new Intl.Collator(document.documentElement.lang);
    const rows = Array.from({ length: sites.count }, (_, i) => i);
    rows.sort((a, b) => compare(sites.nameOf(a), sites.nameOf(b)) || a - b);
    sites.nameRank = new Uint32Array(sites.count);
    rows.forEach((row, rank) => (sites.nameRank[row] = rank));
  }
  return sites.nameRank;
}

/**
 * ``elements``: list, pager, range, previous, next. ``vocabulary``: stages, flags. ``addressOf(code)`` is where a link
 * leads; ``onOpen(row)`` is called instead when it is followed in this window.
 */
export class SiteList {
  constructor(elements, { symbols, stages, flags }, addressOf, onOpen) {
    Object.assign(this, elements);
    this.symbols = symbols;
    this.stages = new Map(stages.map((stage) => [stage.value, stage]));
    this.flags = flags;
    this.addressOf = addressOf;
    this.page = 0;
    this.selected = -1;
    this.code = "";
    this.list.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      onOpen(Number(link.dataset.row));
    });
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.previous.addEventListener("click", () => this.#turn(-1));
    this.next.addEventListener("click", () => this.#turn(1));
  }

  /** Show the rows in an order ("waiting", "name" or "code"): from the first page, or on the same one as before. */
  show(sites, rows, order, samePage) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.code : "";
    this.sites = sites;
    this.rows = ORDERS[order] ? sorted(rows, ORDERS[order](sites)) : rows;
    this.page = samePage ? Math.min(this.page, Math.max(0, Math.ceil(this.rows.length / PAGE) - 1)) : 0;
    this.#render();
    if (focused) this.list.querySelector(`a[data-code="${focused}"]`)?.focus({ preventScroll: true });
  }

  /** Mark the site of a code; when it is another one than before, its page is turned to and it is brought into sight. */
  select(row, code) {
    this.selected = row;
    if (!this.rows) return;
    const at = code === this.code ? -1 : this.rows.indexOf(row);
    this.code = code;
    const page = at < 0 ? this.page : Math.floor(at / PAGE);
    if (page !== this.page) {
      this.page = page;
      this.#render();
    } else {
      for (const link of this.list.querySelectorAll("a")) this.#mark(link);
    }
    if (at >= 0) this.list.querySelector("[aria-current]").scrollIntoView({ block: "nearest" });
  }

  /** Put the focus on a row's link; whether it is there. */
  focus(row) {
    const link = this.list.querySelector(`a[data-row="${row}"]`);
    link?.focus();
    return Boolean(link);
  }

  #turn(by) {
    this.page += by;
    this.#render();
    this.list.querySelector("a").focus();
  }

  #render() {
    const first = this.page * PAGE;
    const rows = this.rows.subarray(first, first + PAGE);
    this.list.replaceChildren(...Array.from(rows, (row) => this.#item(row)));
    this.list.start = first + 1;
    this.pager.hidden = this.rows.length <= PAGE;
    this.previous.disabled = this.page === 0;
    this.next.disabled = first + PAGE >= this.rows.length;
    this.range.textContent = text("range", { from: first + 1, to: first + rows.length, total: this.rows.length });
  }

  #item(row) {
    const { sites } = this;
    const code = sites.codeOf(row);
    const stage = this.stages.get(sites.stage[row]);
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = this.addressOf(code);
    link.dataset.row = row;
    link.dataset.code = code;
    link.append(
      picture(this.symbols, { shape: stage.slug, colour: stage.slug }),
      part("map-item__name", sites.nameOf(row)),
      part("map-item__place", text("place", { district: sites.districtName(row), regency: sites.regencyName(row) })),
      part("map-item__stage", this.#facts(row, stage)),
    );
    for (const flag of this.flags) {
      if (sites.flags[row] & flag.bit) link.append(part(flag.blocked ? "map-item__flag is-blocked" : "map-item__flag", flag.label));
    }
    this.#mark(link);
    item.append(link);
    return item;
  }

  #facts(row, stage) {
    const days = this.sites.waitingDays(row);
    const progress = this.sites.progressOf(row);
    return [
      stage.label,
      progress === null ? "" : `${number(progress)}%`,
      days < 0 ? "" : text("waiting_days", { count: days }),
    ].filter(Boolean).join(" · ");
  }

  #mark(link) {
    if (Number(link.dataset.row) === this.selected) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }

  #key(event) {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    const link = step && document.activeElement.closest("li")?.[step]?.querySelector("a");
    if (!link) return;
    event.preventDefault();
    link.focus();
  }
}

function part(name, content) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = content;
  return element;
}
