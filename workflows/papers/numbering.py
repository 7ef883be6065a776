"""The number of a paper in its office's register: without gaps, never twice, decided by the database."""

import datetime

from django.db import connection
from django.db.models import Exists, OuterRef

from workflows.papers.declaration import PaperKind
from workflows.papers.models import Paper, PaperCounter
from workflows.papers.numerals import roman_month

_NEXT = (
    f"INSERT INTO {PaperCounter._meta.db_table} AS kept (office, kind, year, simulated, last) "  # noqa: S608
    "VALUES (%s, %s, %s, %s, 1) "
    "ON CONFLICT (office, kind, year, simulated) DO UPDATE SET last = kept.last + 1 RETURNING last"
)


def take_next(office: str, kind: PaperKind, year: int, *, simulated: bool) -> int:
    """The next number, from 1, in the transaction at hand: the counter's row stays locked until it ends.

    Whoever numbers the same papers waits for it; when it is undone, the number is free again and leaves no gap.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [office, kind.name, year, simulated])
        return cursor.fetchone()[0]


def forget_simulated() -> None:
    """Forget how far simulated papers were counted where none of them is left."""
    left = Paper.objects.filter(simulated=True, office=OuterRef("office"), kind=OuterRef("kind"), year=OuterRef("year"))
    PaperCounter.objects.filter(~Exists(left), simulated=True).delete()


def written(sequence: int, kind: PaperKind, dated: datetime.date, *, simulated: bool) -> str:
    """The number as it is printed: "007/BAVL/XI/2026"; what is simulated says so."""
    number = f"{sequence:03}/{kind.mark}/{roman_month(dated)}/{dated.year}"
    return f"SIM-{number}" if simulated else number
