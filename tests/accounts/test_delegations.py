"""Lending a role: who may, to whom, for how long; when it gives something, and how it ends."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import delegations, tokens
from accounts.delegations import MOST_DAYS, Letter
from accounts.models import Delegation, User
from accounts.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db

SITE = "62.02.01.2001"


def day(offset: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=offset)


def again(person: User) -> User:
    """The person as the next request finds him."""
    return User.objects.get(pk=person.pk)


@pytest.fixture(autouse=True)
def _english(english_pages):
    """The sentences below are the English ones."""


@pytest.fixture
def bupati():
    return factories.user("bupati", Role.REGION_HEAD, "62.02", office="Bupati Kotim", full_name="Halikin")


@pytest.fixture
def sekda():
    return factories.user("sekda", Role.VIEWER, "62.02", office="Setda Kotim", full_name="Sekda Kotim")


def lend(giver, receiver, *, first=0, last=10, letter_on=None, by=None, **more) -> Delegation:
    return delegations.lend(
        assignment=more.get("assignment") or giver.assignments.get(),
        receiver=receiver,
        valid_from=day(first),
        valid_to=day(last),
        letter=Letter("800/12", day(min(first, 0) if letter_on is None else letter_on)),
        recorded_by=by or giver,
    )


def refused(*given, **more) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        lend(*given, **more)
    assert not Delegation.objects.filter(document_number="800/12", revoked_at=None).exclude(pk__in=more.get("but", []))
    return error.value.message_dict


# --- what it gives ---


def test_the_receiver_acts_in_the_givers_role_region_and_office(bupati, sekda):
    lent = lend(bupati, sekda)
    (grant,) = again(sekda).scope.grants_at(SITE, {Role.REGION_HEAD})
    assert (grant.for_user, grant.for_name, grant.office) == (bupati.pk, "Halikin", "Bupati Kotim")
    assert (grant.until, grant.delegation) == (day(10), lent.pk)
    assert again(bupati).scope.grants_at(SITE, {Role.REGION_HEAD})[0].for_user is None


def test_his_own_role_comes_before_a_lent_one(bupati, sekda):
    factories.assign(sekda, Role.REGION_HEAD, "62", office="Gubernur")
    lend(bupati, sekda)
    assert [grant.for_user for grant in again(sekda).scope.grants_at(SITE, {Role.REGION_HEAD})] == [None, bupati.pk]


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [(0, 0, True), (-3, 0, True), (0, 3, True), (1, 3, False), (-3, -1, False)],
)
def test_it_holds_from_its_first_day_to_its_last(bupati, sekda, first, last, holds):
    factories.lend(bupati, sekda, first=first, last=last)
    assert again(sekda).scope.holds(Role.REGION_HEAD) is holds


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        ("2026-03-01T16:59:59+00:00", False),  # 23:59 WIB of the day before
        ("2026-03-01T17:00:00+00:00", True),  # midnight in Pontianak
        ("2026-03-02T16:59:59+00:00", True),
        ("2026-03-02T17:00:00+00:00", False),
    ],
)
def test_the_days_are_those_of_western_indonesia(bupati, sekda, monkeypatch, moment, holds):
    lent = factories.lend(bupati, sekda)
    Delegation.objects.filter(pk=lent.pk).update(valid_from="2026-03-02", valid_to="2026-03-02")
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime.fromisoformat(moment))
    assert again(sekda).scope.holds(Role.REGION_HEAD) is holds


def test_nothing_is_lent_beyond_the_role_itself(bupati, sekda):
    lend(bupati, sekda)
    bupati.assignments.update(valid_to=day(-1))
    assert not again(sekda).scope.holds(Role.REGION_HEAD)


def test_a_closed_account_lends_nothing(bupati, sekda):
    lend(bupati, sekda)
    User.objects.filter(pk=bupati.pk).update(is_active=False)
    scope = again(sekda).scope
    assert not scope.holds(Role.REGION_HEAD)
    assert "the account is closed" in scope.lapsed_at(SITE, {Role.REGION_HEAD})


def test_session_and_token_say_the_same(bupati, sekda, client):
    lend(bupati, sekda)
    client.force_login(sekda)
    page = client.get(reverse("home")).content.decode()
    assert "Head of region for Halikin" in page
    _record, token = tokens.issue(user=sekda, name="x")
    me = Client().get("/api/v1/me", headers={"authorization": f"Bearer {token}"}).json()
    assert [(one["role"]["value"], one["lent_by"]) for one in me["grants"]] == [
        ("viewer", ""),
        ("region_head", "Halikin"),
    ]


# --- who may lend what to whom ---


def test_a_lent_role_is_not_lent_on(bupati, sekda):
    lend(bupati, sekda)
    third = factories.user("asisten", Role.VIEWER, "62.02")
    assert list(delegations.lendable(sekda)) == []
    with pytest.raises(PermissionDenied):
        lend(bupati, third, first=20, last=22, by=again(sekda))


def test_the_administrator_of_the_region_may_record_it(bupati, sekda):
    admin = factories.user("admin", Role.ADMIN, "62")
    assert lend(bupati, sekda, by=admin).recorded_by == admin


@pytest.mark.parametrize(("role", "region"), [(Role.ADMIN, "62.03"), (Role.COOPERATIVE_OFFICE, "62.02")])
def test_nobody_else_may(bupati, sekda, role, region):
    with pytest.raises(PermissionDenied):
        lend(bupati, sekda, by=factories.user("orang", role, region))


def test_a_lent_administration_lends_nothing(bupati, sekda):
    admin = factories.user("admin", Role.ADMIN, "62.02")
    stand_in = factories.user("wakil", Role.VIEWER, "62.02")
    lend(admin, stand_in)
    with pytest.raises(PermissionDenied):
        lend(bupati, sekda, by=again(stand_in))


def test_nobody_lends_a_role_to_himself(bupati):
    admin = factories.user("admin", Role.ADMIN, "62")
    assert "receiver" in refused(bupati, bupati)
    factories.assign(admin, Role.VIEWER, "62.02")
    assert refused(bupati, admin, by=admin)["receiver"] == [
        "Nobody lends a role to himself; somebody else must record this."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.lend(bupati, bupati)


@pytest.mark.parametrize("kind", ["stranger", "closed", "demo"])
def test_only_a_colleague_with_an_account_in_use(bupati, kind):
    region = "62.03" if kind == "stranger" else "62.02"
    person = factories.user("orang", Role.VIEWER, region, is_active=kind != "closed", is_demo=kind == "demo")
    assert "receiver" in refused(bupati, person)


def test_a_colleague_of_the_office_may_sit_elsewhere(bupati):
    person = factories.user("asisten", Role.VIEWER, "62.02.01", office="Bupati Kotim")
    assert lend(bupati, person).receiver == person


def test_looking_is_not_lent(bupati, sekda):
    assert "assignment" in refused(sekda, bupati)


# --- the days and the letter ---


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"first": 3, "last": 2}, "valid_to"),
        ({"first": -5, "last": -1, "letter_on": -6}, "valid_to"),
        ({"first": 0, "last": MOST_DAYS}, "valid_to"),
        ({"first": 0, "last": 5, "letter_on": 1}, "document_date"),
        ({"first": -2, "last": 5, "letter_on": 0}, "valid_from"),
    ],
)
def test_days_that_cannot_be_are_refused_with_their_field(bupati, sekda, days, field):
    assert list(refused(bupati, sekda, **days)) == [field]


def test_the_longest_is_three_months(bupati, sekda):
    assert lend(bupati, sekda, first=0, last=MOST_DAYS - 1).pk


def test_not_longer_than_the_role_itself(bupati, sekda):
    bupati.assignments.update(valid_to=day(5))
    assert "The role itself ends on" in refused(bupati, sekda)["valid_to"][0]


@pytest.mark.parametrize(("first", "last"), [(10, 12), (0, 0), (-3, 0), (3, 4), (-1, 20)])
def test_to_one_at_a_time(bupati, sekda, first, last):
    standing = lend(bupati, sekda)
    other = factories.user("asisten", Role.VIEWER, "62.02")
    sentence = refused(bupati, other, first=first, last=last, but=[standing.pk])["valid_from"][0]
    assert "The role is lent to Sekda Kotim from" in sentence


def test_before_after_or_instead_of_another(bupati, sekda):
    standing = lend(bupati, sekda, first=5, last=10)
    other = factories.user("asisten", Role.VIEWER, "62.02")
    lend(bupati, other, first=0, last=4)
    lend(bupati, other, first=11, last=12)
    delegations.revoke(delegation_id=standing.pk, by=bupati)
    lend(bupati, other, first=5, last=10)


# --- ending it ---


@pytest.mark.parametrize("who", ["bupati", "sekda", "admin"])
def test_giver_receiver_and_administrator_may_end_it(bupati, sekda, who):
    people = {"bupati": bupati, "sekda": sekda, "admin": factories.user("admin", Role.ADMIN, "62")}
    lent = lend(bupati, sekda)
    delegations.revoke(delegation_id=lent.pk, by=again(people[who]))
    scope = again(sekda).scope
    assert not scope.holds(Role.REGION_HEAD)
    assert scope.lapsed_at(SITE, {Role.REGION_HEAD}).startswith("Your delegation for Halikin was revoked on ")


def test_for_others_it_does_not_exist(bupati, sekda):
    lent = lend(bupati, sekda)
    with pytest.raises(Delegation.DoesNotExist):
        delegations.revoke(delegation_id=lent.pk, by=factories.user("orang", Role.REGION_HEAD, "62.02"))


def test_it_ends_once(bupati, sekda):
    lent = lend(bupati, sekda)
    delegations.revoke(delegation_id=lent.pk, by=bupati)
    with pytest.raises(ValidationError):
        delegations.revoke(delegation_id=lent.pk, by=sekda)
    lent.refresh_from_db()
    assert lent.revoked_by == bupati


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [(-5, -1, "ended on"), (2, 5, "begins on")],
)
def test_why_it_gives_nothing_is_said(bupati, sekda, first, last, sentence):
    factories.lend(bupati, sekda, first=first, last=last)
    assert sentence in again(sekda).scope.lapsed_at(SITE, {Role.REGION_HEAD})
    assert again(sekda).scope.lapsed_at("62.03.01.2001", {Role.REGION_HEAD}) == ""
    assert again(sekda).scope.lapsed_at(SITE, {Role.ASSET_OFFICE}) == ""
