"""An address that only takes another method says so on a page."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(settings):
    """A person whose pages are in English."""
    settings.LANGUAGE_CODE = "en"
    client = Client()
    client.force_login(factories.user("pejabat", language="en"))
    return client


@pytest.mark.parametrize("name", ["shape_read", "token_create", "logout", "set_language"])
def test_opening_what_is_only_posted_to_is_explained(visitor, name):
    answer = visitor.get(reverse(name))
    assert answer.status_code == 405
    assert "POST" in answer["Allow"]
    assert "It only works from a button or a form on the page it belongs to." in answer.content.decode()
    assert f'href="{reverse("home")}"' in answer.content.decode()


def test_programs_get_no_page(visitor):
    answer = visitor.delete("/api/v1/sites")
    assert answer.status_code == 405
    assert answer["Content-Type"].startswith("application/problem+json")
