"""The register as it stood on another day: exact to the entry, with day sheets and without them."""

import datetime

import pytest
from django.contrib.gis.geos import Point
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from sites import services
from sites.authorship import Authorship
from sites.history import day_sheets
from sites.history.as_of import NOW, AsOf, NotInHistory, as_of
from sites.history.past import records_at
from sites.layers import points_layer
from sites.models import DaySheet, Site, SiteMoment
from tests import factories
from tests.sites.layer_reader import read_layer, read_points

pytestmark = pytest.mark.django_db

FIRST, SECOND = "62.02.01.2001", "62.03.01.2002"
START = timezone.localdate() - datetime.timedelta(days=30)


def noon(days: int) -> datetime.datetime:
    """So many days after the beginning."""
    return timezone.make_aware(datetime.datetime.combine(START + datetime.timedelta(days=days), datetime.time(12)))


def by(days: int) -> Authorship:
    return Authorship(user=None, name="test", recorded_at=noon(days))


def register(code: str, days: int) -> None:
    services.register_villages([factories.region(code)], by=by(days), source="test", as_of=START)


def on(days: int) -> AsOf:
    return AsOf(START + datetime.timedelta(days=days))


def seen(codes: list[str], when: AsOf) -> dict[int, dict]:
    return {site["id"]: site for site in read_points(points_layer(codes, when))}


@pytest.fixture
def two():
    """One site from the first day on, closed from the tenth to the twentieth; another from the fifth day on."""
    register(FIRST, 0)
    register(SECOND, 5)
    services.close(FIRST, reason="closed", by=by(10))
    services.reopen(FIRST, reason="opened", by=by(20))
    return [Site.objects.get(code=code).pk for code in (FIRST, SECOND)]


@pytest.mark.parametrize("settled", [None, 3, 12, 29])
def test_any_day_shows_what_was_open_then(two, settled):
    first, second = two
    if settled is not None:
        day_sheets.settle(on(settled).day)
    expected = {0: {first}, 4: {first}, 5: {first, second}, 9: {first, second}, 10: {second}, 19: {second}, 20: {*two}}
    for days, sites in expected.items():
        assert set(seen(["62"], on(days))) == sites, days
        assert set(seen(["ID"], on(days))) == sites, days
        assert set(seen(["62.02.01"], on(days))) == sites & {first}, days
        assert set(seen(["62.03", "62.02.01.2001"], on(days))) == sites, days


def test_the_last_day_is_the_present(two):
    assert seen(["62"], on(29)) == seen(["62"], NOW)
    header, _columns = read_layer(points_layer(["62"], on(29)))
    assert header["as_of"] == str(on(29))
    assert "as_of" not in read_layer(points_layer(["62"]))[0]


def test_a_place_is_where_it_was(two):
    first, _second = two
    before = seen(["62.02"], on(25))[first]
    site = services.locked(FIRST)
    services.move(site, Point(113.5, -2.0, srid=4326), source="document", accuracy_m=5, as_of=START, note="", by=by(26))
    services.save(site, services.POSITION_FIELDS)
    after = seen(["62.02"], on(26))[first]
    assert seen(["62.02"], on(25))[first] == before
    assert (after["x"], after["y"], after["source"]) != (before["x"], before["y"], before["source"])
    assert after == seen(["62.02"], NOW)[first]


def test_a_change_the_map_does_not_show_makes_no_moment(two):
    count = SiteMoment.objects.count()
    services.save(services.locked(FIRST), [])
    assert SiteMoment.objects.count() == count


def test_sheets_are_made_once_for_days_with_a_change_only(two):
    assert day_sheets.settle(on(12).day) == 3
    assert day_sheets.settle(on(12).day) == 0
    assert day_sheets.settle() == 1
    days = {(sheet.regency_code, (sheet.day - START).days) for sheet in DaySheet.objects.all()}
    assert days == {("62.02", 0), ("62.02", 10), ("62.02", 20), ("62.03", 5)}


def test_settled_days_are_read_from_the_sheets_alone(two):
    day_sheets.settle()
    SiteMoment.objects.all().delete()
    assert set(seen(["62"], on(15))) == {two[1]}
    day_sheets.forget(["62.03"])
    assert set(seen(["62"], on(15))) == set()


def test_one_query_however_many_sites(two):
    with CaptureQueriesContext(
        connection,
    ) as made:
        records_at(["62", "63.01.02"], START)
    assert len(made) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31-12-2026", "no date"),
        ("2026-02-30", "no date"),
        ("' OR 1=1", "no date"),
        ("2999-01-01", "future"),
        ("1999-01-01", "begins on"),
    ],
)
def test_a_date_nothing_is_known_of_is_answered_in_a_sentence(two, client, settings, text, sentence):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(NotInHistory):
        as_of(text)
    client.force_login(factories.user("viewer", Role.VIEWER, "62"))
    answer = client.get(reverse("map_layer"), {"on": text}, headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert sentence in answer.text


def test_today_and_nothing_mean_now(two):
    assert as_of("") == as_of(timezone.localdate().isoformat()) == NOW


def test_days_that_are_played_do_not_fill_the_cache(two, client):
    client.force_login(factories.user("viewer", Role.VIEWER, "62"))
    for query in ({"on": str(on(7))}, {"on": str(on(8))}, {}):
        assert client.get(reverse("map_layer"), query).status_code == 200
    kept = {key for key in cache._cache if ":points" in key}
    assert kept
    assert not any(str(on(days)) in key for key in kept for days in (7, 8))


def test_the_past_is_asked_for_within_the_persons_regions(two, client):
    client.force_login(factories.user("kapuas", Role.VIEWER, "62.03"))
    answer = client.get(reverse("map_layer"), {"on": str(on(7))})
    assert {site["id"] for site in read_points(answer.content)} == {two[1]}
    again = client.get(reverse("map_layer"), {"on": str(on(7))}, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    other = client.get(reverse("map_layer"), {"on": str(on(4))}, headers={"if-none-match": answer["ETag"]})
    assert read_points(other.content) == []
