// The PIN of this phone.
//
// What it protects: whoever picks the phone up unlocked, a child or a colleague, cannot open the app and report in
// another's name. What it does not protect: the data lie in the browser's storage as they are; who can read the phone's
// memory (a rooted phone, a cable) reads them without it, and four to six digits are soon tried out. Against a lost
// phone helps the phone's own screen lock and storage encryption, and the office, which revokes the enrolment.

import { stretched } from "./hash.js";
import { forget, read, write } from "../store/settings.js";

const ROUNDS = 200_000;
const LOCK_AFTER_MS = 5 * 60 * 1000;
// After so many wrong tries each further one waits, twice as long every time.
const FREE_TRIES = 5;

let openedAt = 0;

export const isPin = (digits) => /^[0-9]{4,8}$/.test(digits);

export async function isSet() {
  return Boolean(await read("pin"));
}

export async function set(digits) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  await write("pin", { salt, hash: await stretched(digits, salt, ROUNDS), wrong: 0, until: 0 });
  openedAt = Date.now();
}

export const clear = () => forget("pin");

/** Must the PIN be given first? A page that was put aside for some minutes asks again. */
export async function locked() {
  return (await isSet()) && Date.now() - openedAt > LOCK_AFTER_MS;
}

/** The person is at it: do not lock. */
export function touched() {
  if (openedAt) openedAt = Date.now();
}

/** Seconds until the next try is judged. */
export async function wait() {
  const kept = await read("pin");
  return Math.max(0, Math.ceil(((kept?.until ?? 0) - Date.now()) / 1000));
}

export async function open(digits) {
  const kept = await read("pin");
  if (Date.now() < kept.until) return false;
  const right = kept.hash === (await stretched(digits, kept.salt, ROUNDS));
  const wrong = right ? 0 : kept.wrong + 1;
  const pause = wrong > FREE_TRIES ? Math.min(2 ** (wrong - FREE_TRIES) * 1000, 300_000) : 0;
  await write("pin", { ...kept, wrong, until: pause ? Date.now() + pause : 0 });
  if (right) openedAt = Date.now();
  return right;
}
