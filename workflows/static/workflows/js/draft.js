// Nothing typed into a step's form is lost: not when it is refused and left, not to an ended log-in, not to a closed browser.
import { forget, forgetOld, keep, recall } from "./draft-store.js";
import { fieldsOf, fill, translated } from "./form-fields.js";

/** Keep what is typed into the page's step form, and bring back what was kept. Call it before anything reads the fields. */
export function keepDraft(root) {
  // A receipt on the page: that step was taken, and its answers stand in the record.
  for (const receipt of root.querySelectorAll("[data-taken]")) forget(`${receipt.dataset.taken}.`);
  const form = root.querySelector("[data-draft]");
  if (!form) return;
  forgetOld();
  new Draft(root, form);
}

class Draft {
  constructor(root, form) {
    this.form = form;
    this.key = form.dataset.draft;
    // A form that came back as it was typed has no untouched state to return to.
    this.untouched = form.hasAttribute("data-typed") ? "" : JSON.stringify(fieldsOf(form));
    this.line = root.querySelector("[data-draft-line]");
    for (const name of ["input", "change"]) form.addEventListener(name, () => this.#save());
    // One's own files move the version on; the answers beside them move along.
    form.addEventListener("versionchange", () => recall(this.key) && this.#save());
    this.#part("restore").addEventListener("click", () => this.#restoreOffered());
    this.#part("discard").addEventListener("click", () => this.#discard());
    if (form.hasAttribute("data-typed")) this.#save();
    else this.#bringBack(recall(this.key));
  }

  #bringBack(draft) {
    if (!draft) return;
    if (draft.version === this.#version) this.#restore(draft);
    else this.#offer(draft);
  }

  #restore(draft) {
    const changed = fill(this.form, translated(this.form, draft.fields, draft.language, language()));
    this.line.hidden = !changed.length;
    this.#say("restored", draft.at);
    for (const field of changed) field.closest("details")?.setAttribute("open", "");
    if (!changed.length) forget(this.key);
    return changed;
  }

  /** The same at a touch, when the page's other parts are there already: they learn of it as they do of typing. */
  #restoreOffered() {
    const changed = this.#restore(this.offered);
    this.offered = null;
    this.#part("restore").hidden = true;
    for (const field of changed) field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** The case moved on since: what was typed then is not mixed into it unasked. */
  #offer(draft) {
    this.offered = draft;
    this.line.hidden = false;
    this.#say("offered", draft.at);
    this.#part("restore").hidden = false;
  }

  #discard() {
    forget(this.key);
    if (this.offered) this.line.hidden = true;
    else location.replace(location.href);
  }

  #save() {
    const fields = fieldsOf(this.form);
    if (JSON.stringify(fields) === this.untouched) forget(this.key);
    else keep(this.key, { version: this.#version, at: Date.now(), language: language(), fields });
  }

  get #version() {
    return this.form.elements.version.value;
  }

  #part(name) {
    return this.line.querySelector(`[data-draft-${name}]`);
  }

  #say(what, at) {
    const words = this.#part("words");
    words.textContent = words.dataset[what].replace("{time}", moment(new Date(at), words.dataset.timeZone));
  }
}

function language() {
  return document.documentElement.lang;
}

/** The time of today, or the day with it, as the page's language writes them, on the programme's clock. */
function moment(at, timeZone) {
  const day = (date) => date.toLocaleDateString("en", { timeZone });
  const date = day(at) === day(new Date()) ? {} : { day: "numeric", month: "short" };
  return at.toLocaleString(language(), { ...date, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
}
