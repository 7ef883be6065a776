"""The register in the administration: to look at, in words a person knows."""

import pytest
from django.urls import reverse

from accounts.models import User
from sites.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    client.force_login(User.objects.create_superuser("admin", "admin@example.org", factories.PASSWORD))
    client.cookies["django_language"] = "en"
    site = factories.site("62.02.01.2001")
    assert Event.objects.filter(site=site).exists()
    return client.get(reverse("admin:sites_event_changelist"), follow=True).content.decode()


def test_the_ledgers_columns_are_named_in_words(page):
    for heading in ("Workflow", "Step", "Who", "Recorded on"):
        assert f">{heading}<" in page, heading
    for column in ("Process kind", "Actor name", "Recorded at"):
        assert column not in page


def test_nothing_can_be_added_there(page):
    assert "/sites/event/add/" not in page and "/sites/site/add/" not in page
