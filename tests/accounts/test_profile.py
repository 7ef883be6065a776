"""The person's own page: what he may do, and the tokens that act in his name."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import tokens
from accounts.models import ApiToken
from accounts.views.tokens import MOST_TOKENS
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return factories.user("dinkop", "cooperative_office", "62.02", office="Dinas Koperasi Kotim")


@pytest.fixture
def browser(person, settings):
    client = Client(enforce_csrf_checks=False)
    client.force_login(person)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def make(browser, name: str = "Weekly table"):
    return browser.post(reverse("token_create"), {"name": name})


def test_the_page_says_what_the_person_may_do(browser, person):
    factories.assign(person, "viewer", "63", valid_to="2020-01-01")
    text = browser.get(reverse("profile")).content.decode()
    assert "Cooperative office" in text
    assert "Kotawaringin Timur" in text
    assert "Dinas Koperasi Kotim" in text
    assert "Kalimantan Selatan" not in text  # an assignment that ended grants nothing


def test_the_page_names_roles_that_are_lent(browser, person):
    giver = factories.user("bupati", "region_head", "62.02", office="Bupati Kotawaringin Timur")
    factories.lend(giver, person)
    text = browser.get(reverse("profile")).content.decode()
    assert "Head of region" in text.split("</table>")[0] and f"for {giver}" in text.split("</table>")[0]


def test_a_token_is_shown_once_and_works(browser, person):
    answer = make(browser)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    token = answer.context["new_token"]
    assert token in answer.content.decode()
    assert tokens.recognise(token) == person
    assert token not in browser.get(reverse("profile")).content.decode()
    assert token not in str(ApiToken.objects.values())


def test_a_tokens_name_is_kept_clean(browser):
    make(browser, "Tabel\u202e  mingguan\u200b")
    assert ApiToken.objects.get().name == "Tabel mingguan"


def test_a_revoked_token_ends_at_once(browser):
    token = make(browser).context["new_token"]
    record = ApiToken.objects.get()
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    answer = browser.post(reverse("token_revoke", args=[record.pk]), follow=True)
    assert "Weekly table" in answer.content.decode()
    assert tokens.recognise(token) is None
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_somebody_elses_token_does_not_exist(browser):
    record, token = tokens.issue(user=factories.user("other"), name="theirs")
    assert browser.post(reverse("token_revoke", args=[record.pk])).status_code == 404
    assert tokens.recognise(token) is not None
    assert "theirs" not in browser.get(reverse("profile")).content.decode()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
def test_a_token_says_what_it_is_for(browser, name):
    answer = make(browser, name)
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_person_who_has_very_many_is_asked_to_tidy_up(browser, person):
    made = [tokens.issue(user=person, name="x")[0] for _ in range(MOST_TOKENS)]
    assert make(browser).status_code == 422
    tokens.revoke(token=made[0])
    assert make(browser).status_code == 200


@pytest.mark.parametrize("name", ["profile", "token_create"])
def test_nobody_is_sent_to_the_login(name):
    answer = Client().get(reverse(name)) if name == "profile" else Client().post(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


def test_looking_makes_and_revokes_nothing(browser, person):
    record, _token = tokens.issue(user=person, name="x")
    assert browser.get(reverse("token_create")).status_code == 405
    assert browser.get(reverse("token_revoke", args=[record.pk])).status_code == 405
    record.refresh_from_db()
    assert record.revoked_at is None


def test_another_site_cannot_make_one(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    assert make(client).status_code == 403
    assert not ApiToken.objects.exists()
