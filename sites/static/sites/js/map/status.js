// What stands over the map when there is no map to look at, and the line that says the connection is gone.

import { text } from "./config.js";

/** ``element`` is the card over the map, ``strip`` the line above it, ``spoken`` a polite live region. */
export class Status {
  constructor(element, strip, spoken) {
    this.element = element;
    this.strip = strip;
    this.spoken = spoken;
  }

  clear() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  /** A sentence and what to do about it: {label, run} or {label, href}. */
  show(sentence, action) {
    const line = document.createElement("p");
    line.textContent = sentence;
    this.element.replaceChildren(line);
    if (action) this.element.append(control(action));
    this.element.hidden = false;
  }

  /** Say that the data may be old, with a link {label, href} if there is one; "" takes the line away. */
  warn(sentence, link) {
    this.strip.textContent = sentence;
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.href;
      anchor.textContent = link.label;
      this.strip.append(" ", anchor);
    }
    this.strip.hidden = !sentence;
  }

  /** Read a sentence aloud, once it has stood for a moment. */
  say(sentence) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.spoken.textContent = sentence), 400);
  }
}

/** A button that runs, or a link to ``href()`` that looks like one; without a label it says "Try again". */
export function control({ label, run, href }) {
  const element = document.createElement(href ? "a" : "button");
  element.className = "button";
  element.textContent = label ?? text("retry");
  if (href) {
    element.href = href();
    // What is shown is written into the address a frame later than it is chosen, and may change until then.
    element.addEventListener("click", () => (element.href = href()));
  } else {
    element.type = "button";
    element.addEventListener("click", run);
  }
  return element;
}
