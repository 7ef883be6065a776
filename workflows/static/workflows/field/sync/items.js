// Items on their way: each is put under its own name, so that sending it twice is receiving it once.

import { call, Refused } from "./api.js";
import { arrived } from "../store/files.js";
import { items, needsPerson, receipted, settleFiles } from "../store/outbox.js";
import { note } from "../store/settings.js";

const ASKED_AT_ONCE = 100;
// The server may still change its mind about these.
const OPEN = new Set(["backlog", "received", "conflict"]);

/** Send what was not received yet, oldest first; only what the phone's present person captured. */
export async function sendItems(person, tell) {
  for (const item of await items()) {
    if (item.person !== person || item.receipt || item.server === "not_taken") continue;
    tell({ item: item.id, doing: "data" });
    try {
      const { data } = await call("PUT", `/items/${item.id}`, {
        json: { ...item.body, sent_at: new Date().toISOString() },
      });
      await take(item.id, data);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await note(`${item.id}: ${error.status} ${error.message}`);
      await needsPerson(item.id, error.message);
    }
    tell({ item: item.id });
  }
}

/** Ask again about those that wait for another one or for a person. */
export async function refreshReceipts(person, tell) {
  const open = (await items()).filter((item) => item.person === person && item.receipt && OPEN.has(item.server));
  for (let n = 0; n < open.length; n += ASKED_AT_ONCE) {
    const ids = open.slice(n, n + ASKED_AT_ONCE).map((item) => item.id);
    const { data } = await call("GET", `/items?ids=${ids.join(",")}`);
    for (const receipt of data) await take(receipt.item, receipt);
  }
  if (open.length) tell({});
}

async function take(id, receipt) {
  await receipted(id, receipt);
  for (const file of receipt.files ?? []) if (file.state !== "waiting") await arrived(file.sha256, file.sentence ?? "");
  await settleFiles(id);
}
