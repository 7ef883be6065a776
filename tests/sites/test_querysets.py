"""The one door to sites: who sees which, and what a search finds."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.roles import Role
from gis_data.codes import InvalidCode
from sites.models import DistrictVersion, Site
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    """Sites in two regencies of one province and in another province."""
    for code in ("62.02.01.2001", "62.02.02.2001", "62.03.01.2001", "63.01.01.2001"):
        factories.site(code)


def codes(sites) -> list[str]:
    return list(sites.order_by("code").values_list("code", flat=True))


@pytest.mark.parametrize(
    ("role", "region", "seen"),
    [
        (Role.VILLAGE_OFFICER, "62.02.01.2001", ["62.02.01.2001"]),
        (Role.FIELD_OFFICER, "62.02.01", ["62.02.01.2001"]),
        (Role.DISTRICT_COMMAND, "62.02", ["62.02.01.2001", "62.02.02.2001"]),
        (Role.VIEWER, "62", ["62.02.01.2001", "62.02.02.2001", "62.03.01.2001"]),
        (Role.VIEWER, "ID", ["62.02.01.2001", "62.02.02.2001", "62.03.01.2001", "63.01.01.2001"]),
        (Role.VIEWER, "63", ["63.01.01.2001"]),
        (Role.VIEWER, "64", []),
    ],
)
def test_a_role_in_a_region_shows_the_sites_inside_it(country, role, region, seen):
    assert codes(Site.objects.visible_to(factories.user("orang", role, region))) == seen


def test_a_person_without_a_role_sees_nothing(country):
    assert codes(Site.objects.visible_to(factories.user("orang"))) == []


def test_nobody_sees_nothing(country):
    assert codes(Site.objects.visible_to(AnonymousUser())) == []


def test_an_assignment_that_ended_shows_nothing(country):
    person = factories.user("orang")
    factories.assign(person, Role.VIEWER, "62", valid_to="2020-12-31")
    assert codes(Site.objects.visible_to(person)) == []


def test_several_regions_add_up_without_doubling(country):
    person = factories.user("orang", Role.VIEWER, "62.02")
    factories.assign(person, Role.FIELD_OFFICER, "62.02.01")
    factories.assign(person, Role.VIEWER, "63")
    assert codes(Site.objects.visible_to(person)) == ["62.02.01.2001", "62.02.02.2001", "63.01.01.2001"]


def test_half_a_code_is_no_region(country):
    """62.0 would open 62.02 and 62.03 alike."""
    with pytest.raises(InvalidCode):
        Site.objects.within(["62.0"])


def test_every_change_moves_the_version_of_its_district_and_of_what_holds_it(country):
    before = {scope: DistrictVersion.objects.of_scope([scope]) for scope in ("62.02.01", "62.02", "62", "63", "ID")}
    DistrictVersion.objects.bump(["62.02.01"])
    after = {scope: DistrictVersion.objects.of_scope([scope]) for scope in before}
    moved = {scope: after[scope] - before[scope] for scope in before}
    assert moved["62.02.01"] > 0
    assert moved == dict.fromkeys(before, moved["62.02.01"]) | {"63": 0}


def test_moving_several_districts_makes_those_that_are_new(country):
    before = DistrictVersion.objects.of_scope(["62.02.01"])
    DistrictVersion.objects.bump(["62.02.01", "62.02.01", "62.02.09"])
    assert DistrictVersion.objects.of_scope(["62.02.01"]) > before
    assert DistrictVersion.objects.of_scope(["62.02.09"]) > 0


def test_no_version_comes_again_after_a_restore(country):
    """A backup sets the counters back; what then happens must not bear the numbers of what was lost."""
    lost, again = set(), set()
    for versions in (lost, again):
        restored = transaction.savepoint()
        for _change in range(20):
            DistrictVersion.objects.bump(["62.02.01", "63.01.01"])
            versions |= {(scope, DistrictVersion.objects.of_scope([scope])) for scope in ("62.02", "63", "ID")}
        transaction.savepoint_rollback(restored)
    assert len(lost) == len(again) == 60
    assert not lost & again


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kotawaringin timur", {"62.02.01.2001"}),
        ("Kab. Kotawaringin Timur", {"62.02.01.2001"}),
        ("kotawaringintimur", {"62.02.01.2001"}),
        ("Kab. Kapuas", {"62.03.01.2001"}),
        ("62.03.01", {"62.03.01.2001"}),
        ("62", {"62.02.01.2001", "62.03.01.2001"}),
    ],
)
def test_a_regency_is_found_by_its_name(db, text, found):
    factories.site("62.02.01.2001")
    factories.site("62.03.01.2001")
    assert set(Site.objects.search(text).values_list("code", flat=True)) == found
