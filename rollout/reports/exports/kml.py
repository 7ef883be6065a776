"""KML 2.2 for Google Earth: a placemark to a row, with the row's cells as its data."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from rollout.reports.cells import in_words
from rollout.reports.exports.cover import Cover
from rollout.reports.table import Drawn, Row

# Characters that no XML document may hold (XML 1.0, 2.2); a line break in a name would be read as a blank anyway.
_UNFIT = {code: None for code in range(32) if code not in (9, 10, 13)}


def write(drawn: Drawn, rows: Iterator[Row], cover: Cover, to: BinaryIO) -> None:
    """The document, written row by row."""
    about = "\n".join(f"{label}: {text}" for label, text in cover.lines())
    to.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{_text(cover.title)}</name><description>{_text(about)}</description>\n".encode()
    )
    for row in rows:
        to.write(_placemark(drawn, row).encode())
    to.write(b"</Document></kml>\n")


def _placemark(drawn: Drawn, row: Row) -> str:
    data = "".join(
        f"<Data name={quoteattr(column.name)}><displayName>{_text(column.title)}</displayName>"
        f"<value>{_text(in_words(cell, column.kind))}</value></Data>"
        for column, cell in zip(drawn.columns, row.cells, strict=True)
    )
    point = ""
    if row.place:
        point = f"<Point><coordinates>{row.place[0]},{row.place[1]}</coordinates></Point>"
    return f"<Placemark><name>{_text(str(row.cells[0]))}</name><ExtendedData>{data}</ExtendedData>{point}</Placemark>\n"


def _text(text: str) -> str:
    return escape(str(text).translate(_UNFIT))
