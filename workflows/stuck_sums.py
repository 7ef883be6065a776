"""Sums over whole provinces, put together from those of their regencies, which are kept until something changes."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from django.core.cache import cache
from django.db.models import BigIntegerField, DecimalField, Func, Sum, Value
from django.db.models.functions import Concat, Left
from django.utils import timezone

from gis_data import codes
from gis_data.models import Region
from gis_data.querysets import prefix_q
from sites.models import DistrictVersion
from workflows.owners import held_for

# How many sites and cases wait, and since when the oldest does.
Wait = tuple[int, int, datetime.datetime]
Sums = dict[Hashable, Wait]
# By the code of a regency. No site lies in two, so that sums over several are the sums of their sums.
Parts = dict[str, Sums]

_REGENCY, _PROVINCE = 5, 2
_DAY = 86400


def are_wide(regions: Iterable[str]) -> bool:
    """Are these whole provinces, or the country?"""
    return all(len(codes.prefix(code)) <= _PROVINCE for code in regions)


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


def of_regencies(
    name: str, regions: list[str], count: Callable[[list[str]], Parts], *, whose: bool = False
) -> Iterable[Sums]:
    """The sums of each regency in the regions, counted anew only where a site changed since they were kept.

    ``count`` counts in the regions it is given; ``name`` tells its sums from others; ``whose``: they depend on who
    holds which role as well. Exact: what they depend on is read before they are counted.
    """
    stamps = _stamps(regions, whose=whose)
    provinces: dict[str, list[str]] = defaultdict(list)
    for regency in stamps:
        provinces[regency[:_PROVINCE]].append(regency)
    kept = cache.get_many([f"stuck:{name}:{province}" for province in provinces])
    for province, regencies in provinces.items():
        key = f"stuck:{name}:{province}"
        found = kept.get(key, {})
        old = [code for code in regencies if found.get(code, (None,))[0] != stamps[code]]
        if old:
            counted = count([province] if len(old) == len(regencies) else old)
            found = found | {code: (stamps[code], counted.get(code, {})) for code in old}
            cache.set(key, found, _DAY)
        yield from (found[code][1] for code in regencies)


def _stamps(regions: list[str], *, whose: bool) -> dict[str, tuple]:
    """What the sums of each regency depend on: the day, the changes to its sites, and who holds what there."""
    regencies = Region.objects.regencies().within_any(regions).order_by("code").values_list("code", flat=True)
    changes = dict(
        DistrictVersion.objects.filter(prefix_q("district_code", regions))
        .values_list(Left("district_code", _REGENCY))
        .annotate(Sum("version"))
    )
    people = _people(regions) if whose else {}
    today = timezone.localdate()
    return {
        code: (today, changes.get(code), *(people.get(around) for around in (code, code[:_PROVINCE], codes.COUNTRY)))
        for code in regencies
    }


def _people(regions: list[str]) -> dict[str, int]:
    """A number for who holds what today, for each regency, and for each province and the country apart from them."""
    holding = Func(
        Concat("role", Value("@"), "region_id"),
        Value(0),
        function="hashtextextended",
        output_field=BigIntegerField(),
    )
    held = held_for(regions).order_by().values_list(Left("region_id", _REGENCY))
    return dict(held.annotate(number=Sum(holding, output_field=DecimalField())))
