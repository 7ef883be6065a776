// One run of the sync: data first, then small pictures, then originals, then news. Nothing here needs a page, so that
// the service worker can run it too; a lock lets only one run at a time, in whatever tab or worker.

import { forgetOld } from "../store/outbox.js";
import { enrolled, note, read, write } from "../store/settings.js";
import { Later, Refused, Revoked } from "./api.js";
import { tellHoldings } from "./holdings.js";
import { refreshReceipts, sendItems } from "./items.js";
import { refreshPack } from "./pack.js";
import { sendFiles } from "./uploads.js";

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
const channel = new BroadcastChannel("kdmp-field");

/** Hear what any run tells: {running, item, doing, n, total, ended}. Returns the way to stop hearing. */
export function hear(listener) {
  const heard = new BroadcastChannel("kdmp-field");
  heard.onmessage = ({ data }) => listener(data);
  return () => heard.close();
}

/**
 * Sync now, unless another run is at it: "busy", "revoked", "offline", "nobody" or "done". Without `force` it waits for
 * the time that was set after the last failure.
 */
export async function run({ force = false } = {}) {
  return navigator.locks.request("kdmp-sync", { ifAvailable: true }, async (lock) => {
    if (!lock) return "busy";
    if (!(await enrolled())) return "nobody";
    if (!force && Date.now() < ((await read("retry"))?.at ?? 0)) return "offline";
    const tell = (news) => channel.postMessage({ running: true, ...news });
    tell({});
    const ended = await attempt(tell);
    channel.postMessage({ running: false, ended });
    return ended;
  });
}

async function attempt(tell) {
  const { id } = await read("person");
  try {
    await sendItems(id, tell);
    await sendFiles(id, tell);
    await refreshReceipts(id, tell);
    await refreshPack();
    await tellHoldings(id);
    await forgetOld();
    await write("retry", { at: 0, tries: 0, good: new Date().toISOString() });
    return "done";
  } catch (error) {
    if (error instanceof Revoked) return "revoked";
    if (error instanceof Later) return backOff();
    await note(`sync: ${error.name} ${error.message}`);
    if (error instanceof Refused) return backOff();
    throw error;
  }
}

async function backOff() {
  const before = await read("retry");
  const tries = (before?.tries ?? 0) + 1;
  // A little unequal, so that the phones of a battalion do not all ask at the same second.
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2);
  await write("retry", { ...before, at: Date.now() + pause, tries });
  return "offline";
}
