"""The person of a session comes with his grants, in one query, and with exactly the grants the rule gives."""

import datetime

import pytest
from django.utils import timezone

from accounts.backends import ScopedBackend
from accounts.roles import Role
from accounts.scope import Scope
from tests import factories

pytestmark = pytest.mark.django_db


def test_one_query_brings_person_and_grants(django_assert_num_queries):
    person = factories.user("dua", Role.ASSET_OFFICE, "62.02", office="BPKAD Kotim")
    factories.assign(person, Role.VIEWER, "62")
    with django_assert_num_queries(1):
        found = ScopedBackend().get_user(person.pk)
        grants = found.scope.grants
    assert [(grant.role, grant.region_code, grant.office) for grant in grants] == [
        ("asset_office", "62.02", "BPKAD Kotim"),
        ("viewer", "62", ""),
    ]


def test_it_is_the_same_scope_as_the_rule_gives():
    today = timezone.localdate()
    person = factories.user("tiga", Role.ASSET_OFFICE, "62.02")
    factories.assign(person, Role.VIEWER, "62", valid_to=today - datetime.timedelta(days=1))
    factories.assign(person, Role.REGION_HEAD, "62.03", valid_from=today + datetime.timedelta(days=1))
    factories.assign(person, Role.ICT_OFFICE, "62.71", valid_from=today, valid_to=today)
    found = ScopedBackend().get_user(person.pk)
    assert found.scope == Scope.of(person)
    assert {grant.role for grant in found.scope.grants} == {"asset_office", "ict_office"}


def test_somebody_without_assignments_sees_nothing():
    assert ScopedBackend().get_user(factories.user("kosong").pk).scope.grants == ()


def test_a_superuser_may_look_but_holds_no_role_in_a_workflow():
    scope = ScopedBackend().get_user(factories.user("root", is_superuser=True, is_staff=True).pk).scope
    assert scope.covers("62.02.01.2001")
    assert scope.roles_at("62.02.01.2001") == {"viewer"}


@pytest.mark.parametrize("who", ["inactive", "unknown"])
def test_nobody_comes_for_an_ended_account(who):
    pk = factories.user("mantan", Role.ADMIN, "62", is_active=False).pk if who == "inactive" else 999_999
    assert ScopedBackend().get_user(pk) is None
