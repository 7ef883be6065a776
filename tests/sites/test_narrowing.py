"""What lists offer to narrow them by region: the person's own regions, and never a field with one answer."""

import pytest

from accounts.roles import Role
from sites.narrowing import region_fields
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(cast):
    """Somebody who sees all of it: two regencies of one province, one of another."""
    for code in ("62.02.01.2001", "62.02.02.2001", "62.03.01.2001", "63.01.01.2001"):
        factories.region(code)
    return factories.user("pusat", Role.VIEWER, "ID")


def codes(options) -> list[str]:
    return [code for code, _name in options]


def test_of_everything_the_regencies_are_offered_and_no_district(country):
    fields = region_fields(country, "")
    assert (fields["regency"], fields["district"]) == ("", "")
    assert codes(fields["regency_options"]) == ["62.02", "62.03", "63.01"]
    assert fields["district_options"] == []


def test_a_province_that_was_chosen_is_shown_and_can_be_kept(country):
    fields = region_fields(country, "62")
    assert (fields["regency"], fields["district"], fields["district_options"]) == ("62", "", [])
    assert codes(fields["regency_options"]) == ["62", "62.02", "62.03", "63.01"]


def test_a_district_is_shown_within_its_regency(country):
    fields = region_fields(country, "62.02.02")
    assert (fields["regency"], fields["district"]) == ("62.02", "62.02.02")
    assert codes(fields["district_options"]) == ["62.02.01", "62.02.02"]


def test_of_ones_only_regency_the_districts_are_offered(country, cast):
    fields = region_fields(cast.dinkop, "")
    assert fields["regency_options"] == []
    assert codes(fields["district_options"]) == ["62.02.01", "62.02.02"]
    # A province around it narrows nothing, and says nothing.
    assert region_fields(cast.dinkop, "62")["regency_options"] == []
