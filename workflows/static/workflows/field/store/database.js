// The phone's own database (IndexedDB) behind a few promises. What is written is on the disk when the promise ends.

const NAME = "kdmp-field";
const VERSION = 1;
// Each store with the property that is its key; null: the key is given apart.
const STORES = {
  meta: null,
  sites: "code",
  drafts: "key",
  outbox: "id",
  files: "sha256",
  log: "at",
};

let opening = null;

/** The open database; another version of this app that wants to change it is let through. */
function opened() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        if (!request.result.objectStoreNames.contains(name)) {
          request.result.createObjectStore(name, keyPath ? { keyPath } : undefined);
        }
      }
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => {
        request.result.close();
        opening = null;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

/**
 * Run `work(stores)` in one transaction over the named stores: all of it is kept, or nothing. `work` may only wait for
 * what `ask` gives; its result is handed on after the transaction is complete.
 */
export async function together(names, work, mode = "readwrite") {
  const database = await opened();
  const transaction = database.transaction(names, mode, { durability: "strict" });
  const complete = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
  });
  const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
  const done = (async () => work(stores))();
  const [result] = await Promise.all([done, complete]);
  return result;
}

/** The result of one request of a store. */
export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The value under the key, or undefined. */
export function get(store, key) {
  return together([store], (stores) => ask(stores[store].get(key)), "readonly");
}

/** All values of a store. */
export function all(store) {
  return together([store], (stores) => ask(stores[store].getAll()), "readonly");
}

/** Keep a value; `key` only for stores whose key is given apart. Raises QuotaExceededError when there is no room. */
export function put(store, value, key) {
  return together([store], (stores) => ask(stores[store].put(value, key)));
}

/** Remove a value. */
export function remove(store, key) {
  return together([store], (stores) => ask(stores[store].delete(key)));
}

/** Change a value where it stands: `change(value)` returns the new one; undefined leaves it as it is. */
export function change(store, key, work) {
  return together([store], async (stores) => {
    const changed = work(await ask(stores[store].get(key)));
    if (changed !== undefined) await ask(stores[store].put(changed));
    return changed;
  });
}
