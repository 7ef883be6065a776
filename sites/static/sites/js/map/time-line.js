// The day whose end is shown: a date, a slider over the register's history, and a button that plays it.

import { dayText, text } from "./config.js";

const DAY = 86_400_000;
// A history is played in so many steps at most, each shown at least so long (in milliseconds).
const STEPS = 60;
const PAUSE = 350;

const roomy = matchMedia("(min-width: 56rem)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const dayNumber = (iso) => Math.round(Date.parse(iso) / DAY);
const isoOf = (number) => new Date(number * DAY).toISOString().slice(0, 10);

/**
 * ``first`` and ``last`` are the first day of the history and the present one. ``onDay(day)`` is called with "2026-11-15",
 * or "" (the present); its promise is waited for before the next day is played, and false ends the play. Without a past there
 * is nothing to choose.
 */
export class TimeLine {
  constructor({ first, last }, onDay) {
    const $ = (id) => document.getElementById(id);
    Object.assign(this, { box: $("map-time"), said: $("map-time-said"), date: $("map-on"), slider: $("map-on-slider") });
    Object.assign(this, { play: $("map-play"), today: $("map-today"), onDay });
    this.day = "";
    this.last = last;
    this.box.hidden = !first || first >= last;
    if (this.box.hidden) return;
    this.from = dayNumber(first);
    this.to = dayNumber(last);
    this.date.min = first;
    this.date.max = last;
    this.slider.max = this.to - this.from;
    this.date.addEventListener("change", () => this.date.value && this.#choose(this.date.value));
    this.slider.addEventListener("input", () => this.#choose(isoOf(this.from + Number(this.slider.value))));
    this.today.addEventListener("click", () => this.#choose(""));
    this.play.addEventListener("click", () => (this.playing ? this.stop() : this.#run()));
    this.#offerPlay();
    calm.addEventListener("change", () => this.#offerPlay());
    this.box.open = roomy.matches;
    this.show("");
  }

  /** Show which day is on the map ("" is now). */
  show(day) {
    this.day = day;
    if (this.box.hidden) return;
    this.box.classList.toggle("is-past", Boolean(day));
    this.said.textContent = day ? text("on_day", { day: dayText(day) }) : text("on_now");
    if (this.date !== document.activeElement) this.date.value = day || this.last;
    this.slider.value = day ? dayNumber(day) - this.from : this.slider.max;
    this.slider.setAttribute("aria-valuetext", day ? dayText(day) : text("on_now"));
    this.today.hidden = !day;
  }

  stop() {
    this.playing = false;
    this.#label();
  }

  #choose(day) {
    this.stop();
    return this.onDay(day === this.last ? "" : day);
  }

  /** From the day that is shown, or from the beginning, to the present. */
  async #run() {
    this.playing = true;
    this.#label();
    const step = Math.max(1, Math.ceil((this.to - this.from) / STEPS));
    let at = this.day ? dayNumber(this.day) : this.from - step;
    while (this.playing && at < this.to) {
      at = Math.min(this.to, at + step);
      const shown = new Promise((resolve) => setTimeout(resolve, PAUSE));
      if ((await this.onDay(at === this.to ? "" : isoOf(at))) === false) break;
      await shown;
    }
    this.stop();
  }

  #label() {
    this.play.textContent = text(this.playing ? "pause" : "play");
    this.play.setAttribute("aria-pressed", String(Boolean(this.playing)));
  }

  /** Who asked for less motion moves through the days by the slider alone. */
  #offerPlay() {
    this.play.hidden = calm.matches;
    if (calm.matches) this.stop();
    else this.#label();
  }
}
