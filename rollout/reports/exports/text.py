"""CSV, as the reader's own spreadsheet opens it by a double click.

UTF-8 with a byte-order mark, without which Excel reads the bytes in the machine's old code page. In Indonesian the
columns are parted by semicolons and decimals written with a comma, as Excel does and expects under Indonesian regional
settings (there a comma would not part columns, and 12.5 become the 12th of May); in English by commas, with a point.
Programs ask the API, which does not depend on the language.
"""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from django.utils import formats
from django.utils.translation import gettext as _

from rollout.reports.cells import plain
from rollout.reports.exports.cover import Cover
from rollout.reports.table import NUMERIC, Drawn, Row

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(drawn: Drawn, rows: Iterator[Row], cover: Cover, to: BinaryIO) -> None:
    """The heading, the rows, the sums. Every line ends with its day and the mark of simulated data, so that a line
    copied elsewhere still says what it is."""
    text = io.TextIOWrapper(to, encoding="utf-8-sig", newline="", write_through=True)
    delimiter = ";" if formats.get_format("DECIMAL_SEPARATOR") == "," else ","
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([*(safe(column.title) for column in drawn.columns), _("As of"), _("Data")])
    ending = [cover.day.isoformat(), cover.simulated]
    for row in rows:
        writer.writerow([*_cells(drawn, row.cells), *ending])
    if total := drawn.last_line():
        writer.writerow([*_cells(drawn, total), *ending])
    text.detach()


def safe(text: str) -> str:
    """Text that a spreadsheet reads as text: an apostrophe before what it would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(drawn: Drawn, cells: tuple) -> list[str]:
    return [
        plain(cell, column.kind)
        if column.kind in NUMERIC and not isinstance(cell, str)
        else safe(plain(cell, column.kind))
        for column, cell in zip(drawn.columns, cells, strict=True)
    ]
