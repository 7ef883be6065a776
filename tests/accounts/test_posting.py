"""A log-in never ends at an address that cannot be opened."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.posting import readable
from tests import factories

pytestmark = pytest.mark.django_db
PROCESS = "/sites/62.02.01.2001/land_verification/7/"


@pytest.mark.parametrize(
    ("wanted", "opened"),
    [
        ("/work/?q=a&q=b", "/work/?q=a&q=b"),
        ("/no/such/page/", "/no/such/page/"),
        (PROCESS + "submit/", PROCESS + "submit/"),
        (PROCESS + "evidence/plot_photo/", PROCESS),
        (PROCESS + "evidence/3/withdraw/", PROCESS),
        ("/shapes/read/", "/"),
        ("/language/", "/"),
        ("/profile/tokens/", "/profile/"),
        ("/profile/tokens/4/revoke/", "/profile/"),
        ("/logout/", ""),
        ("/login/", ""),
        ("/%6Cogin/?next=/login/", ""),
    ],
)
def test_what_cannot_be_opened_gives_way_to_its_page(wanted, opened):
    assert readable(wanted) == opened


@pytest.mark.parametrize("wanted", ["/login/", "/logout/", "http://testserver/login/", "/language/", "//other.test/"])
def test_who_is_logged_in_already_goes_home_instead(wanted):
    client = Client()
    client.force_login(factories.user("pejabat"))
    answer = client.get(reverse("login"), {"next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client):
    factories.user("pejabat")
    asked = client.post(reverse("token_create"))
    answer = client.post(asked["Location"], {"username": "pejabat", "password": factories.PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, reverse("profile"))
