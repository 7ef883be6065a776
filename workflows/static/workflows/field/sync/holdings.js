// What this phone holds, told to the office, so that it can ask for what has not come.

import { items } from "../store/outbox.js";
import { progress } from "../store/files.js";
import { note } from "../store/settings.js";
import { call, Refused } from "./api.js";

const TOLD_DAYS = 31;

export async function tellHoldings(person) {
  const days = {};
  for (const item of (await items()).filter((each) => each.person === person).reverse()) {
    const day = dayOf(item.body.captured_at);
    if (!days[day] && Object.keys(days).length === TOLD_DAYS) break;
    const told = (days[day] ??= { captured: 0, sent: 0, files_waiting: 0 });
    told.captured += 1;
    if (item.receipt) told.sent += 1;
    if (!item.whole) {
      const { total, arrived } = await progress(item.body);
      told.files_waiting += total - arrived;
    }
  }
  const storage = await room();
  try {
    await call("POST", "/holdings", { json: { device_time: new Date().toISOString(), days, storage } });
  } catch (error) {
    // What arrived has arrived, whether or not the office keeps this account of it.
    if (!(error instanceof Refused)) throw error;
    await note(`holdings: ${error.status} ${error.message}`);
  }
}

/** {quota, usage, persisted} of the browser's storage in bytes; nulls where it does not say. */
export async function room() {
  const { quota = null, usage = null } = (await navigator.storage?.estimate?.()) ?? {};
  return { quota, usage, persisted: (await navigator.storage?.persisted?.()) ?? false };
}

function dayOf(moment) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Pontianak" }).format(new Date(moment));
}
