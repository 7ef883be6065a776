"""Enrolment by the API: by code, by password, throttled; what a phone's token opens, and how it ends."""

import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from accounts import devices, enrolment
from accounts.models import Device
from tests import factories
from tests.api.conftest import problem

pytestmark = pytest.mark.django_db


def ask(client, **body):
    given = {"device": str(uuid.uuid4()), "name": "Samsung A03", **body}
    headers = {"Idempotency-Key": "e1", "Accept-Language": "en"}
    return client.post(reverse("api:enrol_phone"), given, content_type="application/json", headers=headers)


def test_by_code(client, cast):
    _record, code = enrolment.issue_code(person=cast.field_officer, by=cast.kodim)
    answer = ask(client, code=code)
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert body["person"]["name"] == "Babinsa"
    assert [(role["role"], role["region"], role["region_name"]) for role in body["person"]["roles"]] == [
        ("field_officer", "62.02.01", "Tempat 62.02.01")
    ]
    assert body["export_key"]["jwk"]["kty"] == "RSA"
    assert "d" not in body["export_key"]["jwk"]
    again = problem(ask(client, code=code), 422, "invalid")
    assert again["errors"]["code"] == ["This code is not valid, or was used, or is older than 15 minutes."]


def test_by_password(client, cast):
    answer = ask(client, username="babinsa", password=factories.PASSWORD)
    assert answer.status_code == 201
    assert Device.objects.get().enrolled_by == cast.field_officer
    assert "password" in problem(ask(client, username="babinsa", password="no"), 422, "invalid")["errors"]


@pytest.mark.parametrize("guess", [{"code": "AAAA-BBBB-CCCC"}, {"username": "babinsa", "password": "no"}])
def test_guessing_is_throttled_and_then_even_the_right_answer_is_refused(client, cast, guess):
    right = {"username": "babinsa", "password": factories.PASSWORD}
    if "code" in guess:
        right = {"code": enrolment.issue_code(person=cast.field_officer, by=cast.kodim)[1]}
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert ask(client, **guess).status_code == 422
    assert ask(client, **guess).status_code in {422, 429}
    problem(ask(client, **right), 429, "too_many")
    assert not Device.objects.exists()


def test_a_phones_token_opens_the_phones_addresses_only(client, cast):
    token = ask(client, username="babinsa", password=factories.PASSWORD).json()["token"]
    refused = problem(client.get(reverse("api:me"), headers={"Authorization": f"Bearer {token}"}), 403, "not_permitted")
    assert "phone" in refused["detail"] or "telepon" in refused["detail"].lower()


def test_a_revoked_phone_is_told_so_and_why(client, cast):
    token = ask(client, username="babinsa", password=factories.PASSWORD).json()["token"]
    devices.revoke(device_id=Device.objects.get().pk, by=cast.kodim, reason="Hilang di sungai.")
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
    body = problem(client.get(reverse("api:me"), headers=headers), 401, "device_revoked")
    assert "Hilang di sungai" in body["detail"]
    assert "Nothing on it is lost" in body["detail"]
