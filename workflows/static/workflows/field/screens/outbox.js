// The outbox: every report of this phone with where it is, and the button that sends now.

import { button, h, icon, notice } from "../lib/dom.js";
import { redraw } from "../lib/router.js";
import { moment, size, t } from "../lib/texts.js";
import { progress } from "../store/files.js";
import { items } from "../store/outbox.js";
import { read } from "../store/settings.js";
import { run } from "../sync/run.js";
import { saveExports } from "../sync/export.js";
import { doing, statusLine } from "./status.js";

const SHAPES = { waiting: "waiting", received: "check", refused: "warning", person: "person", settled: "check" };

export async function outbox() {
  const all = (await items()).reverse();
  const retry = await read("retry");
  const open = all.some((item) => !item.whole);
  const told = h("div", { role: "status" });
  const send = button(t("send_now"), async () => {
    told.replaceChildren(h("p", {}, t("sending")));
    const ended = await run({ force: true });
    await redraw();
    if (ended !== "done") document.querySelector("[data-told]")?.replaceChildren(notice("warning", t(`ended_${ended}`)));
  }, { kind: "button--main", shape: "sync", id: "send-now" });
  told.dataset.told = "";
  const content = [
    await statusLine(),
    send,
    told,
    retry?.good ? h("p", { class: "question__help" }, t("last_contact", { time: moment(retry.good) })) : null,
    all.length ? h("ul", { class: "cards" }, await Promise.all(all.map(row))) : h("p", {}, t("outbox_empty")),
    open ? h("h2", {}, t("export_title")) : null,
    open ? h("p", { class: "question__help" }, t("export_help")) : null,
    open ? button(t("export"), () => saveExports(), { id: "export" }) : null,
  ];
  return { title: t("tab_outbox"), content, live: true };
}

/** One item as a row that leads to it. */
export async function row(item) {
  const { shown, body, id } = item;
  return h(
    "li",
    {},
    h(
      "a",
      { class: `card card--${item.correctedBy ? "settled" : item.state}`, href: `#/item/${id}` },
      h("strong", { class: "card__name" }, shown.step),
      h("span", { class: "card__place" }, `${shown.site} · ${moment(body.captured_at)}`),
      h("span", { class: "card__state" }, icon(SHAPES[item.state]), await stateOf(item)),
    ),
  );
}

/** Where an item is, in words: "Sending 3 of 5 photos", "Received · T-000123". */
export async function stateOf(item) {
  const there = await progress(item.body);
  if (item.correctedBy) return t("state_corrected");
  if (item.state === "refused") return t("state_refused");
  if (item.state === "person") return t("state_person");
  if (item.state === "settled") return t("state_settled", item);
  if (!item.receipt) return t("state_waiting", { size: size(there.bytes) });
  const now = doing();
  if (now.running && now.item === item.id && now.doing === "photo") return t("state_photos_sending", now);
  if (!item.whole && there.total) return t("state_photos_waiting", { n: there.arrived, total: there.total, receipt: item.receipt });
  if (item.aside?.length) return t("state_photo_aside", item);
  return t(item.server === "backlog" ? "state_backlog" : "state_received", item);
}
