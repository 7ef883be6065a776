// The layers that are switched besides the sites: boundaries, where satellite internet works, and the installation's own.

const BOUNDARIES = "boundaries";
const COVERAGE = "coverage";
// Boundaries are shown unless the address says so.
const NO_BOUNDARIES = `-${BOUNDARIES}`;

/** May the address name a layer so? One of the installation's own goes by its number. */
export function isLayer(word) {
  return /^\d+$/.test(word) || word === COVERAGE || word === NO_BOUNDARIES;
}

/** ``box`` holds a checkbox per layer; ``layers`` the map's own by name; ``onChange`` gets the words for the address. */
export class LayerControl {
  constructor(box, layers, onChange) {
    this.boxes = [...box.querySelectorAll("input")];
    this.count = box.querySelector("output");
    this.layers = layers;
    layers.overlays.onMissing = (number) => this.#switchOff(number);
    box.addEventListener("change", () => onChange(this.boxes.map(wordOf).filter(Boolean)));
  }

  /** Show the layers that the address names. */
  show(sites, words) {
    const { boundaries, coverage, overlays } = this.layers;
    for (const box of this.boxes) box.checked = box.value === BOUNDARIES ? !words.includes(NO_BOUNDARIES) : words.includes(box.value);
    boundaries.switch(!words.includes(NO_BOUNDARIES));
    this.count.value = coverage.show(sites, words.includes(COVERAGE));
    overlays.show(words.filter((word) => /^\d+$/.test(word)));
  }

  #switchOff(number) {
    for (const box of this.boxes) if (box.value === number) box.checked = false;
  }
}

function wordOf({ value, checked }) {
  if (value === BOUNDARIES) return checked ? "" : NO_BOUNDARIES;
  return checked ? value : "";
}
