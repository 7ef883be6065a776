// The line that says where the reports are: all received, so many waiting, being sent, or somebody has to look.

import { h, icon } from "../lib/dom.js";
import { hear } from "../sync/run.js";
import { t } from "../lib/texts.js";
import { items } from "../store/outbox.js";
import { read } from "../store/settings.js";

const SKEW_MS = 5 * 60 * 1000;
let present = { running: false };
hear((news) => (present = news));

/** What the sync is at: {running, item, doing, n, total}. */
export const doing = () => present;

/** A link to the outbox, in words and with a shape. */
export async function statusLine() {
  const all = await items();
  const asking = all.filter((item) => ["refused", "person"].includes(item.state) && !item.correctedBy).length;
  const waiting = all.filter((item) => !item.whole && item.server !== "not_taken").length;
  const [kind, shape, text] = said(asking, waiting);
  const line = h("a", { class: `status status--${kind}`, href: "#/outbox" }, icon(shape), h("span", {}, text));
  const skew = Math.abs((await read("skew")) ?? 0);
  return [line, skew > SKEW_MS ? h("p", { class: "status status--warning" }, icon("waiting"), h("span", {}, t("clock_off"))) : null];
}

function said(asking, waiting) {
  if (asking) return ["warning", "person", t("status_asking", { count: asking })];
  if (present.running && waiting) return ["waiting", "sync", t("status_sending", { count: waiting })];
  if (waiting) return ["waiting", "waiting", t(navigator.onLine ? "status_waiting" : "status_offline", { count: waiting })];
  return ["good", "check", t("status_all")];
}
