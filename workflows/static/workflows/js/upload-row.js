// One file on its way: its picture, how far it is, and the sentence when it was refused.

export class UploadRow {
  /** Puts itself at the end of the slot's list of files on their way. */
  constructor(root, slot, file, words) {
    this.element = root.getElementById("upload-row").content.firstElementChild.cloneNode(true);
    this.words = words;
    this.onAgain = () => {};
    this.#part("name").textContent = file.name;
    this.#part("sentence").textContent = words.waiting;
    this.#part("progress").setAttribute("aria-label", file.name);
    this.#showPicture(file);
    this.#part("dismiss").addEventListener("click", () => this.remove());
    this.#part("again").addEventListener("click", () => this.onAgain());
    slot.querySelector("[data-slot-pending]").append(this.element);
  }

  start() {
    this.element.classList.remove("upload--refused");
    this.#part("again").hidden = this.#part("dismiss").hidden = true;
    this.#part("progress").hidden = false;
    this.#part("sentence").textContent = this.words.sending;
  }

  progress(percent) {
    this.#part("progress").value = percent;
  }

  refuse(sentence, { again = false } = {}) {
    this.element.classList.add("upload--refused");
    this.#part("progress").hidden = true;
    this.#part("sentence").textContent = sentence;
    this.#part("again").hidden = !again;
    this.#part("dismiss").hidden = false;
  }

  remove() {
    if (this.address) URL.revokeObjectURL(this.address);
    this.element.remove();
  }

  #part(name) {
    return this.element.querySelector(`[data-upload-${name}]`);
  }

  #showPicture(file) {
    if (!file.type.startsWith("image/")) {
      this.#part("picture").textContent = file.name.split(".").pop().toUpperCase().slice(0, 4);
      return;
    }
    const image = document.createElement("img");
    image.alt = "";
    image.src = this.address = URL.createObjectURL(file);
    image.addEventListener("error", () => image.remove());
    this.#part("picture").append(image);
  }
}
