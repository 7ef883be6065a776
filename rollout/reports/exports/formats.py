"""The formats a table can be had in, and writing it in one of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.reports.asked import NotAnswerable
from rollout.reports.exports.cover import Cover
from rollout.reports.table import Drawn, Row, Table

# Called with how many rows are written; may raise to end the writing.
Progress = Callable[[int], None]
_TELL_EVERY = 500


@dataclass(frozen=True)
class Format:
    """``writer``: the module whose ``write(drawn, rows, cover, to)`` writes it, loaded when it is first asked for.

    ``most``: how many rows it can hold; ``at_once``: up to how many a request writes it while the reader waits.
    """

    name: str
    label: str | Promise
    content_type: str
    writer: str
    places: bool = False
    most: int = field(default=1_000_000)
    at_once: int = 3000


FORMATS = (
    Format("xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    Format("csv", "CSV", "text/csv; charset=utf-8", "text"),
    Format("pdf", "PDF", "application/pdf", "pdf", most=10_000, at_once=600),
    Format("geojson", "GeoJSON", "application/geo+json", "geojson", places=True),
    Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", "geopackage", places=True),
    Format("kml", gettext_lazy("KML (Google Earth)"), "application/vnd.google-earth.kml+xml", "kml", places=True),
)


def formats_of(table: Table) -> list[Format]:
    """Those a table can be had in: as places only where its rows are places."""
    return [one for one in FORMATS if table.places or not one.places]


def format_of(table: Table, name: str) -> Format | None:
    """The format of that name; None: the table cannot be had in it."""
    return next((one for one in formats_of(table) if one.name == name), None)


def refuse_too_many(wanted: Format, drawn: Drawn) -> None:
    """Raises NotAnswerable when the format cannot hold the rows."""
    if len(drawn.rows) > wanted.most:
        raise NotAnswerable(
            _(
                "A file of this format holds at most %(most)d lines, this table has %(lines)d. "
                "Narrow it or choose another."
            )
            % {"most": wanted.most, "lines": len(drawn.rows)}
        )


def write(wanted: Format, drawn: Drawn, cover: Cover, to: BinaryIO, progress: Progress = lambda _rows: None) -> None:
    """The table as a file; ``to`` is open for writing and seeking. Memory does not grow with the rows, but for PDF.

    Raises NotAnswerable for what takes too much."""
    writer = import_module(f"rollout.reports.exports.{wanted.writer}")
    writer.write(drawn, _telling(drawn, progress), cover, to)


def _telling(drawn: Drawn, progress: Progress) -> Iterator[Row]:
    for number, row in enumerate(drawn.each(), start=1):
        if number % _TELL_EVERY == 0:
            progress(number)
        yield row
