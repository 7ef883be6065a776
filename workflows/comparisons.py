"""Comparisons that a rule consists of, or that follow from it: judged by the server, and on a phone at once."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from operator import ge, gt, le, lt
from typing import Any, Literal

from django.utils import timezone
from django.utils.formats import date_format, number_format

_RELATIONS = {"<": lt, "<=": le, ">=": ge, ">": gt}


class Clock(Enum):
    """The present by the clock of whoever judges: the day in the programme's time zone, or the moment."""

    TODAY = "today"
    NOW = "now"


@dataclass(frozen=True)
class Known:
    """A column of the process, whatever the form asks for."""

    column: str


Bound = str | Known | Clock | datetime.date | Decimal


@dataclass(frozen=True)
class Comparison:
    """``field``, an answer, has to stand in the relation to ``than``: another answer by its name, or a ``Bound``.

    ``sentence(answer, bound)`` says that it does not, with both as words. ``when``: judged only where this holds too.
    Where an answer, or what it is compared with, is not there, nothing is said.
    """

    field: str
    relation: Literal["<", "<=", ">=", ">"]
    than: Bound
    sentence: Callable[[str, str], str]
    when: tuple[str, str, Bound] | None = None

    def unmet(self, process) -> str:
        """The sentence, or "" when the comparison holds for the process or its line at hand, or cannot be judged."""
        if self.when and not _holds(process, *self.when):
            return ""
        if _holds(process, self.field, self.relation, self.than) is not False:
            return ""
        return self.sentence(in_words(_answer(process, self.field)), in_words(_bound(process, self.than)))

    @property
    def columns(self) -> list[str]:
        """The process's columns that whoever judges it has to know."""
        bounds = [self.than, *(self.when[2:] if self.when else ())]
        return [bound.column for bound in bounds if isinstance(bound, Known)]

    def as_data(self) -> dict[str, Any]:
        """For a phone, which fills ``{answer}`` and ``{bound}`` in; in the reader's language."""
        said = {
            "field": self.field,
            "is": self.relation,
            "than": _as_data(self.than),
            "sentence": self.sentence("{answer}", "{bound}"),
        }
        if self.when:
            field, relation, bound = self.when
            said["when"] = {"field": field, "is": relation, "than": _as_data(bound)}
        return said


def first_unmet(comparisons: Iterable[Comparison], process) -> str:
    """The sentence of the first comparison that does not hold, or ""."""
    return next((sentence for one in comparisons if (sentence := one.unmet(process))), "")


def in_words(value: Any) -> str:
    """A day, a moment or a number as sentences say it."""
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    return number_format(value.normalize() if value and isinstance(value, Decimal) else value, use_l10n=True)


def _holds(process, field: str, relation: str, than: Bound) -> bool | None:
    answer, bound = _answer(process, field), _bound(process, than)
    return None if answer is None or bound is None else _RELATIONS[relation](answer, bound)


def _answer(process, name: str) -> Any:
    """The column of the line at hand where it has one of that name, else the process's."""
    line = process.item
    return getattr(line if line is not None and hasattr(line, name) else process, name)


def _bound(process, than: Bound) -> Any:
    if isinstance(than, Clock):
        return timezone.localdate() if than is Clock.TODAY else timezone.now()
    if isinstance(than, Known):
        return getattr(process, than.column)
    return _answer(process, than) if isinstance(than, str) else than


def _as_data(than: Bound) -> dict[str, str]:
    if isinstance(than, Clock):
        return {"clock": than.value}
    if isinstance(than, Known):
        return {"known": than.column}
    return {"answer": than} if isinstance(than, str) else {"value": str(than)}
