// The bytes of photos: kept from the moment they are taken until the server says that it holds every one of them.

import { all, ask, change, get, put, remove, together } from "./database.js";

/** Keep bytes under their hash; the same again changes nothing. Raises QuotaExceededError. */
export async function keep(sha256, blob) {
  if (!(await get("files", sha256))) await put("files", { sha256, blob, size: blob.size, arrived: false, offset: 0 });
}

export const fileOf = (sha256) => get("files", sha256);

export const noteOffset = (sha256, offset) => change("files", sha256, (file) => file && { ...file, offset });

/** The server holds it, or has judged it and wants no more of it (`sentence`). */
export function arrived(sha256, sentence = "") {
  return change("files", sha256, (file) => file && { ...file, arrived: true, offset: file.size, sentence });
}

/** The hashes an item's body names, the small pictures among them. */
export const hashesOf = (body) => body.files.flatMap(({ sha256, thumb }) => (thumb ? [sha256, thumb] : [sha256]));

/**
 * Forget the bytes of these hashes that nothing needs any more: no draft, and no item whose receipt or whose files are
 * still awaited.
 */
export async function release(hashes) {
  const [items, drafts] = [await all("outbox"), await all("drafts")];
  const needed = new Set([
    ...items.filter((item) => !item.whole).flatMap((item) => hashesOf(item.body)),
    ...drafts.flatMap((draft) => hashesOf({ files: draft.photos })),
  ]);
  for (const sha256 of hashes) if (!needed.has(sha256)) await remove("files", sha256);
}

/** Of an item's photos: {total, arrived, bytes: still to send, whole: is nothing missing, aside: sentences}. */
export async function progress(body) {
  const kept = await together(
    ["files"],
    (stores) => Promise.all(hashesOf(body).map((sha256) => ask(stores.files.get(sha256)))),
    "readonly",
  );
  const known = new Map(kept.filter(Boolean).map((file) => [file.sha256, file]));
  const there = (sha256) => known.get(sha256)?.arrived ?? true;
  const photos = body.files.filter(({ sha256 }) => there(sha256));
  const missing = [...known.values()].filter((file) => !file.arrived);
  return {
    total: body.files.length,
    arrived: photos.length,
    bytes: missing.reduce((sum, file) => sum + file.size - file.offset, 0),
    whole: missing.length === 0,
    // What the server judged to be no photo and put aside, in its words.
    aside: [...known.values()].map((file) => file.sentence).filter(Boolean),
  };
}
