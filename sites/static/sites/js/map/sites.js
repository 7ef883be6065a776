// The sites of the scope in the browser: the points layer, joined with the names when they have come.

import { Grid } from "./grid.js";

const DAY = 86_400_000;

/** The columns of the points layer, and what follows from them. A site is its row number; rows are in order of codes. */
export class Sites {
  constructor({ header, columns }, now = new Date()) {
    Object.assign(this, columns);
    this.header = header;
    this.#numberDistricts(columns.district);
    this.count = columns.x.length;
    this.grid = this.count ? new Grid(columns.x, columns.y) : null;
    this.names = null;
    this.states = new Map();
    this.estimated = header.sources.indexOf("estimated");
    this.setToday(now);
  }

  /** ``districts``: the codes that occur; ``district``: each site's place among them. Sites of one stand together. */
  #numberDistricts(digits) {
    this.districts = [];
    this.district = new Uint16Array(digits.length);
    let last = 0;
    for (let i = 0; i < digits.length; i += 1) {
      if (digits[i] !== last) {
        last = digits[i];
        const text = String(last);
        this.districts.push(`${text.slice(0, 2)}.${text.slice(2, 4)}.${text.slice(4)}`);
      }
      this.district[i] = this.districts.length - 1;
    }
  }

  /**
   * Days are counted on the calendar of the programme's time zone, wherever the browser stands; of a past layer until the
   * day it tells of. Returns whether another day has begun.
   */
  setToday(now) {
    const here = this.header.as_of ?? new Intl.DateTimeFormat("en-CA", { timeZone: this.header.time_zone }).format(now);
    const before = this.today;
    this.today = Math.round((Date.parse(here) - Date.parse(this.header.day_zero)) / DAY);
    return this.today !== before;
  }

  /** Are these only some of the sites, the others being on their way? */
  get isCut() {
    return "of" in this.header;
  }

  /** Days waiting; -1 when nobody is waited for. */
  waitingDays(i) {
    return this.waiting_since[i] ? Math.max(0, this.today - this.waiting_since[i]) : -1;
  }

  isEstimated(i) {
    return this.source[i] === this.estimated;
  }

  /** Percent built, or null. */
  progressOf(i) {
    return this.progress[i] === this.header.no_progress ? null : this.progress[i];
  }

  /** The states of one kind of workflow that occur, in the order of the numbers of ``stateColumn`` from 1. */
  statesOf(kind) {
    return this.header.kinds.find((entry) => entry.kind === kind)?.states ?? [];
  }

  /** For each site its state of the workflow as a number: 0 for none, else a place in ``statesOf`` from 1. */
  stateColumn(kind) {
    if (!this.states.has(kind)) {
      const ofCombination = this[`state:${kind}`];
      const column = new Uint8Array(this.count);
      if (ofCombination) for (let i = 0; i < this.count; i += 1) column[i] = ofCombination[this.combination[i]];
      this.states.set(kind, column);
    }
    return this.states.get(kind);
  }

  /**
   * Join the names layer; whether every site has its name there. Both are in the order of the codes, and the names
   * hold closed sites besides.
   */
  join(names) {
    const { id } = names.columns;
    const rows = new Uint32Array(this.count);
    let row = 0;
    for (let i = 0; i < this.count; i += 1, row += 1) {
      while (row < id.length && id[row] !== this.id[i]) row += 1;
      if (row === id.length) return false;
      rows[i] = row;
    }
    this.names = names;
    this.rows = rows;
    this.districtNames = new Map(names.header.districts);
    this.regencyNames = new Map(names.header.regencies);
    return true;
  }

  nameOf(i) {
    return this.names.header.names[this.rows[i]];
  }

  codeOf(i) {
    const { village, nth } = this.names.columns;
    const row = this.rows[i];
    const code = `${this.districtCode(i)}.${village[row]}`;
    return nth[row] > 1 ? `${code}-${nth[row]}` : code;
  }

  /** The row of a code, or -1. */
  withCode(code) {
    if (!code || !this.names) return -1;
    const district = this.districts.indexOf(code.slice(0, 8));
    for (let i = this.district.indexOf(district); i >= 0 && this.district[i] === district; i += 1) {
      if (this.codeOf(i) === code) return i;
    }
    return -1;
  }

  districtCode(i) {
    return this.districts[this.district[i]];
  }

  districtName(i) {
    return this.districtNames.get(this.districtCode(i));
  }

  regencyName(i) {
    return this.regencyNames.get(this.districtCode(i).slice(0, 5));
  }
}
