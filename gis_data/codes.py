"""Kemendagri region codes: "62.03.09.2001" parsed, checked, and turned into the prefix that is a jurisdiction.

Rule of the code (Kepmendagri on codes and data of government regions): two digits for the province, two for the
regency (71–99 is a city), two for the district, four for the village, whose first digit is 1 for a kelurahan, 2 for a
desa and 3 for a desa adat. Codes are text: as numbers they lose their dots and their zeros.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

COUNTRY = "ID"
MAX_LENGTH = 13

_PATTERN = re.compile(r"(?P<p>[1-9][0-9])(\.(?P<r>[0-9]{2})(\.(?P<d>[0-9]{2})(\.(?P<v>[0-9]{4}))?)?)?", re.ASCII)
_FIRST_CITY = 71


class Level(StrEnum):
    """The five steps of the hierarchy, from the country down."""

    COUNTRY = "country"
    PROVINCE = "province"
    REGENCY = "regency"
    DISTRICT = "district"
    VILLAGE = "village"


class Kind(TextChoices):
    """What a region is in law: the regency level has regencies and cities, the village level desa and kelurahan."""

    COUNTRY = "country", gettext_lazy("Country")
    PROVINCE = "province", gettext_lazy("Province")
    REGENCY = "regency", gettext_lazy("Regency")
    CITY = "city", gettext_lazy("City")
    DISTRICT = "district", gettext_lazy("District")
    DESA = "desa", gettext_lazy("Village (desa)")
    KELURAHAN = "kelurahan", gettext_lazy("Urban village (kelurahan)")


class InvalidCode(ValidationError):
    """The text is not a region code; its message is a sentence for the person who wrote it."""

    def __str__(self) -> str:
        return " ".join(self.messages)


@dataclass(frozen=True, slots=True)
class Code:
    """A checked code. ``text`` is dotted ("62.03.09.2001"), or "ID" for the country."""

    text: str
    level: Level
    kind: Kind

    def __str__(self) -> str:
        return self.text

    @property
    def parent(self) -> str | None:
        """The code one level up; None for the country."""
        if self.level is Level.COUNTRY:
            return None
        return COUNTRY if self.level is Level.PROVINCE else self.text.rpartition(".")[0]

    @property
    def province(self) -> str | None:
        """The province's code; None for the country."""
        return None if self.level is Level.COUNTRY else self.text[:2]

    @property
    def regency(self) -> str | None:
        """The regency's or city's code; None above it."""
        return self.text[:5] if len(self.text) >= 5 else None

    @property
    def district(self) -> str | None:
        """The district's code; None above it."""
        return self.text[:8] if len(self.text) >= 8 else None

    @property
    def village(self) -> str | None:
        """The village's code; None above it."""
        return self.text if self.level is Level.VILLAGE else None

    @property
    def prefix(self) -> str:
        """What every code inside this jurisdiction, its own included, starts with; "" for the country."""
        return "" if self.level is Level.COUNTRY else self.text

    def contains(self, other: "Code | str") -> bool:
        """Whether ``other`` lies in this jurisdiction (a region contains itself)."""
        return parse(other).prefix.startswith(self.prefix)


def parse(text: "str | Code") -> Code:
    """Check ``text`` and say what it is.

    Surrounding blanks are dropped, nothing else is corrected. Raises InvalidCode with a sentence that tells a number
    (``62.1``, ``6201011011``) from a text that is no code at all.
    """
    if isinstance(text, Code):
        return text
    if not isinstance(text, str):
        raise InvalidCode(
            _("Region codes are text such as 62.03.09.2001, but %(value)s is a number. Format the column as text.")
            % {"value": text},
            code="number",
        )
    text = text.strip()
    if text == COUNTRY:
        return Code(COUNTRY, Level.COUNTRY, Kind.COUNTRY)
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise _refusal(text)
    if match["v"]:
        return _village(text, match["v"])
    if match["d"]:
        if match["d"] == "00":
            raise _refusal(text)
        return Code(text, Level.DISTRICT, Kind.DISTRICT)
    if match["r"]:
        if match["r"] == "00":
            raise _refusal(text)
        return Code(text, Level.REGENCY, Kind.CITY if int(match["r"]) >= _FIRST_CITY else Kind.REGENCY)
    return Code(text, Level.PROVINCE, Kind.PROVINCE)


def prefix(code: str | Code) -> str:
    """The string every code inside the jurisdiction starts with; "" for the country. Raises InvalidCode."""
    return parse(code).prefix


def outermost(codes: "list[str] | set[str] | tuple[str, ...]") -> list[str]:
    """``codes`` as sorted text without those that lie inside another of them. Raises InvalidCode."""
    kept: list[Code] = []
    for code in sorted({parse(code) for code in codes}, key=lambda code: code.prefix):
        if not kept or not kept[-1].contains(code):
            kept.append(code)
    return [code.text for code in kept]


def like_patterns(codes: "list[str] | set[str] | tuple[str, ...]") -> list[str]:
    """For ``code LIKE ANY (…)``: what lies in these jurisdictions; "%" for the country. Raises InvalidCode."""
    return [f"{prefix(code)}%" for code in outermost(codes)]


def dotted(digits: str) -> str:
    """The code that whoever wrote these digits may have meant, "6202062005" read as "62.02.06.2005"; "" when none.

    A guess to ask about, never to act upon: as a statistics-office (BPS) code the same digits mean another place.
    """
    parts = [digits[:2], digits[2:4], digits[4:6], digits[6:]]
    try:
        return parse(".".join(filter(None, parts))).text if digits.isdigit() else ""
    except InvalidCode:
        return ""


def _village(text: str, part: str) -> Code:
    if part[0] == "1":
        return Code(text, Level.VILLAGE, Kind.KELURAHAN)
    if part[0] in "23":
        return Code(text, Level.VILLAGE, Kind.DESA)
    raise InvalidCode(
        _("%(code)s is not a village code: its last part begins with 1 (kelurahan), 2 (desa) or 3 (desa adat).")
        % {"code": text},
        code="village",
    )


def _refusal(text: str) -> InvalidCode:
    if not text:
        return InvalidCode(_("The region code is missing."), code="missing")
    shown = {"code": text[:40]}
    if re.fullmatch(r"[0-9]{3,10}", text, re.ASCII):
        return InvalidCode(
            _(
                "%(code)s has no dots. Write it as 62.03.09.2001; without dots a statistics-office (BPS) code looks "
                "the same and means another place."
            )
            % shown,
            code="undotted",
        )
    if re.fullmatch(r"[0-9]+([.,][0-9]+(e[+-]?[0-9]+)?|e[+-]?[0-9]+)", text, re.ASCII | re.IGNORECASE):
        return InvalidCode(
            _("%(code)s looks like a number that a spreadsheet shortened (62.1 was 62.10). Format the column as text.")
            % shown,
            code="number",
        )
    return InvalidCode(_("“%(code)s” is not a region code. A village reads like 62.03.09.2001.") % shown, code="format")
