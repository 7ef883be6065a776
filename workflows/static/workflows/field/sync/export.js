// The outbox as one encrypted file that a colleague can bring in: only the server can open it.
//
// The content is encrypted by a fresh AES key, that key by the server's public one. A keyed hash, by what only this
// phone and the server know, proves that the phone made it; in whose name it came is so not for the bringer to say.

import { hmac, sha256 } from "../lib/hash.js";
import { fileOf, hashesOf } from "../store/files.js";
import { items } from "../store/outbox.js";
import { read } from "../store/settings.js";

const MOST_BYTES = 20_000_000;
const text = new TextEncoder();

/** Save a file for each person whose reports are not whole on the server yet: by the phone's sharing, else as a download. */
export async function saveExports() {
  const open = (await items()).filter((item) => !item.whole);
  const enrolments = (await read("enrolments")) ?? {};
  for (const [person, enrolment] of Object.entries(enrolments)) {
    const own = open.filter((item) => String(item.person) === person);
    for (const part of parts(own)) await save(await sealed(part, enrolment));
  }
}

/** Items in portions that a phone can hold in its memory and the server takes at once. */
function parts(own) {
  const found = [];
  let room = 0;
  for (const item of own) {
    const bytes = item.body.files.reduce((sum, { size, thumb_size: small }) => sum + size + (small ?? 0), 0);
    if (!found.length || bytes > room) {
      found.push([]);
      room = MOST_BYTES;
    }
    found[found.length - 1].push(item);
    room -= bytes;
  }
  return found;
}

/** The file's text: see the server's page that takes it in. */
export async function sealed(own, { device, token, exportKey }) {
  const inner = { device, made_at: new Date().toISOString(), ...(await content(own)) };
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text.encode(JSON.stringify(inner)));
  const mac = await hmac(text.encode(await sha256(text.encode(token))), joined(iv, new Uint8Array(data)));
  const file = { v: 1, kid: exportKey.kid, key: await wrapped(key, exportKey.jwk), iv: base64(iv), data: base64(new Uint8Array(data)), device, mac };
  return JSON.stringify(file);
}

async function content(own) {
  const files = {};
  for (const hash of own.flatMap((item) => hashesOf(item.body))) {
    const file = await fileOf(hash);
    if (file) files[hash] = base64(new Uint8Array(await file.blob.arrayBuffer()));
  }
  return { items: own.map((item) => ({ id: item.id, ...item.body })), files };
}

async function wrapped(key, jwk) {
  const lock = await crypto.subtle.importKey("jwk", jwk, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"]);
  const raw = await crypto.subtle.exportKey("raw", key);
  return base64(new Uint8Array(await crypto.subtle.encrypt({ name: "RSA-OAEP" }, lock, raw)));
}

async function save(sealedText) {
  const name = `laporan-${new Date().toISOString().slice(0, 16).replaceAll(":", "")}.kdmp.json`;
  const file = new File([sealedText], name, { type: "application/json" });
  if (navigator.canShare?.({ files: [file] })) {
    const shared = await navigator.share({ files: [file] }).then(() => true, () => false);
    if (shared) return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function joined(a, b) {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const PART = 0x8000;

function base64(bytes) {
  let binary = "";
  for (let n = 0; n < bytes.length; n += PART) binary += String.fromCharCode(...bytes.subarray(n, n + PART));
  return btoa(binary);
}
