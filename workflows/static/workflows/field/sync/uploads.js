// Photos on their way: all small ones first, then the originals, in pieces, from wherever the server says it stopped.

import { call, offsetIn, Refused } from "./api.js";
import { arrived, fileOf, noteOffset } from "../store/files.js";
import { items, settleFiles } from "../store/outbox.js";
import { note } from "../store/settings.js";

const SMALLEST = 16 * 1024;
const FIRST = 64 * 1024;
const LARGEST = 256 * 1024;
// A slow network answers two seconds after the last byte, however small the piece: half a piece more is worth the wait.
const QUICK_MS = 6_000;
const SLOW_MS = 15_000;
const CHUNK = "application/offset+octet-stream";
const OTHER_BYTES = 460;

let piece = FIRST;

/** Send the bytes that received items still lack; `tell({item, doing: "photo", n, total})` as it goes. */
export async function sendFiles(person, tell) {
  const due = (await items()).filter((item) => item.person === person && item.receipt && !item.whole);
  for (const item of due) {
    for (const { thumb } of item.body.files) if (thumb) await send(thumb, () => {});
  }
  for (const item of due) {
    const { files } = item.body;
    for (const [n, { sha256 }] of files.entries()) {
      await send(sha256, () => tell({ item: item.id, doing: "photo", n: n + 1, total: files.length }));
    }
    await settleFiles(item.id);
    tell({ item: item.id });
  }
}

async function send(sha256, tell) {
  const file = await fileOf(sha256);
  if (!file || file.arrived) return;
  tell();
  let offset = await askOffset(sha256);
  let again = 0;
  while (offset !== null && offset < file.size) {
    const started = Date.now();
    const bytes = await file.blob.slice(offset, offset + piece).arrayBuffer();
    try {
      const { headers, data } = await call("PATCH", `/files/${sha256}`, {
        bytes,
        headers: { "Content-Type": CHUNK, "Upload-Offset": String(offset) },
        patience: 90_000,
      });
      if (data?.state === "quarantined") return arrived(sha256, data.sentence);
      offset = offsetIn(headers);
      adapt(Date.now() - started);
    } catch (error) {
      if (!(error instanceof Refused)) {
        piece = Math.max(SMALLEST, piece / 2);
        throw error;
      }
      // Somebody else's tab, or an answer that got lost, moved it on; or the bytes broke on their way.
      if (![409, OTHER_BYTES].includes(error.status) || (again += 1) > 3) {
        await note(`${sha256.slice(0, 12)}: ${error.status} ${error.message}`);
        return;
      }
      offset = error.status === OTHER_BYTES ? 0 : offsetIn(error.headers);
    }
    await noteOffset(sha256, offset);
    tell();
  }
  if (offset === file.size) await arrived(sha256);
}

/** From where to go on; null when the server does not wait for this file. */
async function askOffset(sha256) {
  try {
    const { headers } = await call("HEAD", `/files/${sha256}`);
    return offsetIn(headers);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

function adapt(ms) {
  if (ms < QUICK_MS) piece = Math.min(LARGEST, piece * 2);
  else if (ms > SLOW_MS) piece = Math.max(SMALLEST, piece / 2);
}
