"""Each site's workflow states as one small number: an index into the combinations of states that occur.

Thousands of sites share a few hundred combinations. The points' record carries a 64-bit hash of the combination
(sending the states as text cost more than all other columns together); what a hash stands for is asked
of the database once and never changes, so it is kept for the life of the process.
"""

import sys
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import BinaryField
from django.db.models.expressions import RawSQL

from sites.layers.columns import Column, column
from sites.models import StateCombination

# Where the hash stands in a record, and how long one is (sites/migrations/0004_map_record.py).
COMBINATION_AT, RECORD_SIZE = 24, 32

_known: dict[int, dict[str, str]] = {}


def known_combinations(hashes: Iterable[int]) -> bool:
    """Is it known what each of the hashes (``Records.keys``) stands for?"""
    return all(number in _known for number in hashes)


def meaning_of(number: int) -> dict[str, str]:
    """The states by kind of workflow that a known hash stands for. Raises KeyError for one that is not known."""
    return _known[number]


def learn_combinations(sites) -> None:
    """Ask the database which combinations the sites of this queryset have now, under the hashes in their records.

    The hashes are read, not computed again: another version of PostgreSQL may hash differently than the one that wrote
    the records.
    """
    hashed = RawSQL("substr(map_record, %s, 8)", [COMBINATION_AT + 1], output_field=BinaryField())
    for found, states in sites.annotate(hash=hashed).order_by().values_list("hash", "states").distinct():
        _known[int.from_bytes(found, sys.byteorder)] = states


def learn_past_combinations(hashes: Iterable[int]) -> None:
    """Ask what these hashes stood for when a site had them."""
    wanted = [number.to_bytes(8, sys.byteorder) for number in hashes]
    for found, states in StateCombination.objects.filter(hash__in=wanted).values_list("hash", "states"):
        _known[int.from_bytes(found, sys.byteorder)] = states


@lru_cache(maxsize=32)
def state_columns(hashes: tuple[int, ...]) -> tuple[list[dict], list[Column]]:
    """What the combinations mean, all of them known.

    Returns the kinds of workflow that occur, each with the states that occur, both in alphabetical order; and for each
    kind the column ``state:<kind>`` with one row per combination: 0, or the state's place in that list from 1.
    """
    combinations = [_known[number] for number in hashes]
    found: dict[str, set[str]] = {}
    for states in combinations:
        for kind, state in states.items():
            found.setdefault(kind, set()).add(state)
    kinds = [{"kind": kind, "states": sorted(found[kind])} for kind in sorted(found)]
    columns = []
    for entry in kinds:
        places = {state: place for place, state in enumerate(entry["states"], 1)}
        numbers = (places.get(states.get(entry["kind"]), 0) for states in combinations)
        columns.append(column(f"state:{entry['kind']}", numbers, 1))
    return kinds, columns
