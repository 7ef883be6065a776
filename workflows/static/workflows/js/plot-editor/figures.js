// What the outline measures, in the reader's language, beside what the papers say.
import { areaOf, crossesItself, sidesOf } from "../geometry.js";
import { readNumber as readIn } from "../numbers.js";

const language = document.documentElement.lang || "id";
const wholeNumbers = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Metres with one decimal, as the language writes them. */
export function metres(value) {
  return tenths.format(value);
}

/** A number without decimals, as the language writes it. */
export function whole(value) {
  return wholeNumbers.format(value);
}

/** The sentences under the map: {text, warning}. ``stated`` is what stands in the field for the stated area. */
export function describe(outline, stated, words) {
  const { corners, holes } = outline;
  if (!corners.length) return { text: words.noOutline, warning: false };
  if (corners.length < 3) return { text: words.moreCorners, warning: false };
  if (crossesItself(corners)) return { text: words.crosses, warning: true };
  const area = areaOf(corners) - holes.reduce((sum, hole) => sum + areaOf(hole), 0);
  const perimeter = sidesOf(corners).reduce((sum, side) => sum + side, 0);
  const figures = words.area.replace("{area}", whole(area)).replace("{perimeter}", whole(perimeter));
  const beside = compared(area, readNumber(stated), words);
  return { text: beside ? `${figures}; ${beside}` : figures, warning: false };
}

function compared(area, stated, words) {
  if (!stated) return "";
  const apart = ((area - stated) / stated) * 100;
  if (Math.abs(apart) < 0.05) return words.asStated;
  const sentence = apart > 0 ? words.more : words.less;
  return sentence.replace("{percent}", tenths.format(Math.abs(apart))).replace("{stated}", whole(stated));
}

/** A number as people write it in the page's language. NaN for no number. */
export function readNumber(text) {
  return readIn(text, language);
}
