"""The pages of coordination: list and filters, the agreement with its record, the forms."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.workflows.agreements import agreed
from tests.workflows.coordination.conftest import again, day
from workflows.coordination import deeds, trail
from workflows.coordination.gate import Request
from workflows.coordination.models import Agreement, Commitment
from workflows.documents import Scan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(english_pages):
    """The sentences below are the English ones."""


def browser(person) -> Client:
    client = Client()
    client.force_login(again(person))
    return client


def hidden(answer) -> dict:
    form = answer.context["form"]
    return {name: form[name].value() for name in ("client_id", "version") if name in form.fields}


def test_an_agreement_is_recorded_filled_reported_and_confirmed_through_the_pages(people):
    minutes = browser(people.dinkop)
    form = minutes.get(reverse("agreement_new"))
    office = factories.Office.objects.get(name="BPKAD Kotim")
    office.regions.add("62.02")
    given = {
        **hidden(form),
        "kind": "meeting",
        "title": "Rakortek percepatan",
        "number": "BA/1",
        "signed_on": "2026-01-10",
        "region": "62.02",
        "parties": [office.pk],
        "scan": factories.pdf(5),
    }
    minutes.post(reverse("agreement_new"), given)
    agreement = Agreement.objects.get()
    page = reverse("agreement_detail", args=[agreement.pk])
    add = reverse("commitment_new", args=[agreement.pk])
    given = {
        **hidden(minutes.get(add)),
        "subject": "Menyiapkan lahan",
        "owner": office.pk,
        "regions": ["62.02"],
        "due_on": day(-2).isoformat(),
    }
    assert minutes.post(add, given).status_code == 303
    assert minutes.post(add, given).status_code == 303  # a second click
    promised = Commitment.objects.get()
    owner = browser(people.bpkad)
    assert "2 days late" in owner.get(reverse("coordination")).content.decode()
    report = reverse("commitment_deed", args=[promised.pk, "report"])
    assert report in owner.get(page).content.decode()
    assert report not in minutes.get(page).content.decode()
    given = {
        **hidden(owner.get(report)),
        "done_on": day(0).isoformat(),
        "note": "Lahan siap.",
        "scan": factories.pdf(6),
    }
    assert owner.post(report, given).status_code == 303
    confirm = reverse("commitment_deed", args=[promised.pk, "confirm"])
    shown = minutes.get(confirm)
    assert "Lahan siap." in shown.content.decode()
    assert minutes.post(confirm, hidden(shown)).status_code == 303
    text = minutes.get(page).content.decode()
    assert "Confirmed" in text
    assert "Bpkad" in text
    assert list(trail.problems()) == []


def test_what_cannot_be_done_is_said_before_anything_is_filled_in(people):
    _agreement, promised = agreed(people)
    for who, deed, status, words in (
        ("bpkad", "confirm", 403, "Only the office that recorded the agreement may do this: Dinas Koperasi Kotim."),
        ("bpkad", "report", 409, "not possible while the commitment is “Reported done”"),
        ("neighbour", "report", 404, ""),
        ("bpkad", "unknown", 404, ""),
    ):
        answer = browser(getattr(people, who)).get(reverse("commitment_deed", args=[promised.pk, deed]))
        assert answer.status_code == status
        assert words in answer.content.decode()


def test_a_form_with_errors_comes_back(people):
    _agreement, promised = agreed(people)
    client = browser(people.dinkop)
    address = reverse("commitment_deed", args=[promised.pk, "send_back"])
    answer = client.post(address, {**hidden(client.get(address)), "reason": "no"})
    assert answer.status_code == 422
    assert "Explain it in a sentence." in answer.content.decode()


def test_an_old_version_is_refused(people):
    _agreement, promised = agreed(people)
    client = browser(people.dinkop)
    address = reverse("commitment_deed", args=[promised.pk, "confirm"])
    answer = client.post(address, {"client_id": uuid.uuid4(), "version": promised.version - 1})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("region=62.02", True),
        ("region=62.03", False),
        ("region=nonsense", True),
        ("state=done", True),
        ("state=open", False),
        ("state=late", False),
        ("owner=0", False),
    ],
)
def test_the_list_is_narrowed(people, query, found):
    agreed(people)
    text = browser(people.viewer).get(f"{reverse('coordination')}?{query}").content.decode()
    assert ("Menyiapkan lahan dua desa" in text) is found


def test_who_keeps_no_minutes_is_told(people):
    assert "offices that keep the minutes" in browser(people.viewer).get(reverse("agreement_new")).content.decode()
    assert "Record an agreement" not in browser(people.viewer).get(reverse("coordination")).content.decode()


def test_the_list_asks_the_same_however_long_it_is(people):
    agreed(people)
    client = browser(people.viewer)
    client.get(reverse("coordination"))
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("coordination"))
        asked.append(len(queries))
        for _ in range(3):
            agreed(people)
    assert asked[0] == asked[1] <= 9


def test_the_inbox_shows_what_the_office_promised_and_what_was_reported_to_it(coordination, people):
    promised = coordination.commitment(coordination.agreement(), due=-2)
    owner, minutes = browser(people.bpkad), browser(people.province)
    assert reverse("commitment_deed", args=[promised.pk, "report"]) in owner.get(reverse("inbox")).content.decode()
    assert "Commitments of your office" not in minutes.get(reverse("inbox")).content.decode()
    deeds.report(promised.pk, done_on=day(0), note="Lahan siap.", scan=Scan(), request=Request(again(people.bpkad)))
    assert reverse("commitment_deed", args=[promised.pk, "confirm"]) in minutes.get(reverse("inbox")).content.decode()
