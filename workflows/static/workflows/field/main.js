// The app: texts, screens, sync, and the service worker that keeps the app itself on the phone.

import * as pin from "./lib/pin.js";
import { begin, draw } from "./lib/router.js";
import { loadTexts } from "./lib/texts.js";
import { capture } from "./screens/capture.js";
import { enrol } from "./screens/enrol.js";
import { insecure } from "./screens/insecure.js";
import { item } from "./screens/item.js";
import { map } from "./screens/map.js";
import { more } from "./screens/more.js";
import { outbox } from "./screens/outbox.js";
import { choosePin, lock } from "./screens/pin.js";
import { site } from "./screens/site.js";
import { sites } from "./screens/sites.js";
import { startProcess } from "./screens/start.js";
import { hear } from "./sync/run.js";
import { enrolled, note } from "./store/settings.js";
import { start } from "./sync/triggers.js";
import { keepUpToDate } from "./update.js";

const SCREENS = { sites, site, do: capture, start: startProcess, outbox, item, map, more, enrol, pin: choosePin, lock, insecure };

/** A phone that is nobody's can only be enrolled; a locked one only be opened. */
async function before(name) {
  // Without https there is no cryptography, no worker and no position.
  if (!isSecureContext) return "insecure";
  if (name === "enrol") return null;
  if (!(await enrolled())) return "enrol";
  return (await pin.locked()) ? "lock" : null;
}

// The office's picture leads here with the code, which must not stay in the address.
const scanned = /^#enrol=([\w-]+)$/.exec(location.hash);
if (scanned) history.replaceState(null, "", `#/enrol/${scanned[1]}`);

async function main() {
  await loadTexts();
  await begin(SCREENS, before);
  if (!isSecureContext) return;
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, pin.touched, { passive: true });
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState === "visible" && (await pin.locked())) await draw();
  });
  hear(({ ended }) => ended === "revoked" && draw());
  addEventListener("unhandledrejection", ({ reason }) => note(`${reason?.name}: ${reason?.message}`).catch(() => {}));
  start();
  await keepUpToDate();
}

main();
