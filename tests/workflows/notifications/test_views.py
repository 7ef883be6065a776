"""The page of notifications, the number in the header, and how often one is written to."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from workflows.models import Notification
from workflows.notifications.tasks import tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def told(plot):
    plot.submitted()
    tell.func()
    return plot


@pytest.fixture
def browser(cast):
    client = Client()
    client.force_login(cast.field_officer)
    return client


def page(client, query: str = "") -> str:
    return client.get(reverse("notifications") + query).content.decode()


def test_the_header_counts_and_the_page_leads_on(told, browser):
    text = page(browser)
    assert "Report the survey" in text or "survey" in text.lower()
    assert told.site.village.full_name in text
    assert reverse("process_detail", args=[told.site.code, "land_verification", told.process.pk]) in text
    assert 'class="count">1<' in browser.get(reverse("about")).content.decode().replace("\n", "")


def test_one_is_marked_as_read_and_stays_under_all(told, browser):
    note = Notification.objects.get(person=told.cast.field_officer)
    answer = browser.post(reverse("notification_read", args=[note.pk]), follow=True)
    assert "Nothing unread" in answer.content.decode()
    assert told.site.village.full_name in page(browser, "?show=all")


def test_all_are_marked_as_read(told, browser):
    answer = browser.post(reverse("notifications_read"), follow=True)
    assert "1 notification is marked as read." in answer.content.decode()
    assert browser.post(reverse("notifications_read"), follow=True).status_code == 200


def test_anothers_does_not_exist(told, cast):
    note = Notification.objects.get(person=cast.field_officer)
    client = Client()
    client.force_login(cast.kodim)
    assert client.post(reverse("notification_read", args=[note.pk])).status_code == 404
    assert told.site.village.full_name not in page(client, "?show=all")


def test_a_decision_says_by_whom_and_why(told, cast):
    told.take("send_back", cast.field_officer, reason=("title_problem", "Sertipikat <b>tidak</b> terbaca."))
    tell.func()
    client = Client()
    client.force_login(cast.village_officer)
    text = page(client)
    assert "The plot was returned for correction." in text
    assert "Koramil 1015-01" in text
    assert "Sertipikat &lt;b&gt;tidak&lt;/b&gt; terbaca." in text


def test_each_person_chooses_how_often_to_be_written_to(browser, cast):
    person = cast.field_officer
    User.objects.filter(pk=person.pk).update(email="babinsa@example.go.id")
    text = browser.get(reverse("profile")).content.decode()
    assert "We write to babinsa@example.go.id" in text
    browser.post(reverse("profile_mail"), {"mail_rhythm": "never"})
    person.refresh_from_db()
    assert person.mail_rhythm == "never"
    refused = browser.post(reverse("profile_mail"), {"mail_rhythm": "hourly"})
    assert refused.status_code == 422
    person.refresh_from_db()
    assert person.mail_rhythm == "never"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": ""}, "No address is known for you."),
        ({"is_demo": True}, "Demonstration accounts are not written to."),
    ],
)
def test_whoever_cannot_be_written_to_is_told_so(browser, cast, change, sentence):
    User.objects.filter(pk=cast.field_officer.pk).update(**{"email": "x@example.org", **change})
    assert sentence in browser.get(reverse("profile")).content.decode()


def test_an_installation_without_mail_says_so(browser, settings):
    settings.SENDS_MAIL = False
    assert "This installation sends no e-mail." in browser.get(reverse("profile")).content.decode()
