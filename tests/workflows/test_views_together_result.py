"""What became of a decision for several: its page, going on with it, and what was refused under the same letter."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.roles import Role
from tests import factories
from tests.workflows.pages import browser, text_of
from tests.workflows.together_pages import ADDRESS, NUMBER, answer, cases, confirmation, three_loans
from workflows.models import BulkDecision, Letter
from workflows.together import tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def loans(site, cast):
    return three_loans(site, cast)


def test_a_decision_is_seen_by_its_author_only(loans, cast):
    person = browser(cast.bupati)
    where = person.post(ADDRESS, confirmation(person.post(ADDRESS, answer(*loans))))["Location"]
    for other in (cast.neighbour, cast.bpkad, cast.viewer, cast.nobody):
        assert browser(other).get(where).status_code == 404
        assert browser(other).post(f"{where}go-on/").status_code == 404
    assert person.get(reverse("bulk_decision", args=[999999])).status_code == 404


def test_what_has_stopped_can_be_gone_on_with(loans, cast):
    person = browser(cast.bupati)
    where = person.post(ADDRESS, confirmation(person.post(ADDRESS, answer(*loans))))["Location"]
    person.post(f"{where}go-on/")
    assert DBTaskResult.objects.filter(task_path=tasks.carry_out.module_path).count() == 1, "it waits already"
    DBTaskResult.objects.update(status="FAILED")
    stopped = text_of(person.get(where))
    assert "It has stopped" in stopped and " 0% " in stopped
    person.post(f"{where}go-on/")
    assert DBTaskResult.objects.filter(status="READY", task_path=tasks.carry_out.module_path).count() == 1


def test_what_was_refused_is_decided_later_under_the_same_letter(loans, cast):
    person = browser(cast.bupati)
    data = confirmation(person.post(ADDRESS, answer(*loans)))
    loans[0].document("approval_scan", cast.bupati)
    where = person.post(ADDRESS, data)["Location"]
    decision = BulkDecision.objects.get()
    tasks.carry_out.func(decision.pk)
    with CaptureQueriesContext(connection) as asked:
        page = person.get(where)
    taken_back = [one["sql"] for one in asked if '"sites_event"."step" IN' in one["sql"]]
    assert len(taken_back) == 1, "what was taken back since is asked once"
    assert "2 of 3 cases are decided, 1 were refused" in text_of(page)
    again = f"{ADDRESS}?under={decision.pk}"
    assert f'href="{again}"' in page.content.decode()
    chosen = person.get(again)
    assert NUMBER in text_of(chosen)
    assert re.findall(r'name="case" value="([^"]+)"', chosen.content.decode()) == cases(loans[0])
    preview = person.post(again, {"case": cases(loans[0]), "review": "1"})
    assert person.post(again, confirmation(preview)).status_code == 303
    second = BulkDecision.objects.latest("pk")
    tasks.carry_out.func(second.pk)
    assert loans[0].state == "approved"
    assert {loan.row.approval_id for loan in loans} == {Letter.objects.get().pk}


def test_the_letter_of_another_person_is_not_there(loans, cast):
    person = browser(cast.bupati)
    person.post(ADDRESS, confirmation(person.post(ADDRESS, answer(*loans))))
    other = factories.user("wabup", Role.REGION_HEAD, "62.02", office="Bupati")
    for wanted in (BulkDecision.objects.get().pk, 999999, "x"):
        assert browser(other).get(f"{ADDRESS}?under={wanted}").status_code == 404


def test_a_case_that_is_being_decided_is_not_offered_again(loans, cast):
    person = browser(cast.bupati)
    person.post(ADDRESS, confirmation(person.post(ADDRESS, answer(*loans[:2]))))
    page = person.get(ADDRESS)
    assert f'value="{cases(loans[2])[0]}" checked' in page.content.decode()
    assert f'value="{cases(loans[0])[0]}"' not in page.content.decode()
    assert "Bupati has decided this case together with others already" in text_of(page)


def test_what_was_decided_together_is_found_again_from_the_inbox(loans, cast):
    person = browser(cast.bupati)
    assert reverse("bulk_decisions") in person.get(reverse("inbox")).content.decode()
    assert "Nothing was decided together yet" in text_of(person.get(reverse("bulk_decisions")))
    where = person.post(ADDRESS, confirmation(person.post(ADDRESS, answer(*loans))))["Location"]
    page = person.get(reverse("bulk_decisions"))
    assert f'href="{where}"' in page.content.decode()
    assert "Approve Loan of an asset" in text_of(page)
    assert "(3 still wait)" in text_of(page)
    for other in (cast.bpkad, cast.neighbour):
        assert where not in browser(other).get(reverse("bulk_decisions")).content.decode()
    assert reverse("bulk_decisions") not in browser(cast.viewer).get(reverse("inbox")).content.decode()
