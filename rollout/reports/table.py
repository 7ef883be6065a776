"""A table, declared once: the page, the API and every file are drawn from it."""

import enum
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rollout.reports.asked import NO_FILTER, Asked, NotAnswerable
from workflows import registry


class Kind(enum.Enum):
    """What stands in a column's cells: the type a file gives them, and how a page writes them."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    PERCENT = "percent"
    MONEY = "money"
    AREA = "area"
    DATE = "date"
    DAYS = "days"


NUMERIC = {Kind.WHOLE, Kind.PERCENT, Kind.MONEY, Kind.AREA, Kind.DAYS}


class Column(NamedTuple):
    """``name`` for programs, ``title`` for people; ``summed``: the table's last line adds it up."""

    name: str
    title: str
    kind: Kind = Kind.TEXT
    summed: bool = False


class Row(NamedTuple):
    """``cells`` in the order of the columns, None where nothing is known: str, int, Decimal or date.

    ``href``: the page behind the row's first cell; ``links``: pages behind other cells, by the column's name.
    ``place``: longitude and latitude in degrees (SRID 4326) where the row is one place.
    """

    cells: tuple
    href: str = ""
    links: dict[str, str] = {}
    place: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """``answers``: the question, in a sentence. ``rows`` gives a list, or a sequence that reads portions of itself.

    ``by_workflow``: it is about one workflow at a time; ``dated``: it can tell of past days; ``places``: its rows are
    places; ``orders``: the columns it can be sorted by, where that is not every column (``sorts_itself`` then).
    ``more``: what it is narrowed by besides the region, as ``Asked`` names it: "site", "kind", "state" (of a kind),
    "stage", "flag", "reason". ``chart``: the same drawn.
    """

    name: str
    title: str
    answers: str
    sources: str
    columns: Callable[[Asked], list[Column]]
    rows: Callable[[Asked], Sequence[Row]]
    by_workflow: bool = False
    dated: bool = True
    places: bool = False
    sorts_itself: bool = False
    orders: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    note: str = ""
    chart: Callable[[Asked], SafeString | str] | None = None

    def understood(self, asked: Asked) -> Asked:
        """The question as this table answers it. Raises NotAnswerable for a filter that it has not: what is drawn, and
        the cover of its files, would say that it is narrowed."""
        taken = {*self.more, *(["kind"] if self.by_workflow or "state" in self.more else [])}
        if any(getattr(asked, name) != nothing for name, nothing in NO_FILTER.items() if name not in taken):
            raise NotAnswerable(_("This table cannot be narrowed that way. Choose again from its filters."))
        return asked.narrowed(kind=registry.flows()[0].kind_name) if self.by_workflow and not asked.kind else asked


@dataclass(frozen=True)
class Drawn:
    """A table's answer to one question. ``sums`` is complete once the rows have been gone through."""

    table: Table
    asked: Asked
    columns: list[Column]
    rows: Sequence[Row]
    sums: dict[str, int | Decimal] = field(default_factory=dict)

    @property
    def orders(self) -> tuple[str, ...]:
        """The names of the columns it can be sorted by."""
        return self.table.orders if self.table.sorts_itself else tuple(column.name for column in self.columns)

    def each(self) -> Iterator[Row]:
        """Every row once, adding up the columns that are summed."""
        summed = [(place, column.name) for place, column in enumerate(self.columns) if column.summed]
        self.sums.clear()
        self.sums.update((name, 0) for _place, name in summed)
        for row in self.rows:
            for place, name in summed:
                self.sums[name] += row.cells[place] or 0
            yield row

    @property
    def listed(self) -> Sequence[Row]:
        """The rows to show a portion of: those of a long list are read in portions, a short one is there at once, its
        sums with it."""
        return self.rows if self.table.sorts_itself else list(self.each())

    def last_line(self) -> tuple | None:
        """The ``total`` where it adds up several rows, else None."""
        return self.total() if len(self.rows) > 1 else None

    def total(self) -> tuple | None:
        """After ``each`` the sums under their columns, with a word in the first; None where nothing is summed."""
        if not self.sums:
            return None
        cells = [self.sums.get(column.name) for column in self.columns]
        if cells[0] is None:
            cells[0] = _("Total")
        return tuple(cells)


def draw(table: Table, asked: Asked) -> Drawn:
    """The table's answer. Raises NotAnswerable for a day it cannot tell of, or an order it does not know."""
    if not table.dated and not asked.when.is_now:
        raise NotAnswerable(_("This table tells of the present only. Leave the date away."))
    asked = table.understood(asked)
    columns = table.columns(asked)
    drawn = Drawn(table, asked, columns, ())
    wanted = asked.sort.removeprefix("-")
    if wanted and wanted not in drawn.orders:
        raise NotAnswerable(_("This table cannot be sorted by “%(name)s”.") % {"name": wanted})
    rows = table.rows(asked)
    if wanted and not table.sorts_itself:
        rows = _sorted(rows, [column.name for column in columns].index(wanted), asked.sort.startswith("-"))
    return Drawn(table, asked, columns, rows)


def _sorted(rows: Iterable[Row], place: int, descending: bool) -> list[Row]:
    """What is not known stands last, either way."""
    known, unknown = [], []
    for row in rows:
        (unknown if row.cells[place] is None else known).append(row)
    known.sort(key=lambda row: row.cells[place], reverse=descending)
    return list(itertools.chain(known, unknown))
