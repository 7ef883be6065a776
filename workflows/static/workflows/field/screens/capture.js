// A step's form, made from what the pack says of it; every keystroke is kept.

import { button, h, notice } from "../lib/dom.js";
import { advised } from "../form/advice.js";
import { asSent, asTyped, inWords, missing } from "../form/answers.js";
import { question } from "../form/fields.js";
import { lineChoice } from "../form/lines.js";
import { photoSlot } from "../form/photos.js";
import { reasonOf } from "../form/reason.js";
import { watch } from "../lib/position.js";
import { open, replace } from "../lib/router.js";
import { metres, moment, t } from "../lib/texts.js";
import { expected, waitsFor } from "../store/ahead.js";
import { discard, keep, keyOf, recall } from "../store/drafts.js";
import { hashesOf, release } from "../store/files.js";
import { blank, corrected, handIn } from "../store/outbox.js";
import { subjectOf } from "../store/subject.js";
import { wanted } from "../sync/triggers.js";

/** `#/do/<site>/<process>/<step>[/<item that is corrected>]` */
export async function capture(code, processId, step, corrects = "") {
  const subject = await subjectOf(code, processId, step, corrects);
  if (!subject) return gone();
  const { site, process, kind, form, held } = subject;
  const key = keyOf({ process: processId, step, corrects });
  const draft = (await recall(key)) ?? begun({ key, step, ...subject });
  const ahead = expected(process, kind, held);
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
  const notes = Object.fromEntries(form.fields.map(({ name }) => [name, h("p", { class: "question__advice", role: "status" })]));
  const judge = () => advised(form, draft.fields, { ...process.known, ...ahead.known });
  const advise = () => {
    const said = judge();
    for (const [name, note] of Object.entries(notes)) note.textContent = (said[name] ?? []).join(" ");
  };
  const questions = form.fields.flatMap((field) => [
    question(field, draft.fields[field.name], (value) => {
      draft.fields[field.name] = value;
      advise();
      return file();
    }),
    notes[field.name],
  ]);
  advise();
  const problems = h("div", { tabindex: "-1" });
  const send = () =>
    hand({ subject, ahead, step, draft, key }).catch(() =>
      problems.replaceChildren(notice("bad", t("no_room"))),
    );
  const content = [
    h("p", { class: "where" }, `${site.name} · ${kind.label}`),
    form.help ? h("p", {}, form.help) : null,
    saved,
    form.about ? lineChoice({ form, process, everyItem: held.everyItem, draft, file }) : null,
    ...questions,
    form.reasons.length ? reasonOf(form, draft, file) : null,
    form.evidence.length ? place : null,
    ...form.evidence.map((slot) => photoSlot(slot, draft, site, file)),
    adviceOf(form),
    problems,
    button(t("send"), () => judged({ form, draft, problems, send, doubts: judge() }), { kind: "button--main", id: "send" }),
    button(t("discard"), () => thrownAway(key, code), { kind: "button--quiet" }),
  ];
  const stop = watch((fix, trouble) => {
    place.textContent = fix ? t("position_known", { metres: metres(fix.accuracy) }) : t(trouble || "position_searching");
  });
  return { title: form.label, back: `#/site/${encodeURIComponent(code)}`, content, alone: true, busy: true, leave: stop };
}

function begun({ key, site, process, step, form, former }) {
  const before = former ? former.body.fields : (process.values ?? {});
  return {
    key,
    site: site.code,
    process: process.id,
    step,
    corrects: former ? former.id : null,
    fields: Object.fromEntries(form.fields.map((field) => [field.name, asTyped(field, before[field.name])])),
    photos: former ? former.body.files.map((photo) => ({ ...photo })) : [],
    reason: former ? former.body.reason : null,
    line: former ? former.body.item : null,
    about: former ? former.body.about : null,
  };
}

/** Hand it in, or first say what will most likely be asked back; the person decides. */
function judged({ form, draft, problems, send, doubts }) {
  const found = missing(form, draft, Boolean(draft.line || draft.about)).map((each) => t(`missing_${each.what}`, each));
  const words = [...found, ...Object.values(doubts).flat()].map((sentence) => h("li", {}, sentence));
  if (!words.length) return send();
  problems.replaceChildren(
    notice("warning", h("p", {}, t("missing_some")), h("ul", {}, words)),
    button(t("send_anyway"), send, { id: "send-anyway" }),
  );
  problems.focus();
  problems.scrollIntoView({ block: "center" });
  return undefined;
}

async function hand({ subject, ahead, step, draft, key }) {
  const { site, process, kind, form, former, held } = subject;
  const body = {
    ...blank(held.person, site.code, process.kind, step),
    process: process.begun ? null : process.id,
    opened_by: process.begun ? process.id : null,
    seen_version: process.version,
    fields: asSent(form, draft.fields),
    reason: draft.reason?.code ? draft.reason : null,
    item: draft.line ?? null,
    about: draft.about ?? null,
    // What waits for a refused report waits for the one that corrects it; that one must not wait for those.
    after: former ? former.body.after : waitsFor(form, process, ahead),
    corrects: draft.corrects,
    files: draft.photos.map((photo) => ({ ...photo })),
  };
  await handIn(body, shownOf(subject, body), key);
  if (draft.corrects) await corrected(draft.corrects, body.id);
  await release(hashesOf(body));
  wanted();
  return replace("item", body.id);
}

/** The words that stay with the report, whatever becomes of its form. */
function shownOf({ site, kind, form }, body) {
  const { records = null, target, resumes } = form;
  const moves = Boolean(target || resumes);
  return { site: site.name, kind: kind.label, step: form.label, records, moves, said: inWords(form, body.fields) };
}

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
