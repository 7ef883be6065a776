"""Counts of whole provinces, put together from what is kept of their regencies until something changes there."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Sum
from django.db.models.functions import Left
from django.utils import timezone

from gis_data import codes
from gis_data.querysets import prefix_q
from sites.models import DistrictVersion

REGENCY, PROVINCE = 5, 2
_DAY = 86400

Part = TypeVar("Part")
# Counts in the regions it is given: by the code of a regency; one with nothing to count may be left out.
Counting = Callable[[list[str]], Mapping[str, Part]]
# What the parts depend on besides the day and the changes to the sites, for each regency.
Also = Callable[[list[str], list[str]], Mapping[str, Hashable]]


def are_wide(regions: Iterable[str]) -> bool:
    """Are these whole provinces, or the country?"""
    return all(len(codes.prefix(code)) <= PROVINCE for code in regions)


def of_regencies(name: str, regions: list[str], count: Counting[Part], also: Also | None = None) -> Iterator[Part]:
    """The parts of the regencies in the regions in order of their codes, counted anew only where a site changed since
    they were kept.

    ``name`` tells these parts from others. Exact: what they depend on is read before they are counted.
    """
    stamps = _stamps(regions, also)
    kept = cache.get_many([_key(name, province) for province in stamps])
    for province, wanted in stamps.items():
        yield from _parts(name, province, wanted, kept.get(_key(name, province), {}), count).values()


def of_provinces(
    name: str, regions: list[str], count: Counting[Part], join: Callable[[str, list[Part]], Part]
) -> Iterator[Part]:
    """The same for each province: ``join`` puts the parts of its regencies together, and that is kept too.

    A whole country is then read from one part to a province. A province with nothing to count is left out.
    """
    stamps = _stamps(regions, None)
    kept = cache.get_many([_key(name, province, "whole") for province in stamps])
    for province, wanted in stamps.items():
        stamp, whole = kept.get(_key(name, province, "whole"), (None, None))
        if stamp != wanted:
            found = _parts(name, province, wanted, cache.get(_key(name, province), {}), count)
            whole = join(province, list(found.values())) if found else None
            cache.set(_key(name, province, "whole"), (wanted, whole), _DAY)
        if whole is not None:
            yield whole


def _key(name: str, province: str, which: str = "parts") -> str:
    return f"sums:{name}:{province}:{which}"


def _parts(name: str, province: str, wanted: dict, found: dict, count: Counting[Part]) -> dict[str, Part]:
    """By regency, of those with something to count. ``found``: what was kept of the province."""
    old = [code for code, stamp in wanted.items() if found.get(code, (None,))[0] != stamp]
    if old:
        counted = count([province] if len(old) == len(wanted) else old)
        found = found | {code: (wanted[code], counted.get(code)) for code in old}
        cache.set(_key(name, province), found, _DAY)
    return {code: found[code][1] for code in wanted if found[code][1] is not None}


def _stamps(regions: list[str], also: Also | None) -> dict[str, dict[str, tuple]]:
    """By province, what the part of each regency with sites depends on: the day, the changes to its sites, and what
    ``also`` says of the regency."""
    versions = DistrictVersion.objects.filter(prefix_q("district_code", regions))
    changes = versions.values_list(Left("district_code", REGENCY)).annotate(Sum("version"))
    found = sorted(changes)
    more = also(regions, [code for code, _version in found]) if also else {}
    today = timezone.localdate()
    stamps: dict[str, dict[str, tuple]] = defaultdict(dict)
    for code, version in found:
        stamps[code[:PROVINCE]][code] = (today, version, more.get(code))
    return stamps
