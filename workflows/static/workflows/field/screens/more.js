// Whose phone this is, its language, PIN, room and last contact.

import { button, h, notice } from "../lib/dom.js";
import { install, installable } from "../lib/install.js";
import * as pin from "../lib/pin.js";
import { open, redraw } from "../lib/router.js";
import { choose, moment, size, spoken, t } from "../lib/texts.js";
import { all } from "../store/database.js";
import { unsent } from "../store/outbox.js";
import { read } from "../store/settings.js";
import { room } from "../sync/holdings.js";
import { run } from "../sync/run.js";

const LITTLE = 200_000_000;

export async function more() {
  const person = await read("person");
  const [pack, skew, storage] = [await read("pack"), await read("skew"), await room()];
  const free = storage.quota === null ? null : storage.quota - storage.usage;
  const log = (await all("log")).reverse().slice(0, 30);
  const content = [
    h("h2", {}, t("person")),
    h("p", {}, h("strong", {}, person.name)),
    ...person.roles.map((role) => h("p", {}, `${role.label} · ${role.region_name}`)),
    h("h2", {}, t("sites_and_forms")),
    h("p", {}, pack ? t("as_of", { time: moment(pack.at) }) : t("no_pack")),
    button(t("fetch_now"), async () => (await run({ force: true }), redraw()), { shape: "sync" }),
    h("h2", {}, t("language")),
    h(
      "div",
      { class: "pair" },
      ...[["id", "Bahasa Indonesia"], ["en", "English"]].map(([code, name]) =>
        button(name, () => speak(code), { "aria-pressed": String(spoken() === code) }),
      ),
    ),
    h("h2", {}, t("pin_title")),
    h("p", { class: "question__help" }, t("pin_help")),
    button(t((await pin.isSet()) ? "pin_change" : "pin_choose"), () => open("pin")),
    h("h2", {}, t("room")),
    h("p", {}, free === null ? t("room_unknown") : t("room_left", { size: size(free), used: size(storage.usage) })),
    free !== null && free < LITTLE ? notice("warning", t("room_little")) : null,
    storage.persisted
      ? h("p", {}, t("persisted"))
      : button(t("persist"), async () => (await navigator.storage?.persist?.(), redraw())),
    h("h2", {}, t("clock")),
    h("p", {}, skew === undefined ? t("clock_unknown") : t("clock_skew", { count: Math.round(Math.abs(skew) / 60_000) })),
    h("h2", {}, t("this_phone")),
    h("p", {}, `${await read("phoneName")} · ${t("version", { version: document.documentElement.dataset.version })}`),
    button(t("enrol_other"), () => another()),
    installable() ? button(t("install"), () => install()) : null,
    h("details", {}, h("summary", {}, t("log")), h("ul", { class: "log" }, log.map((line) => h("li", {}, `${moment(line.at.split(" ")[0])} ${line.text}`)))),
  ];
  return { title: t("tab_more"), content };
}

async function speak(code) {
  await choose(code);
  // The words of the forms come from the server.
  run({ force: true });
  await open("more");
}

async function another() {
  const waiting = await unsent();
  if (waiting && !confirm(t("enrol_other_waiting", { count: waiting }))) return;
  await open("enrol");
}
