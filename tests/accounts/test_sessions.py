"""Sessions live in the database with their person, come with one statement, and end there."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import tokens
from accounts.models import Session, User
from accounts.roles import Role
from accounts.scope import Scope
from accounts.sessions import SessionStore
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(settings):
    """``brought(person)``: the person as the session of a fresh log-in brings him, or None."""

    def log_in(person: User) -> User | None:
        client = Client()
        client.force_login(person)
        store = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
        store.load()
        return store.person

    return log_in


def test_what_is_kept_is_read_again_with_one_statement(django_assert_num_queries):
    store = SessionStore()
    store["tema"] = "gelap"
    store.save()
    with django_assert_num_queries(1):
        read = SessionStore(store.session_key)
        assert read["tema"] == "gelap"
    assert read.person is None


def test_one_statement_brings_session_person_and_grants(client, settings, django_assert_num_queries):
    person = factories.user("dua", Role.ASSET_OFFICE, "62.02", office="BPKAD Kotim")
    factories.assign(person, Role.VIEWER, "62")
    client.force_login(person)
    store = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    with django_assert_num_queries(1):
        store.load()
        grants = store.person.scope.grants
    assert [(grant.role, grant.region_code, grant.office) for grant in grants] == [
        ("asset_office", "62.02", "BPKAD Kotim"),
        ("viewer", "62", ""),
    ]


def test_the_person_is_whole(brought):
    """Every column stands under its own name, with the value the model itself would read."""
    person = factories.user("utuh", language="en", is_staff=True)
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    found, asked = brought(person), User.objects.get(pk=person.pk)
    for field in User._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(asked, field.attname), field.attname
    assert found == asked and found.get_deferred_fields() == set() and not found._state.adding


def test_it_is_the_same_scope_as_the_rule_gives(brought):
    today = timezone.localdate()
    person = factories.user("tiga", Role.ASSET_OFFICE, "62.02")
    factories.assign(person, Role.VIEWER, "62", valid_to=today - datetime.timedelta(days=1))
    factories.assign(person, Role.REGION_HEAD, "62.03", valid_from=today + datetime.timedelta(days=1))
    factories.assign(person, Role.ICT_OFFICE, "62.71", valid_from=today, valid_to=today)
    scope = brought(person).scope
    assert scope == Scope.of(person)
    assert {grant.role for grant in scope.grants} == {"asset_office", "ict_office"}


def test_somebody_without_assignments_sees_nothing(brought):
    assert brought(factories.user("kosong")).scope.grants == ()


def test_a_superuser_may_look_but_holds_no_role_in_a_workflow(brought):
    scope = brought(factories.user("root", is_superuser=True, is_staff=True)).scope
    assert scope.covers("62.02.01.2001")
    assert scope.roles_at("62.02.01.2001") == {"viewer"}


def test_nobody_comes_for_an_ended_account(brought):
    assert brought(factories.user("mantan", Role.ADMIN, "62", is_active=False)) is None


def test_a_deleted_account_takes_its_sessions_along(client):
    person = factories.user("pergi")
    client.force_login(person)
    person.delete()
    assert not Session.objects.exists()
    assert client.get(reverse("home")).status_code == 302


def test_an_expired_session_is_nobodys(client):
    client.force_login(factories.user("pejabat"))
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(reverse("home")).status_code == 302


def test_a_key_somebody_invented_is_never_taken_over():
    store = SessionStore("a" * 32)
    assert store.load() == {}
    assert store.session_key is None and store.person is None


def test_content_that_was_forged_is_nobodys(client):
    client.force_login(factories.user("pejabat"))
    row = Session.objects.get()
    Session.objects.update(session_data=row.session_data[:-3] + "abc")
    assert client.get(reverse("home")).status_code == 302


def test_logging_out_ends_the_session_for_every_holder_of_the_cookie(client):
    client.force_login(factories.user("pejabat"))
    stolen = client.cookies["sessionid"].value
    client.post(reverse("logout"))
    client.cookies["sessionid"] = stolen
    assert client.get(reverse("home")).status_code == 302


def test_a_session_belongs_to_whom_it_was_written_for_last(client):
    first, second = factories.user("satu"), factories.user("dua")
    client.force_login(first)
    client.force_login(second)
    assert [row.person for row in Session.objects.all()] == [second]
    client.post(reverse("logout"))
    assert not Session.objects.exists()


def test_no_page_ever_shows_a_key(client, admin_client):
    """The admin lists a person's sessions before it deletes the account."""
    person = factories.user("dihapus")
    client.force_login(person)
    page = admin_client.get(reverse("admin:accounts_user_delete", args=[person.pk])).content.decode()
    assert "dihapus" in page or str(person) in page
    assert Session.objects.get(person=person).session_key not in page


def test_expired_sessions_are_cleared_by_djangos_own_command(client):
    client.force_login(factories.user("lama"))
    Client().force_login(factories.user("baru"))
    Session.objects.filter(person__username="lama").update(expire_date=timezone.now())
    call_command("clearsessions")
    assert [row.person.username for row in Session.objects.all()] == ["baru"]


@pytest.fixture
def other_connection():
    """A second connection to the database, as an administrator's."""
    other = connections.create_connection("default")
    yield other
    other.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["session", "token"])
def test_a_connection_that_broke_since_the_last_request_is_made_anew(way, client, other_connection):
    person = factories.user("sabar")
    client.force_login(person)
    token = tokens.issue(user=person, name="telepon")[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    with other_connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    if way == "session":
        assert SessionStore(client.cookies["sessionid"].value).load()["_auth_user_id"] == str(person.pk)
    else:
        assert tokens.recognise(token) == person
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (backend,)


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_a_living_connection_is_not_asked_twice(monkeypatch, other_connection):
    asked = []

    def refused(*_given):
        asked.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 1; SELECT pg_sleep(1)")

    monkeypatch.setattr("gis_data.composed._ask", refused)
    with pytest.raises(Exception, match="statement timeout"):
        SessionStore("a" * 32).load()
    assert asked == [1]
    connection.close()
