"""PDF of a table, set on paper with what it says of itself on the first page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rollout.reports.asked import NotAnswerable
from rollout.reports.cells import in_words
from rollout.reports.exports.cover import Cover
from rollout.reports.table import NUMERIC, Column, Drawn, Kind, Row
from workflows.papers.typeset import TakesTooMuch, typeset

_SOURCE = Path(__file__).with_name("table.typ")
# A long table takes its time to be set.
_SECONDS = 120


def write(drawn: Drawn, rows: Iterator[Row], cover: Cover, to: BinaryIO) -> None:
    """The document; all rows are in memory while it is set. Raises NotAnswerable when that takes too much."""
    lines = [_words(drawn, row.cells) for row in rows]
    total = drawn.last_line()
    given = {
        "language": get_language() or "id",
        "words": paper_words(),
        "title": cover.title,
        "answers": cover.answers,
        "filters": cover.filters,
        "sources": cover.sources,
        "about": cover.lines()[2:],
        "day": cover.day.isoformat(),
        "as_of": cover.as_of,
        "simulated": bool(cover.simulated),
        "columns": [_column(place, column) for place, column in enumerate(drawn.columns)],
        "rows": lines,
        "total": [] if total is None else _words(drawn, total, nothing=""),
    }
    files = {"table.json": json.dumps(given, ensure_ascii=False).encode()}
    try:
        to.write(typeset(_SOURCE.read_text(encoding="utf-8"), files, as_of=cover.day, seconds=_SECONDS))
    except TakesTooMuch as error:
        sentence = _("This table is too long to be set as a PDF here. Narrow it or choose another format.")
        raise NotAnswerable(sentence) from error


def _column(place: int, column: Column) -> dict:
    """``width``: its share of the page."""
    wide = 2.4 if place == 0 else 2 if column.kind is Kind.TEXT else 1.2 if column.kind in (Kind.CODE, Kind.DATE) else 1
    return {"title": column.title, "numeric": column.kind in NUMERIC, "width": wide}


def paper_words() -> dict[str, str]:
    """What the house style writes at the edges of every page, in the language that is active."""
    return {
        "as-of": _("As of"),
        "source": _("Source"),
        "page": _("Page"),
        "of": _("of"),
        "simulated": _("SIMULATED DATA"),
    }


def _words(drawn: Drawn, cells: tuple, **nothing: str) -> list[str]:
    return [in_words(cell, column.kind, **nothing) for column, cell in zip(drawn.columns, cells, strict=True)]
