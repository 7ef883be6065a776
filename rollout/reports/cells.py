"""A table's cell in words, as a page, a paper and a text file write it."""

import datetime
from decimal import Decimal

from django.utils import formats

from rollout.reports.table import Kind
from rollout.templatetags import formatting

Cell = str | int | float | Decimal | datetime.date | None


def in_words(cell: Cell, kind: Kind, nothing: str = formatting.MISSING) -> str:
    """In the reader's language, a word in a column of figures as it stands; ``nothing`` where nothing is known."""
    if cell is None:
        return nothing
    if isinstance(cell, str):
        return cell
    match kind:
        case Kind.WHOLE:
            return formatting.number(cell)
        case Kind.PERCENT:
            return formatting.percent(cell, 0 if isinstance(cell, int) else 2)
        case Kind.MONEY:
            return formatting.rupiah(cell)
        case Kind.AREA:
            return formatting.area(cell)
        case Kind.DATE:
            return formatting.day(cell)
        case Kind.DAYS:
            return formatting.days(cell)
    return str(cell)


def plain(cell: Cell, kind: Kind) -> str:
    """For a text file: numbers without units and separators of thousands, the decimals with the language's sign;
    days as 2026-11-30. "" where nothing is known."""
    if cell is None:
        return ""
    if kind is Kind.DATE:
        return cell.isoformat()
    if isinstance(cell, int | float | Decimal):
        return str(cell).replace(".", formats.get_format("DECIMAL_SEPARATOR"))
    return str(cell)
