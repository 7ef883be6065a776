// One site: where it is from here, what stands there, what may be reported, and what this phone reported.

import { button, h, icon, notice } from "../lib/dom.js";
import { bearing, distance, distanceToRing, eighth, middle } from "../lib/geo.js";
import { watch } from "../lib/position.js";
import { open } from "../lib/router.js";
import { metres, number, t } from "../lib/texts.js";
import { get } from "../store/database.js";
import { expected, isAbout, processesAt } from "../store/ahead.js";
import { everyDraft } from "../store/drafts.js";
import { items } from "../store/outbox.js";
import { read } from "../store/settings.js";
import { row } from "./outbox.js";

const DIRECTIONS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

export async function site(code) {
  const found = await get("sites", code);
  if (!found) return { title: code, back: "#/sites", content: [notice("warning", t("no_such_site"))] };
  const forms = await read("forms");
  const drafts = (await everyDraft()).filter((draft) => draft.site === code);
  const everyItem = await items();
  const own = everyItem.filter((item) => item.body.site === code && !(item.whole && item.server === "taken"));
  const held = { everyItem, forms, person: await read("person"), packAt: (await read("pack"))?.at };
  const processes = processesAt(found, held);
  const begun = new Set(processes.filter((process) => process.begun).map((process) => process.kind));
  const where = h("p", { class: "where-to" });
  const stop = watch((fix, trouble) => {
    where.replaceChildren(...(fix ? way(fix, found) : [t(trouble || "position_searching")]));
  });
  const content = [
    h("p", { class: "where" }, `${found.code} · ${found.district}, ${found.regency}`),
    h("p", { class: "card__stage" }, found.stage_label),
    found.flags.length ? notice("warning", found.flags.join(" · ")) : null,
    where,
    ...processes.map((process) => part(found, process, held, drafts)),
    ...found.starts.filter((kind) => forms?.kinds[kind]?.start && !begun.has(kind)).map((kind) => starting(found, kind, forms)),
    own.length ? h("h2", {}, t("from_this_phone")) : null,
    own.length ? h("ul", { class: "cards" }, await Promise.all(own.map(row))) : null,
  ];
  return { title: found.name, back: "#/sites", content, live: true, leave: stop };
}

/** The way to the plot where one is known, else to the site's position. */
function way(fix, found) {
  const away = found.plot ? distanceToRing(fix, found.plot) : distance(fix, found);
  if (found.plot && !away) return [icon("pin"), h("strong", {}, t("on_plot"))];
  const to = bearing(fix, found.plot ? middle(found.plot) : found);
  const arrow = icon("back");
  // The picture of "back" points west.
  arrow.style.transform = `rotate(${Math.round(to + 90)}deg)`;
  const direction = t(`direction_${DIRECTIONS[eighth(to)]}`);
  const parts = [
    arrow,
    h("strong", {}, metres(away)),
    ` ${t(found.plot ? "towards_plot" : "towards", { direction, degrees: number(to) })}`,
    found.accuracy_m && !found.plot ? h("small", {}, ` ${t("site_accuracy", { metres: metres(found.accuracy_m) })}`) : null,
  ];
  return parts.filter(Boolean);
}

function starting(found, kind, forms) {
  const { label } = forms.kinds[kind].start;
  return button(t("start", { kind: label }), () => open("start", found.code, kind));
}

function part(found, process, held, drafts) {
  const kind = held.forms?.kinds[process.kind];
  if (!kind) return null;
  const ahead = expected(process, kind, held);
  const buttons = ahead.steps.filter((name) => kind.steps[name]).map((name) => {
    const begun = drafts.find((draft) => isAbout(draft, process, held.everyItem) && draft.step === name && !draft.corrects);
    const { label, tone } = kind.steps[name];
    const id = String(begun?.process ?? process.id);
    return button(begun ? t("go_on", { step: label }) : label, () => open("do", found.code, id, name), {
      kind: tone === "danger" ? "" : "button--strong",
    });
  });
  return h(
    "section",
    { class: "part" },
    h("h2", {}, process.label),
    h("p", {}, process.state_label),
    process.begun || ahead.last ? notice("waiting", aheadOf(ahead)) : null,
    process.awaits.length && !ahead.last ? h("p", { class: "question__help" }, t("awaited", { what: process.awaits.join(", ") })) : null,
    ...buttons,
  );
}

/** What the phone knows and the office does not, and whether it can go on meanwhile. */
function aheadOf({ last, steps }) {
  const said = last ? t("ahead_reported", { step: last.shown.step }) : t("ahead_begun");
  return [h("p", {}, said), h("p", {}, t(steps.length ? "ahead_go_on" : "ahead_wait"))];
}
