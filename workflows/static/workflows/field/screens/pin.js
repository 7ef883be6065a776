// The PIN: chosen once, asked for when the app was put aside.

import { button, h, notice } from "../lib/dom.js";
import * as pin from "../lib/pin.js";
import { draw, replace } from "../lib/router.js";
import { t } from "../lib/texts.js";

function digits(id, label) {
  const input = h("input", {
    id,
    type: "password",
    inputmode: "numeric",
    autocomplete: "off",
    maxLength: 8,
    class: "pin",
  });
  return [input, h("div", { class: "question" }, h("label", { for: id, class: "question__label" }, label), input)];
}

/** `#/pin`: choose one, or go without. */
export async function choosePin() {
  const [first, firstBox] = digits("pin", t("pin_new"));
  const [second, secondBox] = digits("pin-again", t("pin_again"));
  const trouble = h("div", { role: "alert" });
  async function keep(event) {
    event.preventDefault();
    if (!pin.isPin(first.value)) return trouble.replaceChildren(notice("bad", t("pin_length")));
    if (first.value !== second.value) return trouble.replaceChildren(notice("bad", t("pin_differs")));
    await pin.set(first.value);
    return replace("sites");
  }
  const form = h(
    "form",
    { onsubmit: keep },
    firstBox,
    secondBox,
    trouble,
    h("button", { type: "submit", class: "button button--main" }, t("pin_keep")),
    button(t("pin_without"), async () => (await pin.clear(), replace("sites")), { kind: "button--quiet" }),
  );
  return { title: t("pin_title"), content: [h("p", {}, t("pin_help")), form], alone: true, busy: true };
}

/** In place of any screen while the app is locked. */
export async function lock() {
  const [input, box] = digits("pin", t("pin"));
  const trouble = h("div", { role: "alert" });
  async function open(event) {
    event.preventDefault();
    const seconds = await pin.wait();
    if (!seconds && (await pin.open(input.value))) return draw();
    input.value = "";
    const left = await pin.wait();
    return trouble.replaceChildren(notice("bad", left ? t("pin_wait", { count: left }) : t("pin_wrong")));
  }
  const form = h(
    "form",
    { onsubmit: open },
    box,
    trouble,
    h("button", { type: "submit", class: "button button--main" }, t("pin_open")),
    h("p", { class: "question__help" }, t("pin_forgotten")),
  );
  return { title: t("locked"), content: [form], alone: true, shown: () => input.focus() };
}
