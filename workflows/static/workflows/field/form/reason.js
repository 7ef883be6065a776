// The coded reason and the sentence that some steps ask for.

import { question } from "./fields.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/texts.js";

export function reasonOf(form, draft, file) {
  const kept = (part) => (value) => {
    draft.reason = { code: "", text: "", ...draft.reason, [part]: value };
    return file();
  };
  const code = { name: "reason_code", label: t("reason"), type: "choice", choices: form.reasons, required: true };
  const text = { name: "reason_text", label: t("reason_text"), type: "text", required: true, long: true };
  return h("div", {}, question(code, draft.reason?.code, kept("code")), question(text, draft.reason?.text, kept("text")));
}
