// The layer's bytes, asked for while the page's other scripts are still on their way.

import { fetchLayer } from "./data.js";

/**
 * {first, rest}: promises of the layer at an address, and of the whole one, which is asked for at once when the first is
 * only a cut of it (else null). Who awaits ``first`` hears of its failure.
 */
export function askFor(address, whole) {
  const first = fetchLayer(address);
  const rest = first.then(({ header }) => ("of" in header ? fetchLayer(whole) : null));
  rest.catch(() => {});
  return { first, rest };
}

/** The promise's value, or null when it does not come within so many milliseconds. */
export function within(promise, milliseconds) {
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, milliseconds, null))]);
}

// The page names the address of the present layer in its head; of another day it names none.
const link = document.querySelector("link[rel=preload][as=fetch]");
let asked = link && askFor(link.href, link.href.split("?")[0]);

/** What was asked for in the beginning, once; null when nothing was, or it was taken before. */
export function takeEarly() {
  const taken = asked;
  asked = null;
  return taken;
}
