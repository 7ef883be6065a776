// What can be said of answers at once: the comparisons of the step's rules. Advice beside the question, never a wall.

import { outside, plain } from "./answers.js";
import { day, number, t } from "../lib/texts.js";

const RELATIONS = { "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">=": (a, b) => a >= b, ">": (a, b) => a > b };
const NUMBERS = new Set(["decimal", "integer"]);

/** The sentences about the answers as they stand: {question: [sentence, …]}. `known`: the process's own columns. */
export function advised(form, answers, known) {
  const found = {};
  const say = (name, sentence) => (found[name] = [...(found[name] ?? []), sentence]);
  for (const field of form.fields) {
    if (answers[field.name] && outside(field, answers[field.name])) say(field.name, range(field));
  }
  const read = reader(form, answers, known);
  for (const rule of form.advice.flatMap(({ judged = [] }) => judged)) {
    // What is no possible answer is compared with nothing.
    if (found[rule.field]) continue;
    if (rule.when && !holds(rule.when, read)) continue;
    if (holds(rule, read) === false) say(rule.field, said(rule, read));
  }
  return found;
}

function range(field) {
  if (field.min === undefined || field.max === undefined) return t("out_of_range", field);
  return t("out_of_bounds", { ...field, least: number(Number(field.min), 2), most: number(Number(field.max), 2) });
}

/** Looks up what is compared, as values of one kind: numbers, or days and moments as ISO text. */
function reader(form, answers, known) {
  const types = Object.fromEntries(form.fields.map((field) => [field.name, field.type]));
  return {
    type: (name) => types[name],
    answer: (name) => (NUMBERS.has(types[name]) ? asNumber(plain(String(answers[name] ?? ""))) : answers[name] || null),
    bound: (than, type) => {
      if (than.clock) return clock(than.clock);
      const value = than.value ?? (than.known ? known[than.known] : answers[than.answer]);
      if (value === undefined || value === null || value === "") return null;
      return NUMBERS.has(type) ? asNumber(than.answer ? plain(String(value)) : value) : String(value);
    },
  };
}

function holds({ field, is, than }, read) {
  const [answer, bound] = [read.answer(field), read.bound(than, read.type(field))];
  return answer === null || bound === null ? null : RELATIONS[is](answer, bound);
}

function said({ field, than, sentence }, read) {
  const words = (value) => (NUMBERS.has(read.type(field)) ? number(value, 2) : day(value));
  const places = { answer: words(read.answer(field)), bound: words(read.bound(than, read.type(field))) };
  return sentence.replace(/\{(answer|bound)\}/g, (_place, name) => places[name]);
}

function asNumber(text) {
  const value = text === "" ? Number.NaN : Number(text);
  return Number.isNaN(value) ? null : value;
}

/** The day, or the moment, of this phone's clock in Western Indonesian time. */
function clock(which) {
  const [date, time] = new Date().toLocaleString("sv-SE", { timeZone: "Asia/Pontianak" }).split(" ");
  return which === "today" ? date : `${date}T${time}`;
}
