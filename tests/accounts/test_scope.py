"""The scope: what a person may see and do follows from the assignments in force today, and from nothing else."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Assignment, Office, User
from accounts.roles import Role
from accounts.scope import Scope
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 2)


def day(offset: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=offset)


# --- seeing ---


@pytest.mark.parametrize(
    ("region", "code", "seen"),
    [
        ("62", "62.02.01.2001", True),
        ("62.02", "62.02.01.2001", True),
        ("62.02.01", "62.02.01.2001", True),
        ("62.02.01.2001", "62.02.01.2001", True),
        ("62.02.01.2001", "62.02.01.2001-2", True),
        ("ID", "62.02.01.2001", True),
        ("62.02.01.2001", "62.02.01.2002", False),
        ("62.02.01", "62.02.02.2001", False),
        ("62.02", "62.03.01.2001", False),
        ("62", "63.02.01.2001", False),
    ],
)
def test_a_region_opens_what_lies_in_it(region, code, seen):
    scope = factories.user("orang", Role.VIEWER, region).scope
    assert scope.covers(code) is seen
    assert bool(scope.roles_at(code)) is seen


def test_without_an_assignment_nothing_is_seen():
    scope = factories.user("orang").scope
    assert scope.region_codes == []
    assert not scope.covers("62.02.01.2001")


def test_nobody_has_no_scope():
    assert Scope.of(AnonymousUser()).grants == ()


def test_a_deactivated_person_has_no_scope():
    person = factories.user("orang", Role.VIEWER, "62")
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert User.objects.get(pk=person.pk).scope.grants == ()


def test_a_superuser_looks_at_the_country_but_has_no_role_in_a_workflow():
    person = factories.user("akar", is_superuser=True)
    assert person.scope.covers("11.01.01.2001")
    assert person.scope.grants_at("62.02.01.2001", frozenset(Role) - {Role.VIEWER}) == []


# --- dates ---


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (None, None, True),
        (0, None, True),
        (1, None, False),
        (None, 0, True),
        (None, -1, False),
        (-5, 5, True),
        (-5, -1, False),
        (1, 5, False),
    ],
)
def test_an_assignment_holds_between_its_dates_both_included(first, last, holds):
    person = factories.user("orang")
    dates = {
        "valid_from": day(first) if first is not None else None,
        "valid_to": day(last) if last is not None else None,
    }
    factories.assign(person, Role.VIEWER, "62", **dates)
    assert bool(person.scope.grants) is holds


def test_the_day_is_the_day_in_western_indonesia(monkeypatch):
    """At 23:30 UTC of 1 March the 2nd has begun in Pontianak."""
    person = factories.user("orang")
    factories.assign(person, Role.VIEWER, "62", valid_from=TODAY)
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC))
    assert person.scope.grants
    person.__dict__.pop("scope")
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2026, 3, 1, 16, 30, tzinfo=datetime.UTC))
    assert not person.scope.grants


# --- roles ---


def test_the_narrowest_region_answers_first():
    person = factories.user("orang", Role.VIEWER, "62")
    factories.assign(person, Role.VIEWER, "62.02.01")
    factories.assign(person, Role.VIEWER, "62.02")
    grants = person.scope.grants_at("62.02.01.2001", {Role.VIEWER})
    assert [grant.region_code for grant in grants] == ["62.02.01", "62.02", "62"]


def test_each_role_counts_where_it_is_held():
    person = factories.user("orang", Role.COOPERATIVE_OFFICE, "62.02")
    factories.assign(person, Role.VIEWER, "62")
    scope = person.scope
    assert scope.roles_at("62.02.01.2001") == {Role.COOPERATIVE_OFFICE, Role.VIEWER}
    assert scope.roles_at("62.03.01.2001") == {Role.VIEWER}
    assert scope.regions_of({Role.COOPERATIVE_OFFICE}) == ["62.02"]
    assert scope.holds(Role.VIEWER)
    assert not scope.holds(Role.ADMIN)


def test_the_scope_is_asked_for_once(django_assert_num_queries):
    person = User.objects.get(pk=factories.user("orang", Role.VIEWER, "62", office="BPKP").pk)
    with django_assert_num_queries(1):
        assert person.scope.covers("62.02.01.2001")
        assert person.scope.grants[0].office == "BPKP"


# --- what the database refuses ---


def test_the_same_assignment_stands_once():
    person = factories.user("orang", Role.VIEWER, "62")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(user=person, role=Role.VIEWER, region_id="62")
    Assignment.objects.create(user=person, role=Role.VIEWER, region_id="62", valid_from=TODAY)


@pytest.mark.parametrize("model", [Assignment, Office])
def test_nothing_ends_before_it_begins(model):
    own = (
        {"name": "A", "kind": "other"}
        if model is Office
        else {"user": factories.user("o", Role.VIEWER, "62"), "region_id": "62"}
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**own, valid_from=TODAY, valid_to=TODAY - datetime.timedelta(days=1))
