"""Logging in, throttling, and the language that follows the person."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def log_in(client, username: str, password: str = factories.PASSWORD, **headers):
    return client.post(reverse("login"), {"username": username, "password": password}, **headers)


def test_the_person_goes_home_and_pages_speak_his_language(client):
    factories.user("pejabat", language="en")
    answer = log_in(client, "pejabat")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("home")
    assert client.cookies["django_language"].value == "en"


def test_without_a_choice_pages_are_indonesian_whatever_the_browser_says(client):
    answer = client.get(reverse("login"), headers={"accept-language": "en-US,en;q=0.9"})
    assert '<html lang="id"' in answer.content.decode()


def test_the_switch_is_remembered_with_the_person(client):
    person = factories.user("pejabat")
    client.force_login(person)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    person.refresh_from_db()
    assert person.language == "en"


def test_an_unknown_language_changes_nothing(client):
    person = factories.user("pejabat")
    client.force_login(person)
    client.post(reverse("set_language"), {"language": "xx", "next": "/"})
    person.refresh_from_db()
    assert person.language == "id"


def test_guessing_is_stopped_and_the_right_password_is_then_refused_too(client, settings):
    settings.AXES_FAILURE_LIMIT = 3
    factories.user("pejabat")
    for _ in range(3):
        log_in(client, "pejabat", "wrong")
    answer = log_in(client, "pejabat")
    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_one_persons_guesses_do_not_lock_out_another(client, settings):
    settings.AXES_FAILURE_LIMIT = 3
    factories.user("pejabat")
    factories.user("lain")
    for _ in range(4):
        log_in(client, "pejabat", "wrong")
    assert log_in(client, "lain").status_code == 302


@pytest.mark.parametrize("name", ["login", "admin:login"])
def test_a_wrong_password_is_refused_in_one_plain_sentence(client, name):
    factories.user("pejabat")
    client.cookies["django_language"] = "en"
    answer = client.post(reverse(name), {"username": "pejabat", "password": "wrong"})
    assert "The username or the password is not right" in answer.content.decode()
