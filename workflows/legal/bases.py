"""Legal bases by their code, read once from ``workflows/data/legal_bases.csv``; a guard names the codes it rests on."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LISTED = Path(__file__).resolve().parent.parent / "data" / "legal_bases.csv"


class UnknownBasis(LookupError):
    """No legal basis has that code."""


@dataclass(frozen=True)
class LegalBasis:
    """One regulation or circular.

    ``dated`` is as exact as it is known: "2025-10-22", "2025-11" or "2025". ``link`` is where the text, or a report on
    it, can be read; "" when unknown. ``checked``: number and subject were compared with a published source; otherwise
    they are general knowledge and must be checked before anybody relies on them.
    """

    code: str
    number: str
    dated: str
    title: str
    link: str
    checked: bool


@cache
def bases() -> dict[str, LegalBasis]:
    """Every legal basis by its code."""
    with LISTED.open(encoding="utf-8", newline="") as file:
        return {row["code"]: LegalBasis(**{**row, "checked": row["checked"] == "yes"}) for row in csv.DictReader(file)}


def cited(codes: Iterable[str]) -> list[LegalBasis]:
    """The bases of those codes, in their order. Raises UnknownBasis."""
    found = []
    for code in codes:
        if code not in bases():
            raise UnknownBasis(code)
        found.append(bases()[code])
    return found
