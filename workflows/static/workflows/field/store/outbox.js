// What was captured and handed in: each item from the tap on "send" until long after its receipt.
//
// An item is never removed before the server gave its receipt AND holds all its photos ("whole"). Its state:
//   waiting   not received yet
//   received  kept by the server for ever, under its receipt's number
//   refused   received, and a rule does not hold: the person corrects it and hands in a new one
//   person    received or not, somebody has to settle it
//   settled   somebody did

import { uuid } from "../lib/hash.js";
import { all, ask, change, get, put, remove, together } from "./database.js";
import { hashesOf, progress, release } from "./files.js";

const KEPT_DAYS = 30;
const STATES = {
  backlog: "received",
  received: "received",
  taken: "received",
  refused: "refused",
  conflict: "person",
  settled: "settled",
  set_aside: "settled",
};

/** Items in the order they were captured in. */
export async function items() {
  return (await all("outbox")).sort((a, b) => a.order - b.order);
}

export const itemOf = (id) => get("outbox", id);

/** An item's body before anything was said in it; named and dated by this phone, now. */
export function blank(person, site, kind, step) {
  return {
    id: uuid(),
    person: person.id,
    site,
    kind,
    step,
    process: null,
    opened_by: null,
    seen_version: null,
    fields: {},
    reason: null,
    item: null,
    about: null,
    after: [],
    corrects: null,
    captured_at: new Date().toISOString(),
    files: [],
    app: document.documentElement.dataset.version,
  };
}

/**
 * Hand in what a draft became: the item stands and the draft goes, as one. `shown`: words for the lists, which line it
 * `records`, whether it `moves` its process on, and what was `said` in words, for when its form is gone.
 */
export function handIn(body, shown, draftKey) {
  const id = body.id;
  const item = { id, order: Date.now(), person: body.person, body: withoutId(body), shown, state: "waiting", tries: 0 };
  return together(["outbox", "drafts"], (stores) =>
    Promise.all([ask(stores.outbox.add(item)), ask(stores.drafts.delete(draftKey))]),
  );
}

/** Take note of the server's receipt: {item, receipt, state, sentence, …}. */
export function receipted(id, receipt) {
  return change("outbox", id, (item) =>
    item && {
      ...item,
      state: STATES[receipt.state] ?? "person",
      server: receipt.state,
      receipt: receipt.receipt,
      receivedAt: item.receivedAt ?? receipt.received_at,
      sentence: receipt.sentence,
      errors: receipt.errors ?? null,
      line: receipt.line ?? null,
      process: receipt.process ?? null,
      toldAt: receipt.server_time,
    },
  );
}

/** The server cannot take it as it is, and sending it again does not help: a person must look. */
export const needsPerson = (id, sentence) =>
  change("outbox", id, (item) => item && { ...item, state: "person", server: "not_taken", sentence });

/** After its files moved on: is it whole? Then its bytes are no longer needed here. */
export async function settleFiles(id) {
  const item = await itemOf(id);
  if (!item?.receipt || item.whole) return;
  const { whole, aside } = await progress(item.body);
  if (!whole) return;
  await put("outbox", { ...item, whole, aside });
  await release(hashesOf(item.body));
}

/** A refused one was corrected by another: it asks for nothing any more. */
export const corrected = (id, by) => change("outbox", id, (item) => item && { ...item, correctedBy: by });

/** Forget what has been whole for a month. */
export async function forgetOld() {
  const before = Date.now() - KEPT_DAYS * 86_400_000;
  for (const item of await items()) {
    const settled = item.state === "received" ? item.server === "taken" : item.state === "settled" || item.correctedBy;
    if (item.whole && settled && item.order < before) await remove("outbox", item.id);
  }
}

/** How many are still on their way, by this person or another who used the phone. */
export async function unsent() {
  return (await items()).filter((item) => !item.whole && item.server !== "not_taken").length;
}

function withoutId({ id, ...body }) {
  return body;
}
