// The phone becomes somebody's: with a code that an office shows, or with his own user name and password.

import { button, h, notice } from "../lib/dom.js";
import { uuid } from "../lib/hash.js";
import { open, replace } from "../lib/router.js";
import { choose, spoken, t } from "../lib/texts.js";
import { ask, together } from "../store/database.js";
import { unsent } from "../store/outbox.js";
import { forget, read, write, writeAll } from "../store/settings.js";
import { call, Refused } from "../sync/api.js";
import { run } from "../sync/run.js";

/** `#/enrol[/<code>]`; the picture of the office leads to `#enrol=<code>`, see main.js. */
export async function enrol(code = "") {
  const revoked = await read("revoked");
  const waiting = await unsent();
  const trouble = h("div", { role: "alert", tabindex: "-1" });
  const name = box("name", t("phone_name"), { value: (await read("phoneName")) ?? suggested(), maxLength: 80 });
  const typed = box("code", t("code"), { value: code, autocapitalize: "characters", maxLength: 20, placeholder: "ABCD-EFGH-JKMN" });
  const username = box("username", t("username"), { autocapitalize: "none", autocomplete: "username" });
  const password = box("password", t("password"), { type: "password", autocomplete: "current-password" });
  const byPassword = h("div", { hidden: true }, username, password);
  const other = button(t("with_password"), () => {
    byPassword.hidden = !byPassword.hidden;
    typed.hidden = !byPassword.hidden;
    other.textContent = t(byPassword.hidden ? "with_password" : "with_code");
  }, { kind: "button--quiet" });

  async function send(event) {
    event.preventDefault();
    const given = byPassword.hidden
      ? { code: value(typed) }
      : { username: value(username), password: password.querySelector("input").value };
    trouble.replaceChildren(h("p", {}, t("enrolling")));
    try {
      await become({ name: value(name) || t("phone"), ...given });
    } catch (error) {
      trouble.replaceChildren(notice("bad", sentenceOf(error)));
      trouble.focus();
      return;
    }
    run({ force: true });
    await replace("pin");
  }

  const form = h(
    "form",
    { onsubmit: send, novalidate: true },
    name,
    typed,
    byPassword,
    h("button", { type: "submit", class: "button button--main" }, t("enrol")),
    other,
    trouble,
  );
  const content = [
    revoked ? notice("bad", h("p", {}, revoked), h("p", {}, t("revoked_kept", { count: waiting }))) : h("p", {}, t("enrol_help")),
    form,
    button(spoken() === "id" ? "English" : "Bahasa Indonesia", async () => {
      await choose(spoken() === "id" ? "en" : "id");
      await open("enrol", ...(code ? [code] : []));
    }, { kind: "button--quiet" }),
  ];
  return { title: t("enrol_title"), content, alone: true, busy: true, back: (await read("token")) ? "#/more" : null };
}

/** Ask the server and keep what it says: from then on the phone is that person's. */
async function become(given) {
  // The same number until it is answered: then an answer that was lost on its way is given again.
  const device = (await read("nextDevice")) ?? uuid();
  await writeAll({ nextDevice: device, phoneName: given.name });
  const body = { device, ...given };
  const { data } = await call("POST", "/enrolments", { json: body, headers: { "Idempotency-Key": uuid() } });
  const former = await read("person");
  if (former && former.id !== data.person.id) await forgetSites();
  const enrolments = (await read("enrolments")) ?? {};
  const { token, person, export_key: exportKey } = data;
  await writeAll({
    token,
    person,
    device,
    exportKey,
    // Reports of somebody who used this phone before him can still leave it, in that person's name.
    enrolments: { ...enrolments, [person.id]: { device, token, exportKey, name: person.name } },
  });
  if ((await read("language")) === undefined) await choose(person.language);
  await forget("revoked");
  await forget("nextDevice");
  await write("retry", { at: 0, tries: 0 });
  await navigator.storage?.persist?.();
}

async function forgetSites() {
  await together(["sites"], (stores) => ask(stores.sites.clear()));
  for (const name of ["forms", "area", "pack", "pin"]) await forget(name);
}

function box(name, label, attributes) {
  const input = h("input", { id: name, name, autocomplete: "off", type: "text", ...attributes });
  return h("div", { class: "question" }, h("label", { for: name, class: "question__label" }, label), input);
}

const value = (field) => field.querySelector("input").value.trim();

function sentenceOf(error) {
  if (!(error instanceof Refused)) return t("no_connection");
  const { errors } = error.body;
  return errors ? Object.values(errors).flat().join(" ") : error.message;
}

function suggested() {
  const model = /Android [\d.]+; ([^;)]+)/.exec(navigator.userAgent);
  return model && model[1] !== "K" ? model[1].trim() : "";
}
