"""One place as people write it: decimal degrees, degrees with minutes and seconds, with or without LS, LU and BT.

Latitudes (6° N to 11° S) and longitudes (95° to 141° E) of Indonesia do not overlap, so a pair typed in either order
is read with certainty.
"""

import re
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gis_data.extent import INDONESIA, holds

_DECIMAL = r"[-+]?\d{1,3}(?:[.,]\d+)?"
_PLAIN = re.compile(rf"\(?\[?\s*({_DECIMAL})\s*(?:[;,]\s*|\s+)({_DECIMAL})\s*\]?\)?")
# As KML and receivers write it, with a height; only with decimal points, where a comma can be nothing but a separator.
_WITH_HEIGHT = re.compile(
    r"([-+]?\d{1,3}\.\d+)(?:\s*[;,]\s*|\s+)([-+]?\d{1,3}\.\d+)(?:\s*[;,]\s*|\s+)[-+]?\d+(?:\.\d+)?"
)

_PART = r"\d{1,2}(?:[.,]\d+)?"
_ANGLE = rf"""(\d{{1,3}}(?:[.,]\d+)?)(?:(?:\s*°\s*|\s+)({_PART})(?:(?:\s*'\s*|\s+)({_PART}))?)?\s*[°'"]?"""
_SIDE = r"(LU|LS|BT|BB|[NSEWUTB])"
_SUFFIXED = re.compile(rf"{_ANGLE}\s*{_SIDE}[\s,;/-]*{_ANGLE}\s*{_SIDE}", re.IGNORECASE)
_PREFIXED = re.compile(rf"{_SIDE}\s*{_ANGLE}[\s,;/-]*{_SIDE}\s*{_ANGLE}", re.IGNORECASE)

# Lintang utara and selatan, bujur timur and barat; English letters, and the first letters of the Indonesian words.
_LATITUDE = {"LU": 1, "N": 1, "U": 1, "LS": -1, "S": -1}
_LONGITUDE = {"BT": 1, "E": 1, "T": 1, "BB": -1, "W": -1, "B": -1}

# No place takes more; and on endless blanks the patterns above would think for hours.
LONGEST_LINE = 120
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+(?=\S)")
_SIGNS = str.maketrans(
    {"−": "-", "–": "-", "º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"'}
)


def read_place(text: str) -> tuple[float, float]:
    """Longitude and latitude of one typed place. A corner's number before it ("3. …") is passed over.

    Raises ValidationError with a sentence that quotes the text. Whether the place lies in Indonesia is not judged.
    """
    if len(text.strip()) > LONGEST_LINE:
        raise _unreadable(text)
    line = _NUMBERED.sub("", text.strip().translate(_SIGNS).replace("''", '"'), count=1)
    if found := _PLAIN.fullmatch(line) or _WITH_HEIGHT.fullmatch(line):
        x, y = (float(part.replace(",", ".")) for part in found.groups())
        return (y, x) if holds(INDONESIA, y, x) else (x, y)
    if found := _SUFFIXED.fullmatch(line):
        first, second = _signed(found.groups()[:3], found[4]), _signed(found.groups()[4:7], found[8])
    elif found := _PREFIXED.fullmatch(line):
        first, second = _signed(found.groups()[1:4], found[1]), _signed(found.groups()[5:8], found[5])
    else:
        raise _unreadable(text)
    places = dict(part for part in (first, second) if part)
    if places.keys() != {"longitude", "latitude"}:
        raise _unreadable(text)
    return places["longitude"], places["latitude"]


def _signed(parts: tuple[str | None, ...], side: str) -> tuple[str, float] | None:
    """The angle in degrees with the axis its side names; None when it is no angle: 75 minutes, 2.5° 30'."""
    degrees, minutes, seconds = (float(part.replace(",", ".")) if part else 0.0 for part in parts)
    fraction_inside = any(later is not None and not part.isdigit() for part, later in pairwise(parts) if part)
    if minutes >= 60 or seconds >= 60 or fraction_inside:
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if (letter := side.upper()) in _LATITUDE:
        return "latitude", value * _LATITUDE[letter]
    return "longitude", value * _LONGITUDE[letter]


def _unreadable(text: str) -> ValidationError:
    return ValidationError(
        _("“%(text)s” is not a pair of coordinates. Write for example -2.2099, 113.9213.")
        % {"text": text.strip()[:60]},
        code="unreadable",
    )
