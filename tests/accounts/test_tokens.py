"""API tokens: shown once, kept as a hash, recognised until revoked."""

import datetime

import pytest
from django.utils import timezone

from accounts import tokens
from accounts.models import ApiToken, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return factories.user("orang")


def test_a_token_is_recognised_and_kept_only_as_a_hash(person):
    record, token = tokens.issue(user=person, name="skrip")
    assert tokens.recognise(token) == person
    assert token.startswith(tokens.PREFIX)
    assert token not in str(ApiToken.objects.values().get())
    assert len(record.digest) == 64


def test_two_tokens_differ_and_one_can_end(person):
    first, one = tokens.issue(user=person, name="a")
    _second, other = tokens.issue(user=person, name="b")
    tokens.revoke(token=first)
    assert tokens.recognise(one) is None
    assert tokens.recognise(other) == person


def test_revoking_twice_keeps_the_first_date(person):
    record, _token = tokens.issue(user=person, name="a")
    tokens.revoke(token=record)
    first = ApiToken.objects.get().revoked_at
    tokens.revoke(token=record)
    assert ApiToken.objects.get().revoked_at == first


@pytest.mark.parametrize("token", ["", "kdmp_", "kdmp_wrong", "Bearer x", "\x00", "ä" * 1000])
def test_what_is_no_token_is_nobody(person, token):
    tokens.issue(user=person, name="a")
    assert tokens.recognise(token) is None


def test_a_deactivated_persons_token_is_nobody(person):
    _record, token = tokens.issue(user=person, name="a")
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert tokens.recognise(token) is None


def test_the_day_of_use_is_noted_once_a_day(person, django_assert_num_queries, monkeypatch):
    _record, token = tokens.issue(user=person, name="a")
    tokens.recognise(token)
    assert ApiToken.objects.get().last_used_on == timezone.localdate()
    with django_assert_num_queries(1):
        tokens.recognise(token)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    tokens.recognise(token)
    assert ApiToken.objects.get().last_used_on == timezone.localdate(tomorrow)
