// The service worker: registered, and exchanged for a newer one only when nothing is being sent and no form is open.

import { idle } from "./lib/router.js";
import { hear } from "./sync/run.js";

const LOOK_EVERY_MS = 60 * 60 * 1000;
let sending = false;
let registration = null;

/** Register the worker; from then on look for a newer app now and then, and change over when it disturbs nobody. */
export async function keepUpToDate() {
  if (!navigator.serviceWorker) return;
  const { worker, plain, scope } = JSON.parse(document.getElementById("places").textContent);
  let controlled = Boolean(navigator.serviceWorker.controller);
  // Older browsers know no modules there: theirs keeps the app, and leaves the sending to the page.
  registration = await navigator.serviceWorker
    .register(worker, { scope, type: "module" })
    .catch(() => navigator.serviceWorker.register(plain, { scope }));
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The very first worker takes over a page that is as new as itself.
    if (controlled) location.reload();
    controlled = true;
  });
  registration.addEventListener("updatefound", () =>
    registration.installing?.addEventListener("statechange", () => changeOver()),
  );
  hear(({ running }) => {
    sending = running;
    changeOver();
  });
  addEventListener("hashchange", () => changeOver());
  setInterval(() => registration.update().catch(() => {}), LOOK_EVERY_MS);
  changeOver();
}

/** Let the waiting worker take over. The outbox lies in the database, which it does not touch. */
function changeOver() {
  if (registration.waiting && !sending && idle()) registration.waiting.postMessage("take over");
}
