// Which screen is shown: the address after "#", so that back goes back. A screen is a function of its address' parts.

import { h, icon } from "./dom.js";
import { t } from "./texts.js";
import { hear } from "../sync/run.js";

const TABS = [
  ["sites", "list", "tab_sites"],
  ["map", "map", "tab_map"],
  ["outbox", "out", "tab_outbox"],
  ["more", "gear", "tab_more"],
];

let screens = {};
let guard = async () => null;
let shown = null;
let turn = 0;

/**
 * Begin. `known`: name -> async (…parts) => {title, back, content, live, alone, leave}; `live`: drawn again on news of
 * the sync; `alone`: without tabs; `leave`: called when it goes. `before(name)` may name another screen.
 */
export function begin(known, before) {
  screens = known;
  guard = before;
  addEventListener("hashchange", () => draw());
  hear((news) => !news.running || news.item ? redraw() : undefined);
  return draw();
}

/** Open a screen by its name and parts. */
export function open(name, ...parts) {
  const address = `#/${[name, ...parts.map(encodeURIComponent)].join("/")}`;
  if (location.hash === address) return draw();
  location.hash = address;
  return Promise.resolve();
}

/** In place of the present one, so that back does not lead into it again. */
export function replace(name, ...parts) {
  history.replaceState(null, "", `#/${[name, ...parts.map(encodeURIComponent)].join("/")}`);
  return draw();
}

/** Draw a live screen again. */
export function redraw() {
  if (shown?.live) return draw(true);
  return Promise.resolve();
}

/** May the app be exchanged for a newer one now? Not while a form is open. */
export const idle = () => !shown?.busy;

/** Draw the present screen, whatever the address now says it is. `again`: it stays where it was scrolled to. */
export async function draw(again = false) {
  const mine = (turn += 1);
  const [name = "sites", ...parts] = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
  const other = await guard(name);
  const made = await (screens[other ?? name] ?? screens.sites)(...parts);
  // A later call was quicker: its screen stays.
  if (mine !== turn) return made.leave?.();
  if (shown?.leave) shown.leave();
  shown = made;
  const main = h("main", { id: "main", tabindex: "-1" }, made.content);
  document.body.replaceChildren(...[bar(made), main, made.alone ? null : tabs(name)].filter(Boolean));
  document.title = `${made.title} · Pantau KDMP`;
  if (!again) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
  made.shown?.();
}

function bar(made) {
  const back = made.back && h("a", { class: "bar__back", href: made.back, "aria-label": t("back") }, icon("back"));
  return h("header", { class: "bar" }, back, h("h1", { class: "bar__title" }, made.title));
}

function tabs(present) {
  const links = TABS.map(([name, shape, word]) =>
    h("a", { href: `#/${name}`, class: "tab", "aria-current": name === present ? "page" : null }, icon(shape), t(word)),
  );
  return h("nav", { class: "tabs", "aria-label": t("tabs") }, links);
}
