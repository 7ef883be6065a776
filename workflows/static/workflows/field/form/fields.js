// The questions of a step as the pack describes them: large, with the help beside them, each answer told at once.

import { button, h } from "../lib/dom.js";
import { here } from "../lib/position.js";
import { t } from "../lib/texts.js";

const FEW = 7;

/** The choices of a question; the pack leaves out what is empty. */
export const choicesOf = (field) => field.choices ?? [];

/** The element of one question. `answered(value)` is called at every keystroke with the answer as text. */
export function question(field, value, answered) {
  const id = `f-${field.name}`;
  const labels = [
    h("span", { class: "question__label" }, field.label, field.required ? null : h("small", {}, ` ${t("optional")}`)),
    field.help ? h("span", { class: "question__help", id: `${id}-help` }, field.help) : null,
  ];
  if (field.type === "choice" && choicesOf(field).length <= FEW) return radios(field, value, answered, labels);
  if (field.type === "boolean") return ticked(field, value, answered);
  const input = control(field, value, answered, id);
  const extra = EXTRAS[field.type]?.(input, answered);
  return h("div", { class: "question", "data-field": field.name }, h("label", { for: id }, labels), input, extra);
}

function radios(field, value, answered, labels) {
  const options = choicesOf(field).map(([code, label]) =>
    h(
      "label",
      { class: "choice" },
      h("input", {
        type: "radio",
        name: field.name,
        value: code,
        checked: value === code,
        onchange: () => answered(code),
      }),
      h("span", {}, label),
    ),
  );
  return h("fieldset", { class: "question", "data-field": field.name }, h("legend", {}, labels), options);
}

function ticked(field, value, answered) {
  const box = h("input", {
    type: "checkbox",
    checked: value === "on",
    onchange: ({ target }) => answered(target.checked ? "on" : ""),
  });
  const help = field.help ? h("span", { class: "question__help" }, field.help) : null;
  return h("div", { class: "question", "data-field": field.name }, h("label", { class: "choice" }, box, h("span", {}, field.label)), help);
}

function control(field, value, answered, id) {
  const common = { id, "aria-describedby": field.help ? `${id}-help` : null };
  const told = ({ target }) => answered(target.value.trim());
  if (field.type === "choice") {
    const options = [["", "—"], ...choicesOf(field)].map(([code, label]) =>
      h("option", { value: code, selected: code === (value ?? "") }, label),
    );
    return h("select", { ...common, onchange: told }, options);
  }
  if (field.long || field.type === "polygon") {
    const area = h("textarea", { ...common, rows: 4, maxLength: field.max_length ?? -1, oninput: told });
    area.value = value ?? "";
    return area;
  }
  const input = h("input", { ...common, ...KINDS[field.type], oninput: told, autocomplete: "off" });
  if (field.max_length) input.maxLength = field.max_length;
  input.value = value ?? "";
  return input;
}

const KINDS = {
  text: { type: "text" },
  point: { type: "text", inputmode: "text" },
  integer: { type: "text", inputmode: "numeric" },
  decimal: { type: "text", inputmode: "decimal" },
  date: { type: "date" },
  datetime: { type: "datetime-local" },
};

const filled = (input, answered, value) => {
  input.value = value;
  answered(value);
};

const EXTRAS = {
  date: (input, answered) =>
    button(t("today"), () => filled(input, answered, new Intl.DateTimeFormat("en-CA").format(new Date()))),
  point: (input, answered) =>
    button(t("my_position"), () => {
      const place = here();
      if (place) filled(input, answered, `${place.lat}, ${place.lon}`);
    }, { shape: "pin" }),
};
