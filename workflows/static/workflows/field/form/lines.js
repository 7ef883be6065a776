// Which line of the process the step is about: one the office knows, or one that was opened on this phone.

import { h } from "../lib/dom.js";
import { t } from "../lib/texts.js";
import { isAbout } from "../store/ahead.js";

/** A group of choices; the answer goes to `draft.line` (its number) or `draft.about` (the item that opened it). */
export function lineChoice({ form, process, everyItem, draft, file }) {
  const open = (line) => form.about_states.includes(line.state);
  const known = (process.lines?.[form.about] ?? []).filter(open).map((line) => ({
    value: String(line.number),
    label: `${line.number}. ${line.caption}`,
    chosen: draft.line === line.number,
    choose: () => Object.assign(draft, { line: line.number, about: null }),
  }));
  const opened = everyItem
    .filter((item) => isAbout(item.body, process, everyItem) && item.shown.records === form.about && !item.line)
    .map((item) => ({
      value: item.id,
      label: t("line_of_phone", { step: item.shown.step }),
      chosen: draft.about === item.id,
      choose: () => Object.assign(draft, { line: null, about: item.id }),
    }));
  const options = [...known, ...opened].map(({ value, label, chosen, choose }) =>
    h(
      "label",
      { class: "choice" },
      h("input", { type: "radio", name: "line", value, checked: chosen, onchange: () => (choose(), file()) }),
      h("span", {}, label),
    ),
  );
  return h("fieldset", { class: "question" }, h("legend", { class: "question__label" }, t("which_line")), options);
}
