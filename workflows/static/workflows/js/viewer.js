// The page's photos, one at a time: beside what is being read or filled in where there is room, else over the page.

const ROOM = "(min-width: 62rem)";
const SWIPE_PX = 40;

/** Make the links with data-view show their photo in the page's viewer, with ways to the one before and the one after. */
export function offerViewer(root) {
  const element = root.querySelector("[data-viewer]");
  if (!element) return;
  const viewer = new Viewer(root, element);
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    viewer.open(link);
  });
}

class Viewer {
  constructor(root, element) {
    this.root = root;
    this.element = element;
    this.#part("previous").addEventListener("click", () => this.#step(-1));
    this.#part("next").addEventListener("click", () => this.#step(1));
    this.#part("close").addEventListener("click", () => element.close());
    element.addEventListener("keydown", (event) => this.#key(event));
    element.addEventListener("close", () => this.opener?.focus({ preventScroll: true }));
    this.#swipe(this.#part("image"));
  }

  open(link) {
    this.opener = link;
    if (!this.element.open) {
      if (matchMedia(ROOM).matches) this.element.show();
      else this.element.showModal();
    }
    this.#show(link);
    this.element.scrollIntoView({ block: "nearest" });
    this.#part("close").focus({ preventScroll: true });
  }

  /**
   * One link per photo, in the order of the page: a card has two of them, and a photo may stand in two lists. What is
   * folded away, photos of an earlier visit, is leafed through on its own.
   */
  get #photos() {
    const found = new Map();
    const fold = this.opener.closest("details");
    for (const link of this.root.querySelectorAll("[data-view]")) {
      if (link.closest("details") === fold && !found.has(link.href)) found.set(link.href, link);
    }
    return [...found.values()];
  }

  #part(name) {
    return this.element.querySelector(`[data-viewer-${name}]`);
  }

  #show(link) {
    this.shown = link.href;
    const [photos, image, count] = [this.#photos, this.#part("image"), this.#part("count")];
    const number = photos.findIndex((photo) => photo.href === link.href) + 1;
    image.src = link.dataset.view;
    image.alt = link.dataset.caption;
    this.#part("caption").textContent = link.dataset.caption;
    this.#part("original").href = link.href;
    count.textContent = count.dataset.count.replace("{number}", number).replace("{total}", photos.length);
    // A button that is disabled loses the focus, and with it the arrow keys.
    for (const [name, end] of [["previous", 1], ["next", photos.length]]) {
      const button = this.#part(name);
      if (number === end && this.root.activeElement === button) this.#part("close").focus({ preventScroll: true });
      button.disabled = number === end;
    }
  }

  #step(by) {
    const photos = this.#photos;
    const next = photos[photos.findIndex((photo) => photo.href === this.shown) + by];
    if (next) this.#show(next);
  }

  #key(event) {
    const steps = { ArrowLeft: -1, ArrowRight: 1 };
    if (event.key in steps) this.#step(steps[event.key]);
    // Over the page the browser closes the dialog itself.
    else if (event.key === "Escape") this.element.close();
    else return;
    event.preventDefault();
  }

  #swipe(image) {
    let start = null;
    image.addEventListener("touchstart", ({ touches }) => (start = touches.length === 1 ? touches[0].clientX : null), { passive: true });
    image.addEventListener("touchend", ({ changedTouches }) => {
      const across = start === null ? 0 : changedTouches[0].clientX - start;
      if (Math.abs(across) > SWIPE_PX) this.#step(across < 0 ? 1 : -1);
    });
  }
}
