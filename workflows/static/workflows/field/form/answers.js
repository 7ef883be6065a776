// Answers as the server reads them, and what is still missing: told to the person, never a wall.

import { readNumber, rewritten } from "../../js/numbers.js";
import { day, spoken, t } from "../lib/texts.js";

const NUMBERS = new Set(["decimal", "integer"]);

/** The answers in the form the API takes: numbers with a point, whatever a person typed for thousands and decimals. */
export function asSent(form, answers) {
  const sent = {};
  for (const { name, type } of form.fields) {
    const value = answers[name];
    if (value === undefined || value === null || value === "") continue;
    sent[name] = NUMBERS.has(type) ? plain(String(value)) : value;
  }
  return sent;
}

/** "1.250,5" and "12,5" as a computer writes them; what is no number stays as it is, to be refused in words. */
export function plain(text) {
  const value = readNumber(text, spoken());
  return Number.isNaN(value) ? text : String(value);
}

/** The office's value of a question, as a person types it. */
export function asTyped(field, value) {
  if (value === null || value === undefined) return "";
  return NUMBERS.has(field.type) ? rewritten(String(value), "en", spoken()) : String(value);
}

/** Answers as they were sent, with their questions: [question, answer] in words. */
export function inWords(form, fields) {
  return Object.entries(fields).map(([name, value]) => {
    const field = form.fields.find((each) => each.name === name);
    const chosen = field?.choices?.find(([code]) => code === value)?.[1];
    return [field?.label ?? name, chosen ?? (value === "on" ? t("yes") : written(field, value))];
  });
}

function written(field, value) {
  return field?.type === "date" ? day(String(value)) : asTyped(field ?? {}, value);
}

/**
 * What the office will most likely ask back for: a list of {what, ...} with `what` "field", "number", "line", "reason",
 * "photos" or "position".
 */
export function missing(form, draft, hasLine) {
  const found = [];
  if (form.about && !hasLine) found.push({ what: "line" });
  for (const field of form.fields) {
    const value = draft.fields[field.name] ?? "";
    if (field.required && value === "") found.push({ what: "field", label: field.label, name: field.name });
  }
  if (form.reasons.length && !(draft.reason?.code && draft.reason.text)) found.push({ what: "reason" });
  for (const slot of form.evidence) {
    const photos = draft.photos.filter((photo) => photo.slot === slot.slot);
    if (photos.length < slot.minimum) found.push({ what: "photos", label: slot.label, count: slot.minimum - photos.length });
    if (slot.located && photos.some((photo) => !photo.position)) found.push({ what: "position", label: slot.label });
  }
  return found;
}

/** Is it no number, or none in the question's range? */
export function outside(field, value) {
  if (!NUMBERS.has(field.type)) return false;
  const number = Number(plain(String(value)));
  if (Number.isNaN(number)) return true;
  const [least, most] = [field.min ?? null, field.max ?? null];
  return (least !== null && number < Number(least)) || (most !== null && number > Number(most));
}
