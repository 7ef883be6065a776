"""Free text as it is kept: one spelling for what looks alike, and nothing in it that nobody can see.

Whatever takes a text from outside (form fields, the API, importers) passes it through here once; entries of the ledger
are read by people for years, and a sign that turns the writing direction or hides a word can make them lie.
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters by their class, and yet nothing to look at
# Control signs, format signs (direction overrides, zero widths, tags), lone surrogates, private use, unassigned.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


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
