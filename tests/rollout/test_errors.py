"""The pages for what could not be taken."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_more_than_a_form_takes_is_refused_as_too_much(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client.cookies["django_language"] = "en"
    answer = client.post(reverse("login"), {"username": "x" * 2000, "password": "x"})
    assert answer.status_code == 413
    assert "Too much at once" in answer.content.decode()


def test_more_answers_than_any_form_asks_for_are_refused_as_too_much(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    answer = client.post(reverse("login"), {f"field{number}": "x" for number in range(6)})
    assert answer.status_code == 413


def test_an_address_nobody_writes_is_refused_as_unreadable(client):
    answer = client.get("/sites/", {"q": "a\x00b"})
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()
