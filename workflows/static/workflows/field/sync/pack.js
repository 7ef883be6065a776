// The pack: my sites and the forms, kept for the time without a signal and refreshed by what has changed.

import { all, ask, together } from "../store/database.js";
import { read, write, writeAll } from "../store/settings.js";
import { call } from "./api.js";

/** Ask for what is new since the last time, and keep it as one. */
export async function refreshPack() {
  const sites = await all("sites");
  const [forms, area] = [await read("forms"), await read("area")];
  const language = (await read("language")) ?? "id";
  const sameLanguage = forms?.language === language;
  const { data } = await call("POST", "/pack", {
    json: {
      // In another language all the words are other ones.
      have: sameLanguage ? Object.fromEntries(sites.map((site) => [site.code, site.version])) : {},
      forms: sameLanguage ? forms.version : "",
      area: area?.version ?? "",
    },
    patience: 90_000,
  });
  await together(["sites"], (stores) =>
    Promise.all([
      ...data.sites.map((site) => ask(stores.sites.put(site))),
      ...data.gone.map((code) => ask(stores.sites.delete(code))),
    ]),
  );
  if (data.forms) await write("forms", { ...data.forms, language });
  if (data.area) await write("area", data.area);
  // What the enrolment said besides, his roles, stays.
  await writeAll({ person: { ...(await read("person")), ...data.person }, pack: { version: data.version, at: data.server_time } });
}
