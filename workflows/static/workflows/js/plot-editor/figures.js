// What the outline measures, in the reader's language, beside what the papers say.
import { areaOf, crossesItself, sidesOf } from "../geometry.js";

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

/** A number as people write it in the page's language; the server reads it again by its own rules. NaN for no number. */
export function readNumber(text) {
  const [group, decimal] = language === "en" ? [",", "."] : [".", ","];
  const [left, right] = text.trim().split(group);
  // "12.5" typed by an Indonesian hand: one dot that does not stand before three digits is a decimal point.
  const meantDecimal = text.split(group).length === 2 && !text.includes(decimal) && right.length !== 3;
  const plain = meantDecimal ? `${left}.${right}` : text.trim().replaceAll(group, "").replace(decimal, ".");
  return plain ? Number(plain) : Number.NaN;
}
