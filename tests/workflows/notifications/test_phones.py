"""Whoever enrols a phone in somebody's name: that person is told, once, by page and mail."""

import uuid

import pytest
from django.core import mail as outgoing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import enrolment
from tests import factories
from tests.workflows.notifications.conftest import do_jobs, wants
from workflows.models import Mail, Notification

pytestmark = pytest.mark.django_db(transaction=True)


def enrolled_by(issuer, person):
    _record, code = enrolment.issue_code(person=person, by=issuer)
    known = {"code": code, "device_id": uuid.uuid4(), "name": "Samsung A03"}
    device, _token = enrolment.by_code(**known)
    # The answer was lost: the same phone asks again, which is no second enrolment.
    assert enrolment.by_code(**known)[0] == device
    return device


def test_the_person_is_told_when_by_whom_and_where_to_revoke_it(cast, settings):
    settings.PUBLIC_URL = "https://pantau.example.go.id"
    wants(cast.field_officer, language="en")
    device = enrolled_by(cast.kodim, cast.field_officer)
    note = Notification.objects.get()
    assert (note.person, note.kind, note.created_at) == (cast.field_officer, "phone", device.enrolled_at)
    client = Client()
    client.force_login(cast.field_officer)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("notifications")).content.decode()
    said = f"Kodim enrolled the phone “Samsung A03” in your name on {timezone.localtime(device.enrolled_at).day} "
    for words in (said, "revoke it", reverse("field_devices")):
        assert words in page, words
    assert reverse("field_device_revoke", args=[device.pk]) in client.get(reverse("field_devices")).content.decode()
    do_jobs()
    (message,) = outgoing.outbox
    for text in (message.body, message.alternatives[0].content):
        assert "Kodim enrolled the phone" in text and "revoke it" in text
        assert f"https://pantau.example.go.id{reverse('field_devices')}" in text
        assert "()" not in text


def test_whoever_wants_no_mail_gets_none_and_his_own_hand_is_told_too(cast):
    wants(cast.field_officer, "never")
    wants(cast.kodim, "at_once", language="en")
    enrolled_by(cast.kodim, cast.field_officer)
    enrolled_by(cast.kodim, cast.kodim)
    assert [(mail.person, mail.occasion[:5]) for mail in Mail.objects.all()] == [(cast.kodim, "phone")]
    do_jobs()
    assert "with your own code or password" in outgoing.outbox[0].body
    assert Notification.objects.filter(person=cast.field_officer).count() == 1


def test_somebody_without_any_place_is_told_too_and_nobody_of_anothers_phone(cast, program_of):
    person = factories.user("baru", "field_officer", "62.02.01")
    enrolled_by(cast.kodim, person)
    person.assignments.all().delete()
    (told,) = program_of(person)["items"]
    assert (told["site"], told["process"], told["kind"]["value"]) == ("", None, "phone")
    assert "revoke" in told["hint"]
    assert program_of(cast.viewer)["items"] == []


@pytest.fixture
def program_of(english_pages):
    """``program_of(person)``: what the API tells of his notifications."""

    def asked(person) -> dict:
        client = Client()
        client.force_login(person)
        return client.get(reverse("api:list_notifications"), headers={"Accept-Language": "en"}).json()

    return asked
