// Begin a workflow at a site, such as the work on a building; the office takes it in when it arrives.

import { button, h, notice } from "../lib/dom.js";
import { replace } from "../lib/router.js";
import { t } from "../lib/texts.js";
import { get } from "../store/database.js";
import { blank, handIn } from "../store/outbox.js";
import { read } from "../store/settings.js";
import { wanted } from "../sync/triggers.js";

/** `#/start/<site>/<kind>` */
export async function startProcess(code, kind) {
  const site = await get("sites", code);
  const start = (await read("forms"))?.kinds[kind]?.start;
  const back = `#/site/${encodeURIComponent(code)}`;
  if (!site?.starts.includes(kind) || !start) return { title: t("form_gone"), back, content: [notice("warning", t("form_gone_help"))] };
  const title = t("start", { kind: start.label });
  const begin = async () => {
    const body = blank(await read("person"), code, kind, "start");
    await handIn(body, { site: site.name, kind: start.label, step: title, records: null }, "");
    wanted();
    await replace("item", body.id);
  };
  const content = [
    h("p", { class: "where" }, site.name),
    h("p", {}, start.help),
    button(t("send"), begin, { kind: "button--main", id: "send" }),
  ];
  return { title, back, content, alone: true, busy: true };
}
