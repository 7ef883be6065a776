// When a sync runs: at once after something was handed in, when a signal comes, when the app is looked at, and by clock.

import { read } from "../store/settings.js";
import { run } from "./run.js";

const EVERY_MS = 60_000;

/** Start listening; to be called once. */
export function start() {
  addEventListener("online", () => run({ force: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") run();
  });
  setInterval(() => navigator.onLine && due().then((is) => is && run()), EVERY_MS);
  run();
}

/** Something was handed in: send it, and let the browser send it later when it cannot be now. */
export async function wanted() {
  const registration = await navigator.serviceWorker?.getRegistration("/field/");
  await registration?.sync?.register("kdmp-outbox").catch(() => {});
  return run({ force: true });
}

async function due() {
  const retry = await read("retry");
  return Date.now() >= (retry?.at ?? 0);
}
