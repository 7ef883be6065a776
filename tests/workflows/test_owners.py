"""Who answers for a step: the nearest office that holds its role."""

import datetime

import pytest

from accounts.roles import Role
from tests import factories
from workflows.owners import Holding, is_nearest, names_of, owners_at

pytestmark = pytest.mark.django_db
NEAR, FAR = "62.02.01.2001", "62.03.01.2001"


def kodim_at(*codes: str) -> list[list[str]]:
    found = owners_at({Role.DISTRICT_COMMAND}, codes)
    return [found[code][Role.DISTRICT_COMMAND].names for code in codes]


def test_the_nearest_office_answers_for_each_site_in_one_query(django_assert_num_queries):
    factories.user("one", Role.DISTRICT_COMMAND, "62.02", office="Kodim 1015")
    factories.user("two", Role.DISTRICT_COMMAND, "62", office="Korem 102")
    with django_assert_num_queries(1):
        assert kodim_at(NEAR, FAR) == [["Kodim 1015"], ["Korem 102"]]


def test_a_national_office_answers_only_where_nobody_is_nearer():
    factories.user("one", Role.DISTRICT_COMMAND, "ID", office="Mabes")
    assert kodim_at(NEAR) == [["Mabes"]]
    factories.user("two", Role.DISTRICT_COMMAND, "62", office="Korem 102")
    assert kodim_at(NEAR) == [["Korem 102"]]


def test_one_office_is_named_once_and_a_person_without_one_by_name():
    for username in ("one", "two"):
        factories.user(username, Role.DISTRICT_COMMAND, "62.02", office="Kodim 1015")
    factories.user("three", Role.DISTRICT_COMMAND, "62.02", full_name="Letkol Tiga")
    assert kodim_at(NEAR) == [["Kodim 1015", "Letkol Tiga"]]


def test_who_left_is_not_named():
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    factories.assign(factories.user("one"), Role.DISTRICT_COMMAND, "62.02", office="Kodim 1015", valid_to=yesterday)
    factories.user("two", Role.DISTRICT_COMMAND, "62.02", office="Kodim 9999", is_active=False)
    assert kodim_at(NEAR) == [[]]


def test_a_second_site_of_a_village_has_its_offices_too():
    factories.user("one", Role.VILLAGE_OFFICER, NEAR, office="Kantor Desa")
    found = owners_at({Role.VILLAGE_OFFICER}, [f"{NEAR}-2"])[f"{NEAR}-2"]
    assert found == {Role.VILLAGE_OFFICER: Holding(NEAR, ["Kantor Desa"])}


def test_names_come_in_the_order_of_the_roles():
    owners = {Role.ASSET_OFFICE: Holding("62.02", ["BPKAD"]), Role.FIELD_OFFICER: Holding("62.02.01", ["Koramil"])}
    assert names_of({Role.ASSET_OFFICE, Role.FIELD_OFFICER, Role.ADMIN}, owners) == ["Koramil", "BPKAD"]


def test_only_who_holds_the_role_nearest_answers_for_it():
    near = factories.user("one", Role.DISTRICT_COMMAND, "62.02", office="Kodim 1015")
    far = factories.user("two", Role.DISTRICT_COMMAND, "62", office="Korem 102")
    other = factories.user("three", Role.FIELD_OFFICER, "62.02", office="Koramil")
    owners = owners_at({Role.DISTRICT_COMMAND}, [NEAR])[NEAR]
    assert [is_nearest(person, {Role.DISTRICT_COMMAND}, owners) for person in (near, far, other)] == [
        True,
        False,
        False,
    ]
    owners = owners_at({Role.DISTRICT_COMMAND}, [FAR])[FAR]
    assert [is_nearest(person, {Role.DISTRICT_COMMAND}, owners) for person in (near, far)] == [False, True]


def test_nobody_is_nearest_where_nobody_holds_the_role(db):
    person = factories.user("one", Role.VIEWER, "62")
    owners = owners_at({Role.REGION_HEAD}, [NEAR])[NEAR]
    assert not is_nearest(person, {Role.REGION_HEAD, Role.VIEWER}, owners)
