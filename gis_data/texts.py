"""Free text as it is kept: one spelling for what looks alike, and nothing in it that nobody can see.

Whatever takes a text from outside (form fields, the API, importers) passes it through here once; entries of the ledger
are read by people for years, and a sign that turns the writing direction or hides a word can make them lie.
"""

import datetime
import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters by their class, and yet nothing to look at
# Control signs, format signs (direction overrides, zero widths, tags), lone surrogates, private use, unassigned.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}

# A population number (NIK): region (6), birthday ddmmyy (6; women's day + 40), number (4).
_SIXTEEN = re.compile(r"(?<![0-9])[1-9][0-9]{15}(?![0-9])")
_GROUPED = re.compile(r"(?<![0-9])[0-9]+([ .-])[0-9]+(?:\1[0-9]+)*(?![0-9])")
_PROVINCES = {
    *range(11, 20),
    21,
    *range(31, 37),
    *range(51, 54),
    *range(61, 66),
    *range(71, 77),
    81,
    82,
    *range(91, 98),
}
_WOMEN = 40


def clean_line(text: str) -> str:
    """The text in one line, without blanks around it: NFC, every run of blanks and line ends as one blank."""
    return " ".join(_seen(text).split())


def clean_paragraphs(text: str) -> str:
    """The same with its line ends (as ``\\n``), for texts of several lines; blanks inside a line stay as they are."""
    return "\n".join(line.rstrip() for line in _seen(text).split("\n")).strip()


def _seen(text: str) -> str:
    lines = _LINE_ENDS.sub("\n", text)
    changed = {ord(sign): seen for sign in set(lines) if (seen := _sign(sign)) != sign}
    # Composed at the end: an accent may have stood behind something unseen.
    return unicodedata.normalize("NFC", lines.translate(changed))


def _sign(sign: str) -> str:
    """What is kept of a sign: itself, a blank, or nothing."""
    if sign == "\n":
        return sign
    category = unicodedata.category(sign)
    if sign == "\t" or category == "Zs":
        return " "
    return "" if category in _UNSEEN or sign in _BLANK_LETTERS else sign


def population_number_in(text: str) -> str:
    """A number in the text that has the shape of a person's population number (NIK), "" when there is none.

    Written in one, or in groups with one kind of sign between them: a village, a birthday, four digits.
    """
    candidates = [found[0] for found in _SIXTEEN.finditer(text)] + [found[0] for found in _GROUPED.finditer(text)]
    return next((found for found in candidates if _is_population_number(re.sub("[^0-9]", "", found))), "")


def sixteen_digits_in(text: str) -> str:
    """Any number of sixteen digits in the text that does not begin with 0, or one of the above; "" without."""
    found = _SIXTEEN.search(text)
    return found[0] if found else population_number_in(text)


def without_population_numbers(text: str) -> str:
    """The text with every number of that shape replaced by "…"."""
    while found := population_number_in(text):
        text = text.replace(found, "…")
    return text


def _is_population_number(digits: str) -> bool:
    if len(digits) != 16 or int(digits[:2]) not in _PROVINCES:
        return False
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    try:
        # 2000 was a leap year, as 29 February of some year needs one.
        datetime.date(2000 if month == 2 and day % _WOMEN == 29 else 1900 + year, month, day % _WOMEN)
    except ValueError:
        return False
    return True
