// Single values this phone remembers: whose it is, its token, the language, what the server said last.

import { all, ask, get, put, remove, together } from "./database.js";

/**
 * What is kept here, by name:
 * `person` {id, name, language, roles} and `device` (uuid), `token`, `exportKey` {kid, jwk}: from the enrolment;
 * `revoked`: the sentence with which the office ended it; `language`; `pin` {salt, hash}; `forms`, `area`, `pack`
 * (version and time of the last one); `skew`: ms by which this clock is ahead of the server's; `retry` {at, tries}.
 */
export const read = (name) => get("meta", name);
export const write = (name, value) => put("meta", value, name);
export const forget = (name) => remove("meta", name);

/** Several at once, as one. */
export function writeAll(values) {
  return together(["meta"], (stores) =>
    Promise.all(Object.entries(values).map(([name, value]) => ask(stores.meta.put(value, name)))),
  );
}

/** Does this phone belong to somebody whose office lets it in? */
export async function enrolled() {
  return Boolean((await read("token")) && !(await read("revoked")));
}

const LOG_KEPT = 200;

/** Note something that a person at the office may want to be read out; the oldest notes go. */
export async function note(text) {
  await put("log", { at: `${new Date().toISOString()} ${Math.random().toString(36).slice(2, 6)}`, text });
  const kept = await all("log");
  for (const { at } of kept.slice(0, Math.max(0, kept.length - LOG_KEPT))) await remove("log", at);
}
