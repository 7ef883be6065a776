"""The checklist as the cooperative and its office see it, on pages and through the API."""

import uuid

import pytest

from tests.api.conftest import Program
from tests.workflows.flows.readiness_play import Papers, day
from tests.workflows.pages import browser, envelope, text_of
from workflows.inbox import queues

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def papers(site, cast):
    return Papers(site, cast)


def address(papers, rest: str = "") -> str:
    return f"/sites/{papers.site.code}/readiness/{papers.process.pk}/{rest}"


def test_the_cooperative_sees_what_is_missing_and_where_to_upload_it(papers, cast):
    answer = browser(cast.village_officer).get(address(papers))
    seen, page = text_of(answer), answer.content.decode()
    assert "Papers complete 0 %" in seen
    assert "It is your turn: Upload the document." in seen
    for line in papers.row.document_set.all():
        assert line.caption in seen
        assert f'href="{address(papers, f"upload_document/{line.number}/")}"' in page
    assert "9 lines" in seen


def test_whoever_opens_the_checklist_is_led_to_it(site, cast):
    answer = browser(cast.village_officer).post(
        f"/sites/{site.code}/readiness/start/", {"client_id": str(uuid.uuid4())}, follow=True
    )
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0].endswith("#document-title")


def test_an_upload_by_the_page_waits_for_the_office_with_its_scan(papers, cast):
    papers.document("document_scan", cast.village_officer)
    number = papers.line("nib").number
    client = browser(cast.village_officer)
    page = address(papers, f"upload_document/{number}/")
    assert "NIB (nomor induk berusaha) becomes “Uploaded, to be checked”." in text_of(client.get(page))
    answer = client.post(page, {**envelope(papers), "paper_number": "0220000112345", "issued_on": day(-9)})
    assert answer.status_code == 303, text_of(answer)
    assert [queue.key for queue in queues(cast.dinkop)] == ["readiness.verify_document"]
    shown = browser(cast.dinkop).get(address(papers, f"verify_document/{number}/"))
    assert papers.row.evidence.get().filename in shown.content.decode()
    assert "0220000112345" in text_of(shown)


def test_the_office_is_asked_to_confirm_only_when_nothing_is_missing(papers, cast):
    papers.verified("deed")
    assert [queue.key for queue in queues(cast.dinkop)] == []
    papers.verified("sk_ahu")
    assert [queue.key for queue in queues(cast.dinkop)] == ["readiness.confirm_legal"]
    assert [queue.key for queue in queues(cast.village_officer)] == ["readiness.upload_document"]


def test_a_number_of_another_shape_is_pointed_out_and_not_refused(papers, cast):
    papers.uploaded("nib", paper_number="123")
    shown = text_of(browser(cast.dinkop).get(address(papers, f"verify_document/{papers.line('nib').number}/")))
    assert "The number of NIB (nomor induk berusaha) usually looks otherwise: 13 angka." in shown
    papers.take("verify_document", cast.dinkop, item=papers.line("nib").number)


def test_while_the_new_version_is_checked_the_page_says_that_the_old_one_counts(papers, cast):
    papers.verified("rat")
    papers.uploaded("rat", step="renew_document", expires_on=day(700))
    seen = text_of(browser(cast.village_officer).get(address(papers)))
    assert "Counts as valid the earlier version, until" in seen


def test_the_lines_and_steps_through_the_api(papers, cast):
    program = Program(cast.village_officer)
    lines = program.get(f"/processes/{papers.process.pk}/lines/document").json()["items"]
    assert [line["state"]["value"] for line in lines] == ["missing"] * 9
    body = {"version": papers.version, "item": 3, "fields": {"paper_number": "1", "issued_on": day(-1)}}
    answer = program.post(f"/processes/{papers.process.pk}/steps/upload_document", body)
    assert answer.status_code == 422
    assert "Scan of the document: 0 of at least 1 attached." in answer.content.decode()
    neighbour = Program(cast.neighbour).get(f"/processes/{papers.process.pk}/lines/document")
    assert neighbour.status_code == 404
