"""Counts of whole provinces: kept by regency, counted anew only where something changed, and never out of date."""

from collections import Counter

import pytest
from django.core.cache import cache

from gis_data.codes import COUNTRY
from sites import services
from sites.authorship import Authorship
from sites.models import Site
from sites.regency_sums import are_wide, of_provinces, of_regencies
from tests import factories

pytestmark = pytest.mark.django_db


class Sites:
    """Counts open sites by regency, and remembers where it was asked to."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, regions: list[str]) -> Counter:
        self.asked.append(regions)
        return Counter(code[:5] for code in Site.objects.within(regions).open().values_list("code", flat=True))

    def of(self, *regions: str) -> list[int]:
        return list(of_regencies("sites", list(regions), self))

    def by_province(self) -> list[int]:
        return list(of_provinces("by_province", [COUNTRY], self, lambda _code, parts: sum(parts)))


@pytest.fixture
def sites():
    cache.clear()
    for code in ("61.01.01.2001", "62.02.01.2001", "62.02.01.2002", "62.03.01.2001"):
        factories.site(code)
    return Sites()


def test_only_the_regency_that_changed_is_counted_anew(sites):
    assert sites.of("62") == [2, 1]
    assert sites.of("62") == [2, 1]
    assert sites.asked == [["62"]]
    services.close("62.02.01.2002", reason="Desa digabung", by=Authorship.system())
    assert sites.of("62") == [1, 1]
    assert sites.asked[1:] == [["62.02"]]
    # What is kept of a province serves the country and a single regency too.
    assert sites.of(COUNTRY) == [1, 1, 1]
    assert sites.of("62.03") == [1]
    assert sites.asked[2:] == [["61"]]


def test_a_country_is_read_from_one_part_to_a_province(sites):
    assert sites.by_province() == [1, 3]
    sites.asked.clear()
    factories.site("62.03.01.2002")
    assert sites.by_province() == [1, 4]
    assert sites.asked == [["62.03"]]
    services.close("61.01.01.2001", reason="Desa digabung", by=Authorship.system())
    assert sites.by_province() == [4]


def test_what_else_the_parts_depend_on_makes_them_anew(sites):
    def count(word: str) -> list[int]:
        return list(of_regencies("also", ["62"], sites, lambda _regions, regencies: {regencies[0]: word}))

    assert count("before") == count("before") == [2, 1]
    assert count("after") == [2, 1]
    assert sites.asked == [["62"], ["62.02"]]


def test_only_provinces_and_the_country_are_wide():
    assert are_wide([COUNTRY]) and are_wide(["61", "62"])
    assert not are_wide(["62", "61.01"])
