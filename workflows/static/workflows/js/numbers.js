// Numbers as people write them: "1.485,5" in Indonesian, "1,485.5" in English. The server reads them again by its own rules.

const MARKS = { id: { group: ".", decimal: "," }, en: { group: ",", decimal: "." } };

/** A number as people write it in the language; NaN for no number. */
export function readNumber(text, language) {
  const { group, decimal } = marksOf(language);
  const written = text.trim();
  const plain = meantDecimal(written, language) ? written.replace(group, ".") : written.replaceAll(group, "").replace(decimal, ".");
  return plain ? Number(plain) : Number.NaN;
}

/** The same number as the other language writes it; what is no number stays as it is. */
export function rewritten(text, from, to) {
  if (from === to || Number.isNaN(readNumber(text, from))) return text;
  const [before, after] = [marksOf(from), marksOf(to)];
  if (meantDecimal(text.trim(), from)) return text.replace(before.group, after.decimal);
  return text.replace(/[.,]/g, (mark) => (mark === before.group ? after.group : after.decimal));
}

/** "12.5" typed by an Indonesian hand: one dot that does not stand before three digits is a decimal point. */
function meantDecimal(text, language) {
  const { group, decimal } = marksOf(language);
  const parts = text.split(group);
  return parts.length === 2 && !text.includes(decimal) && parts[1].length !== 3;
}

function marksOf(language) {
  return language === "en" ? MARKS.en : MARKS.id;
}
