"""Each site's workflow states as one small number: an index into the combinations of states that occur.

Thousands of sites share a few hundred combinations. The points' record carries a 64-bit hash of the combination
(0.5 ms for the province, where sending the states as text cost three times as much); what a hash stands for is asked
of the database once and never changes, so it is kept for the life of the process.
"""

import sys
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import BigIntegerField, F, Func, Value

from sites.layers.columns import Column, column

_known: dict[int, dict[str, str]] = {}


def known_combinations(hashes: Iterable[int]) -> bool:
    """Is it known what each of the hashes (``Records.keys``) stands for?"""
    return _known.keys() >= set(hashes)


def learn_combinations(sites) -> None:
    """Ask the database which combinations the sites of this queryset have now."""
    hashed = Func(F("states"), Value(0), function="jsonb_hash_extended", output_field=BigIntegerField())
    for number, states in sites.annotate(hash=hashed).order_by().values_list("hash", "states").distinct():
        _known[int.from_bytes(number.to_bytes(8, "big", signed=True), sys.byteorder)] = states


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
