"""How many sites and cases wait, and since when: sums over whole provinces, from what is kept of their regencies."""

import datetime
from collections.abc import Hashable, Iterable

from django.db.models import BigIntegerField, DecimalField, Func, Sum, Value
from django.db.models.functions import Concat, Left

from gis_data import codes
from sites.regency_sums import PROVINCE, REGENCY, Counting, of_regencies
from workflows.owners import held_for

# How many sites and cases wait, and since when the oldest does.
Wait = tuple[int, int, datetime.datetime]
Sums = dict[Hashable, Wait]
# By the code of a regency. No site lies in two, so that sums over several are the sums of their sums.
Parts = dict[str, Sums]


def sum_of(one: Wait | None, other: Wait) -> Wait:
    """Both together."""
    return other if one is None else (one[0] + other[0], one[1] + other[1], min(one[2], other[2]))


def together(parts: Iterable[Sums]) -> Sums:
    """The sums over several regencies."""
    total: Sums = {}
    for sums in parts:
        for key, wait in sums.items():
            total[key] = sum_of(total.get(key), wait)
    return total


def over(name: str, regions: list[str], count: Counting[Sums], *, whose: bool = False) -> Sums:
    """The sums over whole provinces, exact (``sites.regency_sums``); ``whose``: they depend on who holds which role."""
    return together(of_regencies(f"stuck:{name}", regions, count, _holders if whose else None))


def _holders(regions: list[str], regencies: list[str]) -> dict[str, tuple]:
    """A number for who holds what today in each regency, in its province, and in the country."""
    people = _people(regions)
    return {code: tuple(people.get(around) for around in (code, code[:PROVINCE], codes.COUNTRY)) for code in regencies}


def _people(regions: list[str]) -> dict[str, int]:
    """A number for who holds what today, for each regency, and for each province and the country apart from them."""
    holding = Func(
        Concat("role", Value("@"), "region_id"),
        Value(0),
        function="hashtextextended",
        output_field=BigIntegerField(),
    )
    held = held_for(regions).order_by().values_list(Left("region_id", REGENCY))
    return dict(held.annotate(number=Sum(holding, output_field=DecimalField())))
