"""Sessions live in the database and end there."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from accounts.sessions import SessionStore
from tests import factories

pytestmark = pytest.mark.django_db


def test_what_is_kept_is_read_again_with_one_statement(django_assert_num_queries):
    store = SessionStore()
    store["tema"] = "gelap"
    store.save()
    with django_assert_num_queries(1):
        assert SessionStore(store.session_key)["tema"] == "gelap"


def test_an_expired_session_is_nobodys(client):
    client.force_login(factories.user("pejabat"))
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(reverse("home")).status_code == 302


def test_a_key_somebody_invented_is_never_taken_over():
    store = SessionStore("a" * 32)
    assert store.load() == {}
    assert store.session_key is None


def test_logging_out_ends_the_session_for_every_holder_of_the_cookie(client):
    client.force_login(factories.user("pejabat"))
    stolen = client.cookies["sessionid"].value
    client.post(reverse("logout"))
    client.cookies["sessionid"] = stolen
    assert client.get(reverse("home")).status_code == 302
