// Colours come from the design tokens; the symbols from the page's own pictures of the stages. Nothing is repeated here.

const kept = new Map();

/** The value of a token in the theme that is on: token("--flag"). Asked of the page once, since that costs it a layout. */
export function token(name) {
  if (!kept.has(name)) kept.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  return kept.get(name);
}

/** Call the listener when the page or the device changes between light and dark. */
export function onThemeChange(listener) {
  document.addEventListener("themechange", listener);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", listener);
}

// Before everybody who draws: listeners are called in the order in which they came.
onThemeChange(() => kept.clear());

/** The stages' symbols from the page's template: by slug, the picture for the page and its shapes for a canvas. */
export function readSymbols(template) {
  const symbols = new Map();
  for (const item of template.content.querySelectorAll("[data-stage]")) {
    const picture = item.querySelector("svg");
    symbols.set(item.dataset.stage, { picture, shapes: [...picture.children].map(shapeOf) });
  }
  return symbols;
}

function shapeOf(element) {
  const path = new Path2D(element.getAttribute("d") ?? "");
  if (element.tagName === "circle") {
    const [x, y, radius] = ["cx", "cy", "r"].map((name) => Number(element.getAttribute(name)));
    path.arc(x, y, radius, 0, 2 * Math.PI);
  }
  const line = Number(element.getAttribute("stroke-width") ?? 0);
  return { path, line, filled: element.getAttribute("fill") !== "none" };
}

/** A copy of a symbol for the page, in the colour of the stage named second. */
export function picture(symbols, { shape, colour }) {
  const copy = symbols.get(shape).picture.cloneNode(true);
  copy.setAttribute("class", `stage__symbol stage__symbol--${colour}`);
  return copy;
}

/**
 * The looks of so many classes: each a symbol and a stage's colour. The first seven are the stages' own pairs; more
 * classes than that get the same colours with other symbols, so that each is told apart by shape as well.
 */
export function looks(slugs, count) {
  return Array.from({ length: count }, (_, n) => ({
    shape: slugs[(n + 2 * Math.floor(n / slugs.length)) % slugs.length],
    colour: slugs[n % slugs.length],
  }));
}
