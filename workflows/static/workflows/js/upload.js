// Files are sent as soon as they are chosen or dropped, one after the other, each with its progress and its own answer.
import { offerOwnPosition } from "./place.js";
import { freshToken } from "./fresh-token.js";
import { UploadRow } from "./upload-row.js";
import { send } from "./upload-request.js";

/** Make every evidence slot of the page's step form send and take back its files without leaving the page. */
export function sendFilesAtOnce(root) {
  const form = root.querySelector("[data-step-form]");
  if (!form) return;
  const queue = new Queue(root, form);
  for (const slot of form.querySelectorAll("[data-slot]")) enhance(slot, queue);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-withdraw], [data-place-send], [data-again]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-withdraw]")) askAndWithdraw(root, button, queue);
    else if (button.matches("[data-again]")) queue.change(button.closest("[data-slot]"), button.formAction);
    else queue.place(button);
  });
  // The Enter key in the field of a position sends that position, never the step.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-place-position]")) return;
    event.preventDefault();
    event.target.closest("details")?.querySelector("[data-place-send]")?.click();
  });
  form.addEventListener("submit", (event) => {
    freshToken(form);
    if (!queue.busy) return;
    event.preventDefault();
    queue.remind();
  });
}

function enhance(slot, queue) {
  const input = slot.querySelector("input[type=file]");
  slot.querySelector("[data-slot-send]").hidden = true;
  const take = (files) => {
    for (const file of files) queue.add(slot, file);
  };
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  const target = slot.querySelector("[data-slot-drop]");
  for (const name of ["dragenter", "dragover"]) {
    target.addEventListener(name, (event) => {
      event.preventDefault();
      target.classList.add("slot__add--over");
    });
  }
  target.addEventListener("dragleave", () => target.classList.remove("slot__add--over"));
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    target.classList.remove("slot__add--over");
    take([...event.dataTransfer.files]);
  });
}

function askAndWithdraw(root, button, queue) {
  const dialog = root.getElementById("withdraw-dialog");
  dialog.querySelector("[data-withdraw-name]").textContent = button.dataset.withdraw;
  dialog.returnValue = "no";
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue === "yes") queue.change(button.closest("[data-slot]"), button.formAction);
    },
    { once: true },
  );
  dialog.showModal();
}

/** One request at a time: slow lines carry one photo faster than four, and each answer tells the form its new version. */
class Queue {
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.words = root.querySelector("[data-upload-words]").dataset;
    this.waiting = Promise.resolve();
    this.pending = 0;
  }

  get busy() {
    return this.pending > 0;
  }

  add(slot, file) {
    const row = new UploadRow(this.root, slot, file, this.words);
    const limit = Number(slot.dataset.maxBytes);
    if (file.size > limit) {
      row.refuse(this.words.tooLarge.replace("{size}", Math.floor(file.size / 1e6)).replace("{max}", Math.floor(limit / 1e6)));
      return;
    }
    row.onAgain = () => this.#line(() => this.#upload(slot, file, row));
    row.onAgain();
  }

  /** Do with a file of the slot what the address says: take it back, or attach it again. */
  change(slot, url) {
    this.#line(async () => {
      const answer = await send(url, this.#fields(slot), this.words);
      if (answer.html) this.#show(slot, answer);
      else this.remind(answer.sentences.join(" "));
    });
  }

  /** Send the position that stands beside the button, for the photo whose card it is. */
  place(button) {
    const [slot, card] = [button.closest("[data-slot]"), button.parentElement];
    this.#line(async () => {
      const fields = this.#fields(slot);
      for (const input of card.querySelectorAll("input")) fields.append(input.name, input.value);
      const answer = await send(button.formAction, fields, this.words);
      if (answer.html && !answer.sentences.length) this.#show(slot, answer);
      else card.querySelector("[data-place-status]").textContent = answer.sentences.join(" ");
    });
  }

  /** Say in the page's own place for it that something is still going on, or what went wrong. */
  remind(sentence = this.words.unsent) {
    const row = this.form.querySelector("[data-upload-sentence]") ?? this.form.querySelector("[data-slot-pending]");
    row.textContent = sentence;
    row.scrollIntoView({ block: "nearest" });
  }

  #line(work) {
    this.pending += 1;
    this.waiting = this.waiting.then(work).finally(() => {
      this.pending -= 1;
    });
  }

  async #upload(slot, file, row) {
    const fields = this.#fields(slot);
    fields.append(`files-${slot.dataset.slot}`, file, file.name);
    row.start();
    const answer = await send(slot.dataset.url, fields, this.words, (percent) => row.progress(percent));
    if (answer.html && !answer.sentences.length) row.remove();
    else row.refuse(answer.sentences.join(" "), { again: !answer.html });
    if (answer.html) this.#show(slot, answer);
  }

  /** What travels with every file: the token, the version the page was read at, and where it was taken. */
  #fields(slot) {
    const fields = new FormData();
    fields.append("csrfmiddlewaretoken", freshToken(this.form));
    for (const name of ["version", "step"]) fields.append(name, this.form.elements[name].value);
    for (const part of ["position", "source", "accuracy"]) {
      const name = `place-${slot.dataset.slot}-${part}`;
      if (this.form.elements[name]) fields.append(name, this.form.elements[name].value);
    }
    return fields;
  }

  #show(slot, answer) {
    slot.querySelector("[data-slot-files]").innerHTML = answer.html;
    offerOwnPosition(slot);
    for (const [code, line] of Object.entries(answer.guards ?? {})) this.#judge(code, line);
    this.form.elements.version.value = String(answer.version);
    this.form.dispatchEvent(new CustomEvent("versionchange"));
  }

  /** A rule that files may have changed, in the page's checklist. */
  #judge(code, line) {
    const old = this.root.querySelector(`[data-guard="${code}"]`);
    if (old) old.outerHTML = line;
  }
}
