// What a person has typed and not sent yet, on his own device only: in the browser's storage, which may be full or closed.

const PREFIX = "draft:";
// As long as a session lives; what was forgotten for longer is of no use to anybody.
const KEPT_MS = 14 * 24 * 60 * 60 * 1000;

/** Keep {version, at, language, fields} under the key. */
export function keep(key, draft) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    // No room, or none allowed: the page works as it does without drafts.
  }
}

/** What is kept under the key, or null. */
export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

/** Is anything kept at all? */
export function keepsAny() {
  return keys().length > 0;
}

/** Forget every draft whose key begins so; all of them without a beginning. */
export function forget(beginning = "") {
  for (const key of keys()) if (key.startsWith(PREFIX + beginning)) localStorage.removeItem(key);
}

/** Forget what is too old. */
export function forgetOld() {
  for (const key of keys()) {
    const draft = recall(key.slice(PREFIX.length));
    if (!draft || !(Date.now() - draft.at < KEPT_MS)) localStorage.removeItem(key);
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}
