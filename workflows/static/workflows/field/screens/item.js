// One report: what was said, where it is, what the office answered, and what can be done about it.

import { inWords } from "../form/answers.js";
import { button, h, icon, notice } from "../lib/dom.js";
import { open, redraw } from "../lib/router.js";
import { moment, t } from "../lib/texts.js";
import { change } from "../store/database.js";
import { fileOf } from "../store/files.js";
import { itemOf } from "../store/outbox.js";
import { read } from "../store/settings.js";
import { wanted } from "../sync/triggers.js";
import { stateOf } from "./outbox.js";

const TONES = { waiting: "waiting", received: "good", refused: "bad", person: "warning", settled: "good" };

export async function item(id) {
  const found = await itemOf(id);
  if (!found) return { title: t("report"), back: "#/outbox", content: [h("p", {}, t("no_such_report"))] };
  const { body, shown } = found;
  const person = await read("person");
  const form = (await read("forms"))?.kinds[body.kind]?.steps[body.step];
  const toCorrect = found.state === "refused" && !found.correctedBy;
  const others = person && found.person !== person.id;
  const content = [
    h("p", { class: "where" }, `${shown.site} · ${shown.kind}`),
    notice(TONES[found.state], h("p", {}, h("strong", {}, await stateOf(found))), found.sentence ? h("p", {}, found.sentence) : null, problems(found, form)),
    ...(found.aside ?? []).map((sentence) => notice("bad", sentence)),
    others ? notice("warning", t("somebody_elses")) : null,
    toCorrect && form
      ? button(t("correct"), () => open("do", body.site, String(body.process ?? body.opened_by), body.step, id), { kind: "button--main", id: "correct" })
      : null,
    toCorrect && !form ? notice("warning", t("no_form_to_correct", found)) : null,
    found.server === "not_taken" ? button(t("send_again"), () => again(id), { kind: "button--strong" }) : null,
    h("h2", {}, t("what_you_said")),
    h("p", { class: "question__help" }, t("captured", { time: moment(body.captured_at) })),
    h("dl", { class: "said" }, answers(found, form)),
    body.files.length ? h("ul", { class: "photos" }, await Promise.all(body.files.map(photo))) : null,
  ];
  return { title: shown.step, back: "#/outbox", content, live: true };
}

function problems({ errors }, form) {
  if (!errors) return null;
  const label = (name) => form?.fields.find((field) => field.name === name)?.label;
  const lines = Object.entries(errors).flatMap(([name, sentences]) =>
    [sentences].flat().map((sentence) => h("li", {}, label(name) ? `${label(name)}: ${sentence}` : sentence)),
  );
  return h("ul", {}, lines);
}

/** In the words of the form, or, when it has left the phone, in those it had when the report was made. */
function answers({ body, shown }, form) {
  const said = form ? inWords(form, body.fields) : (shown.said ?? Object.entries(body.fields));
  return said.flatMap(([question, answer]) => [h("dt", {}, question), h("dd", {}, answer)]);
}

async function photo({ sha256, thumb, captured_at: at }) {
  const [original, small] = [await fileOf(sha256), thumb && (await fileOf(thumb))];
  const there = original?.arrived ?? true;
  const image = small && h("img", { src: URL.createObjectURL(small.blob), alt: "", onload: ({ target }) => URL.revokeObjectURL(target.src) });
  return h(
    "li",
    { class: "photo" },
    image ?? icon("photo"),
    h("p", {}, moment(at), h("br"), original?.sentence || t(there ? "photo_arrived" : "photo_waiting")),
  );
}

/** The office has looked, or the phone may have been wrong about it: it waits again. */
async function again(id) {
  await change("outbox", id, (found) => found && { ...found, state: "waiting", server: undefined, sentence: "" });
  await wanted();
  await redraw();
}
