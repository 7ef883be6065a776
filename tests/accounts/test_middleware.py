"""The person of a request: taken from the session when that is plainly good, else decided Django's own way."""

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import person_of
from accounts.models import Assignment, Session
from accounts.roles import Role
from accounts.sessions import SessionStore
from tests import factories

pytestmark = pytest.mark.django_db
HOME = "/"


@pytest.fixture
def person():
    return factories.user("pejabat", Role.VIEWER, "62")


@pytest.fixture
def logged_in(client, person):
    client.force_login(person)
    return client


def request_of(client: Client):
    request = RequestFactory().get("/")
    request.session = SessionStore(client.cookies["sessionid"].value)
    return request


def test_session_person_and_scope_cost_a_request_one_query(logged_in, person):
    request = request_of(logged_in)
    with CaptureQueriesContext(connection) as asked:
        found = person_of(request)
        assert found.scope.region_codes == ["62"]
    assert found == person and len(asked) == 1


def test_a_changed_password_ends_the_sessions_begun_elsewhere(logged_in, person):
    elsewhere = Client()
    elsewhere.force_login(person)
    answer = logged_in.post(
        reverse("password_change"),
        {"old_password": factories.PASSWORD, "new_password1": "sungai-kahayan-7", "new_password2": "sungai-kahayan-7"},
    )
    assert answer.status_code == 302
    assert logged_in.get(HOME).status_code == 200, "the one who changed it goes on working"
    assert elsewhere.get(HOME).status_code == 302
    assert Session.objects.count() == 1, "and the other session is gone, not only refused"


def test_an_ended_account_is_out_at_its_next_request(logged_in, person):
    person.is_active = False
    person.save()
    assert logged_in.get(HOME).status_code == 302


def test_a_role_taken_away_is_gone_at_the_next_request(logged_in, person):
    Assignment.objects.filter(user=person).update(valid_to=timezone.localdate() - timezone.timedelta(days=1))
    assert person_of(request_of(logged_in)).scope.region_codes == []


def test_a_session_without_its_proof_is_nobodys(logged_in):
    request = request_of(logged_in)
    del request.session[HASH_SESSION_KEY]
    assert not person_of(request).is_authenticated


def test_a_session_written_for_one_account_never_gives_another(logged_in, person):
    """The column and the signed content must agree; where they do not, the signed content is asked."""
    Session.objects.update(person=factories.user("lain", Role.ADMIN, "62"))
    assert person_of(request_of(logged_in)) == person


def test_a_backend_that_was_switched_off_lets_nobody_in(logged_in, settings):
    settings.AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend"]
    assert not person_of(request_of(logged_in)).is_authenticated


def test_an_exchanged_secret_key_keeps_people_logged_in(logged_in, person, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" * 8
    request = request_of(logged_in)
    before = request.session[HASH_SESSION_KEY]
    assert person_of(request) == person
    assert request.session[HASH_SESSION_KEY] != before, "signed anew"


def test_who_has_no_session_is_nobody_and_costs_nothing(client, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.session = SessionStore(None)
    with django_assert_num_queries(0):
        assert not person_of(request).is_authenticated
