"""Taking back a decision for several: what can be is offered, each case goes through the gate, and tells its result."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sites.models import Event
from tests import factories
from tests.workflows.pages import browser, text_of
from tests.workflows.together_pages import ADDRESS, answer, cases, confirmation, reviewed, three_loans
from workflows.calendar import working_days
from workflows.models import BulkDecision, Letter
from workflows.together import tasks
from workflows.undoing import TAKES_BACK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def loans(site, cast):
    return three_loans(site, cast)


@pytest.fixture
def decision(loans, cast) -> BulkDecision:
    """The three requests, approved together by one letter."""
    return decided(loans, cast)


def decided(loans, cast) -> BulkDecision:
    person = browser(cast.bupati)
    person.post(ADDRESS, confirmation(person.post(ADDRESS, answer(*loans))))
    made = BulkDecision.objects.latest("pk")
    tasks.carry_out.func(made.pk)
    assert {loan.state for loan in loans} == {"approved"}
    return made


def where(decision) -> str:
    return reverse("bulk_decision_take_back", args=[decision.pk])


def sent(*loans, **changes) -> dict:
    given = {
        "case": cases(*loans),
        "client_id": str(uuid.uuid4()),
        "reason_code": "letter",
        "reason_text": "Surat keputusan dicabut dan diterbitkan kembali.",
    }
    return {**given, **changes}


def taken_back(decision, person, *loans, **changes) -> BulkDecision:
    answered = person.post(where(decision), sent(*loans, **changes))
    assert answered.status_code == 303
    back = BulkDecision.objects.get(takes_back=decision)
    assert answered["Location"] == reverse("bulk_decision", args=[back.pk])
    tasks.carry_out.func(back.pk)
    return back


def test_the_result_offers_it_until_the_last_day_and_not_after(decision, cast, later):
    person = browser(cast.bupati)
    page = person.get(reverse("bulk_decision", args=[decision.pk]))
    assert f'href="{where(decision)}"' in page.content.decode()
    today = timezone.localdate()
    later((working_days.after(today, 5) - today).days + 1)
    page = person.get(reverse("bulk_decision", args=[decision.pk]))
    assert where(decision) not in page.content.decode()
    assert "It cannot be taken back any more" in text_of(page)
    assert "could be taken back until" in text_of(person.get(where(decision)))
    assert person.post(where(decision), sent()).status_code == 422


def test_each_case_is_taken_back_by_an_entry_of_its_own_that_cites_the_decision(decision, loans, cast):
    person = browser(cast.bupati)
    back = taken_back(decision, person, *loans)
    assert [loan.state for loan in loans] == ["reviewed"] * 3
    decisions = {item.process_id: item for item in decision.items.all()}
    for item in back.items.select_related("process__site"):
        entry = Event.objects.get(site=item.process.site, seq=item.event_seq)
        cited = decisions[item.process_id]
        assert entry.changes[TAKES_BACK] == [None, f"{cited.event_seq} {cited.event_hash}"]
        assert entry.reason_code == "letter"
        assert entry.client_id == item.client_id
    words = text_of(person.get(reverse("bulk_decision", args=[back.pk])))
    assert "3 of 3 cases are taken back, 0 were refused." in words
    assert "The decision letter was withdrawn or corrected" in words
    first = text_of(person.get(reverse("bulk_decision", args=[decision.pk])))
    assert first.count("taken back, entry") == 3


def test_what_has_gone_on_is_listed_and_left_as_it_is(decision, loans, cast):
    loans[0].document("agreement", cast.bpkad)
    today = datetime.date.today().isoformat()
    loans[0].take("agree", cast.bpkad, {"agreement_number": "PKS/1", "agreement_date": today})
    person = browser(cast.bupati)
    page = person.get(where(decision))
    assert "Cannot be taken back 1" in text_of(page)
    assert "It has gone on since: the state is “Agreed" in text_of(page)
    taken_back(decision, person, *loans)
    assert [loan.state for loan in loans] == ["agreed", "reviewed", "reviewed"]


def test_what_changed_after_it_was_read_is_refused_and_reported(decision, loans, cast):
    person = browser(cast.bupati)
    read = sent(*loans)
    loans[0].document("agreement", cast.bpkad)
    answered = person.post(where(decision), read)
    back = BulkDecision.objects.get(takes_back=decision)
    assert answered.status_code == 303
    tasks.carry_out.func(back.pk)
    assert [loan.state for loan in loans] == ["approved", "reviewed", "reviewed"]
    words = text_of(person.get(answered["Location"]))
    assert "2 of 3 cases are taken back, 1 were refused." in words
    assert "Not taken back" in words


def test_sent_twice_it_is_taken_back_once_and_a_killed_job_goes_on(decision, loans, cast):
    person = browser(cast.bupati)
    once = sent(*loans)
    first, again = (person.post(where(decision), once) for _ in range(2))
    assert first["Location"] == again["Location"]
    back = BulkDecision.objects.get(takes_back=decision)
    for _ in range(2):
        tasks.carry_out.func(back.pk)
    assert Event.objects.filter(step="take_back_approval").count() == 3


def test_a_case_that_was_decided_anew_is_not_taken_back_with_the_old_decision(decision, loans, cast):
    loans[0].take("take_back_approval", cast.bupati, reason=("wrong_case", "Berkas tertukar."))
    loans[0].approve("188.45/99/2026")
    person = browser(cast.bupati)
    assert loans[0].site.code not in text_of(person.get(where(decision)))
    taken_back(decision, person, *loans)
    assert [loan.state for loan in loans] == ["approved", "reviewed", "reviewed"]


def test_what_was_taken_back_is_decided_again_under_the_same_letter(decision, loans, cast):
    person = browser(cast.bupati)
    taken_back(decision, person, *loans)
    again = f"{ADDRESS}?under={decision.pk}"
    assert f'href="{again}"' in person.get(reverse("bulk_decision", args=[decision.pk])).content.decode()
    preview = person.post(again, {"case": cases(*loans), "review": "1"})
    assert person.post(again, confirmation(preview)).status_code == 303
    tasks.carry_out.func(BulkDecision.objects.latest("pk").pk)
    assert {loan.row.approval_id for loan in loans} == {Letter.objects.get().pk}


@pytest.mark.parametrize("missing", ["reason_code", "reason_text", "case"])
def test_nothing_is_taken_back_without_a_reason_or_a_case(decision, loans, cast, missing):
    answered = browser(cast.bupati).post(where(decision), sent(*loans, **{missing: ""}))
    assert answered.status_code == 422
    assert not BulkDecision.objects.filter(takes_back=decision).exists()


def test_it_is_its_authors_and_what_takes_back_is_not_taken_back(decision, loans, cast):
    for other in (cast.neighbour, cast.bpkad, cast.viewer):
        assert browser(other).get(where(decision)).status_code == 404
        assert browser(other).post(where(decision), sent(*loans)).status_code == 404
    person = browser(cast.bupati)
    back = taken_back(decision, person, *loans)
    assert person.get(where(back)).status_code == 404


def test_looking_at_it_costs_the_same_however_many(loans, cast):
    def queries(decision) -> tuple[int, int]:
        person = browser(cast.bupati)
        with CaptureQueriesContext(connection) as result:
            person.get(reverse("bulk_decision", args=[decision.pk]))
        with CaptureQueriesContext(connection) as offered:
            person.get(where(decision))
        return len(result), len(offered)

    few = decided(loans, cast)
    queries(few)
    more = [reviewed(factories.site(f"62.02.01.{number}"), cast) for number in range(2003, 2009)]
    person = browser(cast.bupati)
    person.post(ADDRESS, confirmation(person.post(ADDRESS, answer(*more, approval_number="188.45/13/2026"))))
    many = BulkDecision.objects.latest("pk")
    tasks.carry_out.func(many.pk)
    assert queries(many) == queries(few)
