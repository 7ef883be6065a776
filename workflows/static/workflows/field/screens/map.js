// The offline map of my area: outlines and sites on a canvas, me among them; moved by a finger, zoomed by two or a button.

import { button, h } from "../lib/dom.js";
import { watch } from "../lib/position.js";
import { t } from "../lib/texts.js";
import { all } from "../store/database.js";
import { read } from "../store/settings.js";
import { paint } from "../map/paint.js";
import { fingers } from "../map/fingers.js";
import { shapesOf } from "../map/shapes.js";
import { View } from "../map/view.js";

const REACH_PX = 28;
const CLOSE_SCALE = 40_000;
let kept = null;

export async function map() {
  const sites = await all("sites");
  const shapes = shapesOf(await read("area"));
  const canvas = h("canvas", { class: "map", role: "img", "aria-label": t("map_label", { count: sites.length }) });
  const chosen = h("div", { class: "map__chosen", role: "status" });
  let me = null;
  let view = null;
  let site = null;
  const draw = () => view && paint(canvas, view, { shapes, sites, me, site });

  function choose(x, y) {
    const near = sites
      .map((each) => ({ each, away: Math.hypot(...view.from(each.lon, each.lat, x, y)) }))
      .sort((a, b) => a.away - b.away)[0];
    site = near && near.away < REACH_PX ? near.each : null;
    chosen.replaceChildren(...(site ? [h("a", { class: "card", href: `#/site/${site.code}` }, h("strong", {}, site.name), h("span", {}, site.stage_label))] : []));
    draw();
  }

  function fit() {
    const box = canvas.getBoundingClientRect();
    canvas.width = box.width * devicePixelRatio;
    canvas.height = box.height * devicePixelRatio;
    view = kept ?? View.around(sites.length ? sites.map(({ lon, lat }) => [lon, lat]) : shapes.flatMap((shape) => shape.rings.flat()), box);
    kept = view;
    view.size(box);
    draw();
  }

  const stop = watch((fix) => {
    me = fix;
    draw();
  });
  const zoom = (factor) => () => (view.zoom(factor), draw());
  const tools = h(
    "div",
    { class: "map__tools" },
    button("+", zoom(1.7), { "aria-label": t("zoom_in") }),
    button("−", zoom(1 / 1.7), { "aria-label": t("zoom_out") }),
    button(t("to_me"), () => me && (view.centre(me.lon, me.lat, CLOSE_SCALE), draw()), { shape: "pin" }),
  );
  const letGo = fingers(canvas, { moved: (dx, dy) => (view.move(dx, dy), draw()), pinched: (factor, x, y) => (view.zoom(factor, x, y), draw()), tapped: choose });
  addEventListener("resize", fit);
  return {
    title: t("tab_map"),
    content: [h("div", { class: "map__frame" }, canvas, tools, chosen), h("p", { class: "question__help" }, t("map_boundaries"))],
    shown: fit,
    leave: () => (stop(), letGo(), removeEventListener("resize", fit)),
  };
}
