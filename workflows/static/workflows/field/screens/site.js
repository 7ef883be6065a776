// One site: where it is from here, what stands there, what may be reported, and what this phone reported.

import { button, h, icon, notice } from "../lib/dom.js";
import { bearing, distance, eighth } from "../lib/geo.js";
import { watch } from "../lib/position.js";
import { open } from "../lib/router.js";
import { metres, number, t } from "../lib/texts.js";
import { get } from "../store/database.js";
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
  const own = (await items()).filter((item) => item.body.site === code && !(item.whole && item.server === "taken"));
  const where = h("p", { class: "where-to" });
  const stop = watch((fix, trouble) => {
    where.replaceChildren(...(fix ? way(fix, found) : [t(trouble || "position_searching")]));
  });
  const content = [
    h("p", { class: "where" }, `${found.code} · ${found.district}, ${found.regency}`),
    h("p", { class: "card__stage" }, found.stage_label),
    found.flags.length ? notice("warning", found.flags.join(" · ")) : null,
    where,
    ...found.processes.map((process) => part(found, process, forms, drafts)),
    ...found.starts.filter((kind) => forms?.kinds[kind]?.start).map((kind) => starting(found, kind, forms)),
    own.length ? h("h2", {}, t("from_this_phone")) : null,
    own.length ? h("ul", { class: "cards" }, await Promise.all(own.map(row))) : null,
  ];
  return { title: found.name, back: "#/sites", content, live: true, leave: stop };
}

function way(fix, found) {
  const to = bearing(fix, found);
  const arrow = icon("back");
  // The picture of "back" points west.
  arrow.style.transform = `rotate(${Math.round(to + 90)}deg)`;
  const direction = t(`direction_${DIRECTIONS[eighth(to)]}`);
  const parts = [
    arrow,
    h("strong", {}, metres(distance(fix, found))),
    ` ${t("towards", { direction, degrees: number(to) })}`,
    found.accuracy_m ? h("small", {}, ` ${t("site_accuracy", { metres: metres(found.accuracy_m) })}`) : null,
  ];
  return parts.filter(Boolean);
}

function starting(found, kind, forms) {
  const { label } = forms.kinds[kind].start;
  return button(t("start", { kind: label }), () => open("start", found.code, kind));
}

function part(found, process, forms, drafts) {
  const kind = forms?.kinds[process.kind];
  if (!kind) return null;
  const steps = process.steps.filter((name) => kind.steps[name]);
  const buttons = steps.map((name) => {
    const begun = drafts.some((draft) => draft.process === process.id && draft.step === name && !draft.corrects);
    const { label, tone } = kind.steps[name];
    return button(begun ? t("go_on", { step: label }) : label, () => open("do", found.code, String(process.id), name), {
      kind: tone === "danger" ? "" : "button--strong",
    });
  });
  return h(
    "section",
    { class: "part" },
    h("h2", {}, process.label),
    h("p", {}, process.state_label),
    process.awaits.length ? h("p", { class: "question__help" }, t("awaited", { what: process.awaits.join(", ") })) : null,
    ...buttons,
  );
}
