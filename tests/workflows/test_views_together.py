"""Deciding several cases in the browser: chosen, looked at, confirmed, and read afterwards."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.roles import Role
from tests import factories
from tests.workflows.assets.stories import Loan, asset, day
from tests.workflows.pages import browser, hidden, text_of
from tests.workflows.together_pages import ADDRESS, NUMBER, answer, cases, confirmation, reviewed, three_loans
from workflows.models import BulkDecision, BulkItem, Letter
from workflows.together import tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def loans(site, cast):
    return three_loans(site, cast)


def unfit(at, cast) -> Loan:
    """A request that the law does not allow: its rule can only be set aside by itself."""
    changes = {"instrument": "loan", "borrower_kind": "cooperative"}
    return Loan(at, cast, asset(at, cast.bpkad), opener=cast.dinkop).reviewed(**changes)


def test_the_inbox_leads_there_when_several_wait(loans, cast):
    page = browser(cast.bupati).get("/work/")
    assert f'href="{ADDRESS}"' in page.content.decode()
    for other in loans[1:]:
        other.take("send_back", cast.bpkad, reason=("incomplete", "Surat belum ada."))
    assert ADDRESS not in browser(cast.bupati).get("/work/").content.decode()


def test_each_case_stands_there_with_the_version_that_is_read(loans, cast):
    page = browser(cast.bupati).get(ADDRESS)
    for case in cases(*loans):
        assert f'value="{case}" checked' in page.content.decode()


def test_it_is_looked_at_before_anything_is_decided(loans, cast):
    page = browser(cast.bupati).post(ADDRESS, answer(*loans[:2]))
    assert page.status_code == 200
    words = text_of(page)
    assert "Approve: 2 cases" in words
    assert NUMBER in words
    assert "sk.pdf" in words
    assert loans[2].site.village.full_name not in words
    assert (BulkDecision.objects.count(), Letter.objects.count()) == (0, 0)


def test_confirmed_it_is_put_into_the_queue_and_its_page_tells_each_result(loans, cast):
    person = browser(cast.bupati)
    preview = person.post(ADDRESS, answer(*loans))
    answered = person.post(ADDRESS, confirmation(preview))
    decision = BulkDecision.objects.get()
    assert answered.status_code == 303
    assert answered["Location"] == reverse("bulk_decision", args=[decision.pk])
    assert DBTaskResult.objects.get(task_path=tasks.carry_out.module_path).args_kwargs["args"] == [decision.pk]
    waits = person.get(answered["Location"])
    assert "0 of 3 cases are decided" in text_of(waits)
    assert 'http-equiv="refresh"' in waits.content.decode()


def test_confirmed_twice_it_leads_to_the_same_decision(loans, cast):
    person = browser(cast.bupati)
    data = confirmation(person.post(ADDRESS, answer(*loans)))
    first, again = (person.post(ADDRESS, data) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert (BulkDecision.objects.count(), Letter.objects.count()) == (1, 1)


def test_a_case_that_cannot_be_decided_is_listed_with_the_sentence_of_its_rule(loans, cast):
    exception = unfit(factories.site("62.02.02.2002"), cast)
    person = browser(cast.bupati)
    page = person.get(ADDRESS)
    assert f'value="{cases(exception)[0]}"' not in page.content.decode()
    assert "is not a government" in text_of(page)
    assert "decide this case by itself" in text_of(page)
    preview = person.post(ADDRESS, answer(*loans, exception))
    assert "Left out 1" in text_of(preview)
    person.post(ADDRESS, confirmation(preview))
    assert BulkItem.objects.count() == 3


def test_a_case_that_changed_since_it_was_read_is_left_out_of_the_preview(loans, cast):
    sent = answer(*loans)
    loans[0].document("approval_scan", cast.bupati)
    preview = text_of(browser(cast.bupati).post(ADDRESS, sent))
    assert "Approve: 2 cases" in preview
    assert "This has changed since you opened it." in preview


def test_a_number_that_was_used_is_refused_before_anything_happens(loans, cast):
    loans[0].approve(NUMBER)
    page = browser(cast.bupati).post(ADDRESS, answer(*loans[1:]))
    assert page.status_code == 422
    assert "was used already" in text_of(page)
    assert "sk.pdf is kept" in text_of(page), "the file need not be chosen again"
    assert not BulkDecision.objects.exists()


def test_a_number_that_was_used_between_preview_and_confirmation_is_refused(loans, cast):
    person = browser(cast.bupati)
    data = confirmation(person.post(ADDRESS, answer(*loans[1:])))
    loans[0].approve(NUMBER)
    page = person.post(ADDRESS, data)
    assert page.status_code == 422
    assert "was used already" in text_of(page)
    assert not BulkDecision.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"case": []}, "Choose at least one case."),
        ({"case": ["x", "1:", ":1"]}, "Choose at least one case."),
        ({"approval_number": ""}, "Number"),
        ({"approval_date": "31-31-2026"}, "Enter a valid date"),
        ({"approval_date": day(1)}, "is in the future"),
        ({"paper-approval_scan": ""}, "This field is required"),
        ({"paper-approval_scan": ContentFile(b"no paper", "sk.pdf")}, "A PDF or a photo is asked for"),
    ],
)
def test_what_is_missing_or_wrong_is_said(loans, cast, changes, sentence):
    page = browser(cast.bupati).post(ADDRESS, answer(*loans, **changes))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert page.content.decode().count("data-error-summary") == 1
    assert not BulkDecision.objects.exists()


def test_a_paper_that_another_person_sent_is_not_taken(loans, cast):
    preview = browser(cast.bupati).post(ADDRESS, answer(*loans))
    word = hidden(preview, "kept-approval_scan")
    other = factories.user("bupati2", Role.REGION_HEAD, "62.02", office="Bupati")
    stolen = answer(*loans, **{"paper-approval_scan": "", "kept-approval_scan": word})
    assert browser(other).post(ADDRESS, stolen).status_code == 422


def test_cases_of_others_are_not_there(loans, cast):
    other = factories.user("kapuas", Role.REGION_HEAD, "62.03", office="Bupati Kapuas")
    assert loans[0].site.code not in text_of(browser(other).get(ADDRESS))
    assert browser(other).post(ADDRESS, answer(*loans)).status_code == 422
    assert not BulkDecision.objects.exists()
    assert browser(cast.bpkad).get(ADDRESS).status_code == 404
    assert browser(cast.bupati).get(reverse("decide_several", args=["asset_loan", "review"])).status_code == 404
    assert browser(cast.bupati).get(reverse("decide_several", args=["nothing", "approve"])).status_code == 404


def test_a_case_that_is_not_theirs_any_more_is_left_out_and_said(loans, cast):
    person = browser(cast.bupati)
    data = confirmation(person.post(ADDRESS, answer(*loans)))
    loans[0].take("send_back", cast.bpkad, reason=("incomplete", "Surat belum ada."))
    page = person.post(ADDRESS, data, follow=True)
    assert "1 of the chosen cases does not await you any more and is left out." in text_of(page)
    assert BulkItem.objects.count() == 2


def test_the_list_is_narrowed_by_region(loans, cast):
    words = text_of(browser(cast.bupati).get(f"{ADDRESS}?region=62.02.02"))
    assert loans[2].site.code in words
    assert loans[0].site.code not in words


def test_choosing_costs_the_same_however_many_wait(loans, cast):
    def count() -> tuple[int, int]:
        person = browser(cast.bupati)
        with CaptureQueriesContext(connection) as listed:
            person.get(ADDRESS)
        sent = answer(*loans)
        with CaptureQueriesContext(connection) as previewed:
            person.post(ADDRESS, sent)
        return len(listed), len(previewed)

    count()  # what is kept for the next time, kept
    few = count()
    for number in range(2003, 2013):
        loans.append(reviewed(factories.site(f"62.02.01.{number}"), cast))
    assert count() == few


def test_when_nothing_waits_any_more_the_page_says_so(loans, cast):
    for loan in loans:
        loan.take("send_back", cast.bpkad, reason=("incomplete", "Surat belum ada."))
    page = browser(cast.bupati).get(ADDRESS)
    assert page.status_code == 200
    assert "No case can be decided together now" in text_of(page)


def test_a_list_of_agrinas_accepts_many_plots_and_costs_the_same_however_many(site, cast):
    where = reverse("decide_several", args=["land_verification", "accept"])
    cast.dinkop.language = "en"
    cast.dinkop.save()
    plots = [factories.Plot(at, cast).noted() for at in (site, neighbouring(cast, 2011))]

    def queries() -> int:
        person = browser(cast.dinkop)
        with CaptureQueriesContext(connection) as asked:
            assert person.get(where).content.decode().count('name="case"') == len(plots)
        return len(asked)

    queries()
    few = queries()
    plots += [factories.Plot(neighbouring(cast, number), cast).noted() for number in (2012, 2013, 2014)]
    assert queries() == few
    person = browser(cast.dinkop)
    sent = {
        "case": cases(*plots),
        "agrinas_reference": "AGR-7",
        "agrinas_date": day(0),
        "paper-agrinas_letter": factories.pdf(9),
        "review": "1",
    }
    answered = person.post(where, confirmation(person.post(where, sent)))
    decision = BulkDecision.objects.get()
    assert decision.letter is None
    assert decision.items.count() == 5
    assert "it can be taken back here" in text_of(person.get(answered["Location"]))


def neighbouring(cast, number: int):
    """A site whose village officer and field officer are those of the cast."""
    code = f"62.02.01.{number}"
    at = factories.site(code)
    factories.assign(cast.village_officer, Role.VILLAGE_OFFICER, code)
    return at


def test_all_that_match_are_chosen_without_being_listed_and_shown_before_they_are_decided(loans, cast, monkeypatch):
    unfit(factories.site("62.02.02.2002"), cast)
    monkeypatch.setattr("workflows.views.together.MOST", 1)
    person = browser(cast.bupati)
    page = person.get(ADDRESS)
    assert page.content.decode().count('name="case"') == 1
    assert "Also the 3 cases that match and are not listed" in text_of(page)
    listed = hidden(page, "listed")
    preview = person.post(ADDRESS, answer(loans[0], all="1", listed=listed))
    assert "Approve: 3 cases" in text_of(preview), "what the law does not allow is not among them"
    person.post(ADDRESS, confirmation(preview))
    assert {item.process_id for item in BulkItem.objects.all()} == {loan.process.pk for loan in loans}
    nothing = person.post(ADDRESS, answer(case=[], all="1", listed=" ".join(str(loan.process.pk) for loan in loans)))
    assert nothing.status_code == 422
