// The answers of a form as plain data: what a person types or chooses, and nothing that travels hidden.
import { rewritten } from "./numbers.js";

const NOT_ANSWERS = new Set(["hidden", "file", "submit", "button", "password"]);

/** Name to value. Files, hidden fields and everything under data-not-kept are left out. */
export function fieldsOf(form) {
  const found = {};
  for (const field of answers(form)) {
    if (!tickable(field)) found[field.name] = field.value;
    else if (field.checked) found[field.name] = field.value;
    else found[field.name] ??= "";
  }
  return found;
}

/** Put values back into the fields that are still there. Returns the fields that were changed. */
export function fill(form, values) {
  return answers(form).filter((field) => {
    if (!(field.name in values)) return false;
    const value = values[field.name];
    const [property, wanted] = tickable(field) ? ["checked", field.value === value] : ["value", value];
    if (field[property] === wanted) return false;
    field[property] = wanted;
    // A choice that is not offered any more leaves a list without any.
    return field[property] === wanted;
  });
}

/** The values as they would be written in the other language: "3.000" and "3,000" are one number. */
export function translated(form, values, from, to) {
  const found = { ...values };
  for (const field of answers(form)) {
    if (from && field.inputMode === "decimal" && field.name in found) found[field.name] = rewritten(found[field.name], from, to);
  }
  return found;
}

function answers(form) {
  return [...form.elements].filter(
    (field) => field.name && "value" in field && !NOT_ANSWERS.has(field.type) && !field.closest("[data-not-kept]"),
  );
}

function tickable(field) {
  return field.type === "radio" || field.type === "checkbox";
}
