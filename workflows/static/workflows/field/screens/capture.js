// A step's form, made from what the pack says of it; every keystroke is kept.

import { button, h, notice } from "../lib/dom.js";
import { asSent, asTyped, missing } from "../form/answers.js";
import { question } from "../form/fields.js";
import { lineChoice } from "../form/lines.js";
import { photoSlot } from "../form/photos.js";
import { reasonOf } from "../form/reason.js";
import { watch } from "../lib/position.js";
import { open, replace } from "../lib/router.js";
import { metres, moment, t } from "../lib/texts.js";
import { get } from "../store/database.js";
import { discard, keep, keyOf, recall } from "../store/drafts.js";
import { hashesOf, release } from "../store/files.js";
import { blank, corrected, handIn, itemOf, items } from "../store/outbox.js";
import { read } from "../store/settings.js";
import { wanted } from "../sync/triggers.js";

/** `#/do/<site>/<process>/<step>[/<item that is corrected>]` */
export async function capture(code, processId, step, corrects = "") {
  const site = await get("sites", code);
  const process = site?.processes.find((each) => String(each.id) === processId);
  const forms = await read("forms");
  const kind = process?.kind;
  const form = forms?.kinds[kind]?.steps[step];
  if (!form) return gone();
  const key = keyOf({ process: process.id, step, corrects });
  const draft = (await recall(key)) ?? (await begun({ key, site, process, step, form, corrects }));
  const file = async () => {
    draft.begun = true;
    try {
      await keep(draft);
      saved.textContent = t("draft_saved", { time: moment(Date.now()) });
    } catch {
      // Only want of room keeps it from being written; what stands on the screen stays there.
      saved.textContent = t("no_room");
    }
  };
  const saved = h("p", { class: "saved", role: "status" }, draft.begun ? t("draft_found", { time: moment(draft.at) }) : "");
  const place = h("p", { class: "fix" }, t("position_searching"));
  const questions = form.fields.map((field) =>
    question(field, draft.fields[field.name], (value) => {
      draft.fields[field.name] = value;
      return file();
    }),
  );
  const problems = h("div", { tabindex: "-1" });
  const everyItem = await items();
  const shown = { site: site.name, kind: forms.kinds[kind].label, step: form.label, records: form.records ?? null };
  const send = () =>
    hand({ site, process, step, form, draft, key, shown, everyItem }).catch(() =>
      problems.replaceChildren(notice("bad", t("no_room"))),
    );
  const content = [
    h("p", { class: "where" }, `${site.name} · ${forms.kinds[kind].label}`),
    form.help ? h("p", {}, form.help) : null,
    saved,
    form.about ? lineChoice({ form, process, everyItem, draft, file }) : null,
    ...questions,
    form.reasons.length ? reasonOf(form, draft, file) : null,
    form.evidence.length ? place : null,
    ...form.evidence.map((slot) => photoSlot(slot, draft, site, file)),
    adviceOf(form),
    problems,
    button(t("send"), () => judged({ form, draft, problems, send }), { kind: "button--main", id: "send" }),
    button(t("discard"), () => thrownAway(key, code), { kind: "button--quiet" }),
  ];
  const stop = watch((fix, trouble) => {
    place.textContent = fix ? t("position_known", { metres: metres(fix.accuracy) }) : t(trouble || "position_searching");
  });
  return { title: form.label, back: `#/site/${encodeURIComponent(code)}`, content, alone: true, busy: true, leave: stop };
}

async function begun({ key, site, process, step, form, corrects }) {
  const former = corrects && (await itemOf(corrects));
  const before = former ? former.body.fields : (process.values ?? {});
  return {
    key,
    site: site.code,
    process: process.id,
    step,
    corrects: corrects || null,
    fields: Object.fromEntries(form.fields.map((field) => [field.name, asTyped(field, before[field.name])])),
    photos: former ? former.body.files.map((photo) => ({ ...photo })) : [],
    reason: former ? former.body.reason : null,
    line: former ? former.body.item : null,
    about: former ? former.body.about : null,
  };
}

/** Hand it in, or first say what will most likely be asked back; the person decides. */
function judged({ form, draft, problems, send }) {
  const found = missing(form, draft, Boolean(draft.line || draft.about));
  if (!found.length) return send();
  const words = found.map((each) => h("li", {}, t(`missing_${each.what}`, each)));
  problems.replaceChildren(
    notice("warning", h("p", {}, t("missing_some")), h("ul", {}, words)),
    button(t("send_anyway"), send, { id: "send-anyway" }),
  );
  problems.focus();
  problems.scrollIntoView({ block: "center" });
  return undefined;
}

async function hand({ site, process, step, form, draft, key, shown, everyItem }) {
  const person = await read("person");
  // What adds a line is a fact: it waits for nothing. What moves the process on waits for the last that did.
  const moves = (item) => item.body.process === process.id && item.person === person.id && !item.shown.records;
  const before = form.records ? [] : everyItem.filter((item) => moves(item) && isOpen(item)).slice(-1);
  const body = {
    ...blank(person, site.code, process.kind, step),
    process: process.id,
    seen_version: process.version,
    fields: asSent(form, draft.fields),
    reason: draft.reason?.code ? draft.reason : null,
    item: draft.line ?? null,
    about: draft.about ?? null,
    after: before.map((item) => item.id),
    corrects: draft.corrects,
    files: draft.photos.map((photo) => ({ ...photo })),
  };
  await handIn(body, shown, key);
  if (draft.corrects) await corrected(draft.corrects, body.id);
  await release(hashesOf(body));
  wanted();
  return replace("item", body.id);
}

const isOpen = (item) => item.state === "waiting" || ["backlog", "received"].includes(item.server);

function adviceOf(form) {
  if (!form.advice.length) return null;
  const rules = form.advice.map(({ label }) => h("li", {}, label));
  return h("details", { class: "advice" }, h("summary", {}, t("advice")), h("p", {}, t("advice_help")), h("ul", {}, rules));
}

async function thrownAway(key, code) {
  if (!confirm(t("discard_sure"))) return;
  await discard(key);
  open("site", code);
}

function gone() {
  return { title: t("form_gone"), back: "#/sites", content: [notice("warning", t("form_gone_help"))] };
}
