/* The service worker: keeps the app itself on the phone. The server writes SHELL (address), ASSETS and VERSION before it,
 * and, for browsers that can, the import of the sync as `run`. Data are none of its business: they lie in the database. */

const CACHE = `kdmp-field-${VERSION}`;

self.addEventListener("install", (event) => {
  // Past the browser's own cache: a shell of mixed versions must not come about.
  const wanted = [SHELL, ...ASSETS].map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(wanted)));
});

self.addEventListener("activate", (event) => {
  const others = caches.keys().then((names) =>
    Promise.all(names.filter((name) => name.startsWith("kdmp-field-") && name !== CACHE).map((name) => caches.delete(name))),
  );
  event.waitUntil(others.then(() => self.clients.claim()));
});

// The page asks for it when nothing is being sent and no form is open.
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  const own = request.mode === "navigate" ? address.pathname === SHELL : ASSETS.includes(address.pathname);
  if (!own) return;
  const name = request.mode === "navigate" ? SHELL : address.pathname;
  event.respondWith(caches.open(CACHE).then(async (cache) => (await cache.match(name)) ?? fetch(request)));
});

// The browser has a signal, perhaps long after the app was closed.
self.addEventListener("sync", (event) => {
  if (event.tag === "kdmp-outbox" && typeof run === "function") event.waitUntil(run({ force: true }).then(retried));
});

// Only a failure makes the browser try again at the next signal.
function retried(ended) {
  if (ended === "offline") throw new Error("not sent yet");
}
