"""The points layer: every open site of a scope with all the map colours, filters and counts by.

The database keeps one fixed-size record in every site's row (``sites/migrations/0004_map_record.py``) and glues those
of a scope together; here they are only turned into columns. Measured on the province (1,571 sites): 0.5 ms in the
database and 0.3 ms here; written from the columns for each request it took 2.1 ms, and as rows of values 7 ms.
"""

import datetime
import io
from array import array
from collections.abc import Sequence
from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from gis_data.codes import outermost
from sites.history.as_of import NOW, AsOf
from sites.history.past import records_at
from sites.layers.columns import Records, indexes, pack
from sites.layers.first_cut import WHOLE, first_cut
from sites.layers.states import (
    COMBINATION_AT,
    RECORD_SIZE,
    known_combinations,
    learn_combinations,
    learn_past_combinations,
    state_columns,
)
from sites.layers.world import BITS
from sites.models import Site

# What the numbers of a record mean. ``x`` and ``y`` are pixels of the web-mercator world (``sites.layers.world``):
# whole numbers that the browser turns into a place on the screen with one multiplication, no finer than any position we
# hold. ``waiting_since`` is a day, not a number of days, so that a kept layer does not go stale at midnight: counted
# in the time zone from day zero, 0 for not waiting. ``progress`` is rounded down: 100 means finished. ``district`` is
# the digits of the district's code: 620309 is 62.03.09.
MEANING = {
    "world_bits": BITS,
    "time_zone": "Asia/Pontianak",
    "day_zero": "2000-01-01",
    "no_progress": 255,
    "sources": Site.PositionSource.values,
}

# (name, offset, bytes) within one record.
NUMBERS = [
    ("id", 0, 4),
    ("x", 4, 4),
    ("y", 8, 4),
    ("waiting_since", 12, 2),
    ("flags", 14, 2),
    ("stage", 16, 1),
    ("progress", 17, 1),
    ("source", 18, 1),
    ("district", 20, 4),
]
CUT_NUMBERS = NUMBERS[1:]
# By their names, as ``Records.numbers`` takes them.
PLACE_OF = {name: (offset, width) for name, offset, width in NUMBERS}

# Where the one value of the one row stands in a binary COPY: after the file's header (19 bytes), the number of columns
# (2) and the value's length (4); the trailer follows (PostgreSQL manual, COPY, "Binary Format").
_ROW_AT = 19 + 2 + 4
_TRAILER = 2


def points_layer(region_codes: Sequence[str], when: AsOf = NOW, *, cut: bool = False) -> bytes:
    """The layer of the open sites inside the regions, in order of their codes (format: ``sites.layers.columns``): as
    they stand, or as they stood at the end of a day, which the header's ``as_of`` then names.

    Beside the numbers of the record there is the column ``combination``, an index into the columns ``state:<kind>``,
    one per kind of workflow that occurs; their numbers are indexes from 1 into the states the header's ``kinds`` list
    (0: no such workflow at the site). ``source`` is an index into ``sources``; ``progress`` is in percent or
    ``no_progress``. With ``cut`` a large layer is thinned (``sites.layers.first_cut``) and goes without ``id``, since
    nothing in it is chosen; the header's ``of`` then says how many sites there are in all.
    """
    records, found, combinations = known_records(region_codes, when)
    header = {} if when.is_now else {"as_of": str(when)}
    numbers = NUMBERS
    if cut and len(found) > WHOLE:
        header["of"] = len(found)
        records, numbers = first_cut(records), CUT_NUMBERS
        found = records.keys(COMBINATION_AT)
        combinations = tuple(dict.fromkeys(found))
    kinds, states = state_columns(combinations)
    return pack(
        {**MEANING, "kinds": kinds, **header},
        [
            *(records.column(*number) for number in numbers),
            indexes("combination", found, combinations),
            *states,
        ],
    )


def known_records(region_codes: Sequence[str], when: AsOf = NOW) -> tuple[Records, array, tuple[int, ...]]:
    """The records of the open sites inside the regions in order of their codes, now or at the end of a day; the hash of
    the states in each; and the different hashes, each of which ``sites.layers.states.meaning_of`` can tell."""
    return _present(region_codes) if when.is_now else _past(region_codes, when.day)


def _present(region_codes: Sequence[str]) -> tuple[Records, array, tuple[int, ...]]:
    """The records, the hash of the states in each, and the different hashes, all of them known."""
    records = fetch_records(region_codes)
    found = records.keys(COMBINATION_AT)
    while not known_combinations(combinations := tuple(dict.fromkeys(found))):
        learn_combinations(Site.objects.within(region_codes).open())
        # Once more from the start: a site may have moved on since.
        records = fetch_records(region_codes)
        found = records.keys(COMBINATION_AT)
    return records, found, combinations


def _past(region_codes: Sequence[str], day: datetime.date) -> tuple[Records, array, tuple[int, ...]]:
    """The same for a day that is over."""
    records = records_at(region_codes, day)
    found = records.keys(COMBINATION_AT)
    combinations = tuple(dict.fromkeys(found))
    if not known_combinations(combinations):
        learn_past_combinations(combinations)
    return records, found, combinations


def fetch_records(region_codes: Sequence[str]) -> Records:
    """The records of the open sites inside the regions, in order of their codes.

    By a binary COPY: through a cursor every byte would be written as two letters and read back.
    """
    sql, parameters = _statement(tuple(outermost(region_codes)))
    if not sql:
        return Records(b"", RECORD_SIZE)
    sent = io.BytesIO()
    # Django turns the errors of execute() into its own, not those of what only this driver has.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({cursor.mogrify(sql, parameters).decode()}) TO STDOUT (FORMAT binary)", sent)
    return Records(sent.getvalue()[_ROW_AT:-_TRAILER], RECORD_SIZE)


@lru_cache(maxsize=256)
def _statement(region_codes: tuple[str, ...]) -> tuple[str, tuple]:
    """The statement that glues a scope's records together; composing it costs half as much as running it."""
    sites = Site.objects.within(region_codes).open().annotate(record=RawSQL("map_record", []))
    try:
        sql, parameters = sites.order_by("code").values("record").query.sql_with_params()
    except EmptyResultSet:  # no region at all
        return "", ()
    return f"SELECT string_agg(record, ''::bytea) FROM ({sql}) AS sites", parameters  # noqa: S608
