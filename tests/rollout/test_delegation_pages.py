"""The pages of lent roles: the form, the list, the question before one ends, the scan."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delegation
from accounts.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(english_pages):
    """The sentences below are the English ones."""


@pytest.fixture
def bupati():
    return factories.user("bupati", Role.REGION_HEAD, "62.02", office="Bupati Kotim", full_name="Halikin")


@pytest.fixture
def sekda():
    return factories.user("sekda", Role.VIEWER, "62.02", office="Setda Kotim", full_name="Sekda Kotim")


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def answers(giver, receiver, **changes) -> dict:
    today = timezone.localdate()
    return {
        "assignment": giver.assignments.get().pk,
        "receiver": receiver.pk,
        "valid_from": today.isoformat(),
        "valid_to": (today + datetime.timedelta(days=7)).isoformat(),
        "document_number": "800/7",
        "document_date": today.isoformat(),
        **changes,
    }


def test_the_profile_leads_to_the_form_and_the_form_to_the_list(bupati, sekda):
    client = browser(bupati)
    assert reverse("delegation_new") in client.get(reverse("profile")).content.decode()
    form = client.get(reverse("delegation_new")).content.decode()
    assert "Sekda Kotim · Setda Kotim" in form
    answer = client.post(reverse("delegation_new"), answers(bupati, sekda), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("delegation_list")
    text = answer.content.decode()
    assert "Sekda Kotim acts for Halikin from" in text
    assert "In force" in text


def test_the_scan_is_kept_and_served_to_those_who_see_it(bupati, sekda):
    given = answers(bupati, sekda, scan=factories.pdf(1))
    browser(bupati).post(reverse("delegation_new"), given)
    lent = Delegation.objects.get()
    address = reverse("delegation_scan", args=[lent.pk])
    served = browser(sekda).get(address)
    assert b"".join(served).startswith(b"%PDF")
    assert "sandbox" in served["Content-Security-Policy"]
    assert browser(factories.user("lain", Role.VIEWER, "62.02")).get(address).status_code == 404


def test_a_scan_that_is_none_is_refused_with_its_sentence(bupati, sekda):
    scan = factories.pdf(1)
    scan.file.seek(0)
    scan.file.write(b"hello")
    answer = browser(bupati).post(reverse("delegation_new"), answers(bupati, sekda, scan=scan))
    assert answer.status_code == 422
    assert "A PDF or a photo is asked for" in answer.content.decode()
    assert not Delegation.objects.exists()


def test_wrong_days_come_back_to_the_form(bupati, sekda):
    answer = browser(bupati).post(reverse("delegation_new"), answers(bupati, sekda, valid_to="2027-12-31"))
    assert answer.status_code == 422
    assert "at most 92 days" in answer.content.decode()


def test_a_role_of_somebody_else_cannot_be_posted(bupati, sekda):
    other = factories.user("kodim", Role.DISTRICT_COMMAND, "62.02")
    answer = browser(other).post(reverse("delegation_new"), answers(bupati, sekda))
    assert answer.status_code == 422
    assert not Delegation.objects.exists()


def test_who_has_nothing_to_lend_is_told(sekda):
    assert "There is no role to lend" in browser(sekda).get(reverse("delegation_new")).content.decode()


def test_the_administrator_records_it_for_somebody_of_his_region(bupati, sekda):
    address = f"{reverse('delegation_new')}?person=bupati"
    assert browser(sekda).get(address).status_code == 404
    client = browser(factories.user("admin", Role.ADMIN, "62"))
    assert "Lend a role of Halikin" in client.get(address).content.decode()
    assert client.post(address, answers(bupati, sekda)).status_code == 302
    assert Delegation.objects.get().recorded_by.username == "admin"


def test_ending_it_asks_first(bupati, sekda):
    lent = factories.lend(bupati, sekda)
    address = reverse("delegation_revoke", args=[lent.pk])
    client = browser(bupati)
    assert "Sekda Kotim acts as Head of region for Halikin" in client.get(address).content.decode()
    lent.refresh_from_db()
    assert lent.revoked_at is None
    assert client.post(address).status_code == 302
    lent.refresh_from_db()
    assert lent.revoked_by == bupati
    again = client.post(address)
    assert again.status_code == 409
    assert "has ended already" in again.content.decode()


def test_for_others_it_does_not_exist(bupati, sekda):
    lent = factories.lend(bupati, sekda)
    stranger = browser(factories.user("lain", Role.REGION_HEAD, "62.02"))
    assert stranger.get(reverse("delegation_revoke", args=[lent.pk])).status_code == 404
    assert "Halikin" not in stranger.get(reverse("delegation_list")).content.decode()


def test_what_is_wrong_is_summed_up_once(bupati):
    answer = browser(bupati).post(reverse("delegation_new"), {"document_number": ""})
    assert answer.content.decode().count("data-error-summary") == 1
