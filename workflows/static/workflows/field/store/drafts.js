// Forms that are being filled in: written down at every keystroke and every photo, found again after any end of the app.

import { all, get, put, remove } from "./database.js";
import { hashesOf, release } from "./files.js";

/** The draft's key: one per process, step and line; one that corrects a refused item has its own. */
export const keyOf = ({ process, kind, step, line, corrects }) =>
  [process ?? kind, step, line ?? "", corrects ?? ""].join("/");

export const recall = (key) => get("drafts", key);
export const everyDraft = () => all("drafts");

/** Keep it as it stands now. */
export const keep = (draft) => put("drafts", { ...draft, at: new Date().toISOString() });

/** Throw it away with its photos. */
export async function discard(key) {
  const draft = await recall(key);
  if (!draft) return;
  await remove("drafts", key);
  await release(hashesOf({ files: draft.photos }));
}
