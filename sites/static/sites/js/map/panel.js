// The panel of one site: a piece of page from the server, beside the map or, on a phone, over its lower part.

import { logIn, panelAddress, text } from "./config.js";
import { fetchFragment, LoggedOut, Offline } from "./data.js";
import { control } from "./status.js";

/** ``onClose`` is called after the panel was closed by the person. */
export class Panel {
  constructor(element, body, closer, onClose) {
    this.element = element;
    this.body = body;
    this.code = "";
    this.loading = body.firstElementChild;
    closer.addEventListener("click", onClose);
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      onClose();
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Show content of our own for a site, in the server's place. */
  fill(code, content) {
    const other = this.code !== code || !this.isOpen;
    this.request?.abort();
    this.code = code;
    this.own = true;
    this.element.hidden = false;
    this.body.removeAttribute("aria-busy");
    this.body.replaceChildren(content);
    if (other) this.body.querySelector("h2").focus({ preventScroll: true });
  }

  /** Show the site; with ``focus`` its heading gets the focus. */
  async open(code, { focus = true } = {}) {
    if (this.isOpen && this.code === code && !this.own) return;
    this.code = code;
    this.own = false;
    this.request?.abort();
    this.request = new AbortController();
    this.element.hidden = false;
    this.body.replaceChildren(this.loading);
    this.body.setAttribute("aria-busy", "true");
    if (focus) this.element.focus({ preventScroll: true });
    try {
      this.body.replaceChildren(await fetchFragment(panelAddress(code), this.request.signal));
    } catch (error) {
      if (error.name === "AbortError") return;
      this.body.replaceChildren(this.#failure(error));
    }
    this.body.removeAttribute("aria-busy");
    this.body.scrollTop = 0;
    if (focus) this.body.querySelector("h2, p")?.focus({ preventScroll: true });
  }

  /** Stand there with a sentence, because there is no site to show. */
  say(sentence) {
    this.request?.abort();
    this.code = "";
    this.element.hidden = false;
    this.body.replaceChildren(sentenceElement(sentence));
    this.body.removeAttribute("aria-busy");
  }

  close() {
    this.request?.abort();
    this.element.hidden = true;
    this.code = "";
  }

  #failure(error) {
    const holder = document.createElement("div");
    const sentence = sentenceElement(
      text(error instanceof LoggedOut ? "logged_out" : error instanceof Offline ? "panel_offline" : "panel_failed"),
    );
    holder.className = "stack";
    holder.append(sentence, control(error instanceof LoggedOut ? logIn() : { run: () => this.#again() }));
    return holder;
  }

  #again() {
    const { code } = this;
    this.code = "";
    this.open(code);
  }
}

function sentenceElement(sentence) {
  const element = document.createElement("p");
  element.tabIndex = -1;
  element.textContent = sentence;
  return element;
}
