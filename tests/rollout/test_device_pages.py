"""The pages of phones: a code as text and picture, the list, the question before one is revoked."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts import enrolment
from accounts.models import Device

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(english_pages):
    """The sentences below are the English ones."""


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def enrolled(person) -> Device:
    return enrolment.enrol(person=person, device_id=uuid.uuid4(), name="Samsung A03", by=person)[0]


def test_a_code_is_shown_once_as_text_and_as_a_picture_and_enrols(cast):
    client = browser(cast.kodim)
    answer = client.post(reverse("field_device_code"), {"person": cast.field_officer.pk})
    text = answer.content.decode()
    code = re.search(r"<code>([A-Z0-9-]{14})</code>", text)[1]
    assert "<svg" in text
    assert "style=" not in text[text.index("<svg") :].split("</svg>")[0]
    assert code not in client.get(reverse("field_devices")).content.decode()
    device, _token = enrolment.by_code(code=code, device_id=uuid.uuid4(), name="Samsung A03")
    assert device.user == cast.field_officer


def test_an_address_without_https_is_told_and_what_to_do(cast, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client, address = browser(cast.kodim), reverse("field_devices")
    said = "Phones need an address with https"
    assert said in client.get(address, headers={"Host": "pantau.example.go.id:8000"}).content.decode()
    for host, secure in (("pantau.example.go.id", True), ("localhost", False), ("[::1]:8000", False), ("[::1]", False)):
        assert said not in client.get(address, headers={"Host": host}, secure=secure).content.decode(), host


def test_a_code_for_somebody_else_is_refused(cast):
    answer = browser(cast.kodim).post(reverse("field_device_code"), {"person": cast.bupati.pk})
    assert answer.status_code == 422
    assert '<svg class="segno"' not in answer.content.decode()


def test_the_office_revokes_and_strangers_do_not_see_it(cast):
    device = enrolled(cast.field_officer)
    address = reverse("field_device_revoke", args=[device.pk])
    assert "Samsung A03" in browser(cast.kodim).get(reverse("field_devices")).content.decode()
    assert browser(cast.neighbour).get(address).status_code == 404
    assert "Samsung A03" not in browser(cast.neighbour).get(reverse("field_devices")).content.decode()
    assert browser(cast.kodim).post(address, {"reason": ""}).status_code == 422
    assert browser(cast.kodim).post(address, {"reason": "Lost on the river"}).status_code == 302
    device.refresh_from_db()
    assert device.revoked_by == cast.kodim
    assert "Lost on the river" in browser(cast.field_officer).get(reverse("field_devices")).content.decode()
    again = browser(cast.kodim).post(address, {"reason": "Again"})
    assert again.status_code == 422
    assert "revoked already" in again.content.decode()


def test_a_phones_token_is_no_programs(cast):
    enrolled(cast.field_officer)
    assert "Samsung A03" not in browser(cast.field_officer).get(reverse("profile")).content.decode()
