"""Filters of the register: read from addresses without ever failing, written the way the map reads them."""

import pytest
from django.http import QueryDict

from sites import selectors
from sites.models import Site
from sites.selectors import ANY_FLAG, SiteFilter, stage_counts
from sites.stages import Flag, Stage
from tests import factories


def read(query: str) -> SiteFilter:
    return SiteFilter.from_query(QueryDict(query))


@pytest.mark.parametrize(
    "query,expected",
    [
        ("", SiteFilter()),
        ("q=%20Pundu%20", SiteFilter(text="Pundu")),
        ("regency=62.02", SiteFilter(region="62.02")),
        ("regency=62.02&district=62.02.09", SiteFilter(region="62.02.09")),
        ("regency=62.03&district=62.02.09", SiteFilter(region="62.03")),
        ("region=62.02.09", SiteFilter(region="62.02.09")),
        ("region=62", SiteFilter(region="62")),
        ("region=62.02.09.2001", SiteFilter()),
        ("region=62.02'", SiteFilter()),
        ("stage=land_proposed,built", SiteFilter(stages=(Stage.LAND_PROPOSED, Stage.BUILT))),
        ("stage=7", SiteFilter()),
        ("state=land_verification:draft", SiteFilter(kind="land_verification", states=("draft",))),
        ("workflow=a&state=b,c", SiteFilter(kind="a", states=("b", "c"))),
        ("workflow=a", SiteFilter()),
        ("state=draft", SiteFilter()),
        ("state=a:b';--", SiteFilter()),
        ("flag=waiver", SiteFilter(flag=Flag.WAIVER)),
        ("flag=any", SiteFilter(flag=ANY_FLAG)),
        ("flag=none", SiteFilter()),
        ("waiting=14", SiteFilter(waiting_days=14)),
        ("waiting=0", SiteFilter()),
        ("waiting=1e9", SiteFilter()),
        ("waiting=%D9%A3", SiteFilter()),
    ],
)
def test_an_address_is_read_without_ever_failing(query, expected):
    assert read(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "region=62.02.09&stage=land_proposed,built&workflow=a&state=b,c&flag=any&waiting=14",
        "region=62.02&flag=legal_blocked",
        "",
    ],
)
def test_what_is_written_is_read_back_the_same(query):
    written = QueryDict(mutable=True)
    written.update(read(query).to_query())
    assert read(written.urlencode()) == read(query)


@pytest.mark.django_db
def test_every_stage_is_counted_even_at_none():
    factories.site("62.02.01.2001")
    assert stage_counts(Site.objects.all()) == {stage: int(stage == Stage.REGISTERED) for stage in Stage}


@pytest.mark.django_db
def test_places_reach_as_far_as_the_scope(cast):
    for code in ("62.02.01.2001", "62.02.02.2001", "62.03.01.2001", "63.01.01.2001"):
        factories.region(code)

    def regencies(person):
        return [region.code for region in selectors.regencies_of(person)]

    def districts(person, regency):
        return [region.code for region in selectors.districts_of(person, regency)]

    assert regencies(cast.viewer) == ["62.02", "62.03"]
    assert regencies(cast.field_officer) == ["62.02"] and regencies(cast.village_officer) == ["62.02"]
    assert regencies(cast.nobody) == []
    assert districts(cast.viewer, "62.02") == ["62.02.01", "62.02.02"]
    assert districts(cast.village_officer, "62.02") == ["62.02.01"]
    assert districts(cast.kodim, "62.03") == []


@pytest.mark.django_db
def test_who_sees_the_whole_country_is_offered_all_of_it():
    factories.region("62.02.01.2001"), factories.region("63.01.01.2001")
    chief = factories.user("chief", is_superuser=True)
    assert [region.code for region in selectors.regencies_of(chief)] == ["62.02", "63.01"]


@pytest.mark.django_db
def test_a_site_is_found_only_by_who_may_see_it(site, cast, django_assert_num_queries):
    assert cast.viewer.scope
    with django_assert_num_queries(1):
        found = selectors.site_for(cast.viewer, site.code)
        assert found.village.parent.parent.name and found.cooperative.name
    with pytest.raises(Site.DoesNotExist):
        selectors.site_for(cast.neighbour, site.code)
