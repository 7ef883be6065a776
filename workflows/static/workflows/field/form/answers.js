// Answers as the server reads them, and what is still missing: told to the person, never a wall.

import { readNumber, rewritten } from "../../js/numbers.js";
import { spoken } from "../lib/texts.js";

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
    else if (value !== "" && NUMBERS.has(field.type) && outside(field, value)) {
      found.push({ what: "number", label: field.label, name: field.name });
    }
  }
  if (form.reasons.length && !(draft.reason?.code && draft.reason.text)) found.push({ what: "reason" });
  for (const slot of form.evidence) {
    const photos = draft.photos.filter((photo) => photo.slot === slot.slot);
    if (photos.length < slot.minimum) found.push({ what: "photos", label: slot.label, count: slot.minimum - photos.length });
    if (slot.located && photos.some((photo) => !photo.position)) found.push({ what: "position", label: slot.label });
  }
  return found;
}

function outside(field, value) {
  const number = Number(plain(String(value)));
  if (Number.isNaN(number)) return true;
  const [least, most] = [field.min ?? null, field.max ?? null];
  return (least !== null && number < Number(least)) || (most !== null && number > Number(most));
}
