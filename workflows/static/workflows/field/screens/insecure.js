// In place of every screen on an address without https: the browser keeps nothing safely there, and no app.

import { h, notice } from "../lib/dom.js";
import { t } from "../lib/texts.js";

/** What is missing and what to do: the same address with https, with the code that was scanned still in it. */
export async function insecure() {
  const address = `https://${location.host}${location.pathname}`;
  const content = [
    notice("bad", h("p", {}, h("strong", {}, t("insecure"))), h("p", {}, t("insecure_why"))),
    h("p", {}, t("insecure_do")),
    h("a", { class: "button button--main", href: `${address}${location.hash}` }, address),
    h("p", {}, t("insecure_else")),
  ];
  return { title: t("insecure_title"), content, alone: true };
}
