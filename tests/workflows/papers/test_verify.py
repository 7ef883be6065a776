"""The public page: what it tells anybody about a paper, and what it tells nobody."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from sites.requests import Request
from tests import factories
from workflows import evidence_store
from workflows.models import Paper
from workflows.papers import issuing
from workflows.papers.codes import new_code, spaced
from workflows.papers.guessing import MOST_WRONG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def paper(plot) -> Paper:
    plot.verified()
    return issuing.issue(plot.process.pk, "land_minutes", Request(plot.cast.kodim))


def pdf_of(paper: Paper) -> bytes:
    with evidence_store.open_file(paper.sha256) as file:
        return file.read()


def sent(content: bytes) -> dict:
    return {"file": SimpleUploadedFile("a.pdf", content, "application/pdf")}


def page(paper: Paper) -> str:
    return reverse("verify_paper", args=[paper.code])


def test_anybody_sees_number_date_parties_and_hash(client, paper):
    body = client.get(page(paper)).content.decode()
    for told in (paper.number, paper.sha256, "Kodim 1015/Sampit", "Desa", spaced(paper.code), "stands unchanged"):
        assert told in body


def test_nothing_else_of_the_case_is_told(client, paper, plot):
    for address in (page(paper), reverse("api:verify_paper", args=[paper.code])):
        body = client.get(address).content.decode()
        people = [getattr(plot.cast, name).full_name for name in ("field_officer", "village_officer")]
        for secret in [*people, "HP 12/2024", "2.000", "2,000", "/sites/", f"/{plot.process.pk}/", "112."]:
            assert secret not in body, secret


def test_a_code_as_it_is_printed_leads_to_its_page(client, paper):
    answer = client.get(reverse("verify"), {"code": spaced(paper.code).lower()})
    assert answer["Location"] == page(paper)


def test_the_very_file_matches_with_and_without_its_code(client, paper):
    for address in (page(paper), reverse("verify")):
        body = client.post(address, sent(pdf_of(paper))).content.decode()
        assert "exactly the paper that was issued" in body
        assert paper.number in body


def test_a_tampered_file_does_not_match(client, paper):
    tampered = pdf_of(paper).replace(b"%%EOF", b"%%EOE", 1)
    body = client.post(page(paper), sent(tampered)).content.decode()
    assert "the file is not the paper that was issued. It was changed" in body
    body = client.post(reverse("verify"), sent(tampered)).content.decode()
    assert "no paper with exactly this content was issued here" in body


def test_the_code_of_another_paper_is_told(client, paper, plot):
    second = factories.Plot(plot.site, plot.cast).verified()
    other = issuing.issue(second.process.pk, "land_minutes", Request(plot.cast.kodim))
    body = client.post(page(paper), sent(pdf_of(other))).content.decode()
    assert f"this file is another paper, {other.number}" in body


def test_a_signed_copy_matches_too(client, paper, plot):
    signed = pdf_of(paper) + b"\n% signature\n%%EOF\n"
    issuing.keep_signed(paper.pk, factories.ContentFile(signed, name="s.pdf"), Request(plot.cast.kodim))
    assert "signed copy that is kept" in client.post(page(paper), sent(signed)).content.decode()


def test_a_cancelled_paper_says_so(client, paper, plot):
    issuing.cancel(paper.pk, reason="Salah orang: Budi.", request=Request(plot.cast.kodim))
    body = client.get(page(paper)).content.decode()
    assert "not valid any more" in body
    assert "stands unchanged" not in body
    assert "Budi" not in body


def test_a_register_that_was_changed_behind_the_ledger_is_told(client, paper):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE workflows_paper DISABLE TRIGGER workflows_paper_keep")
        cursor.execute("UPDATE workflows_paper SET number = '999/BAVL/I/2026' WHERE id = %s", [paper.pk])
        cursor.execute("ALTER TABLE workflows_paper ENABLE TRIGGER workflows_paper_keep")
    body = client.get(page(paper)).content.decode()
    assert "do not agree about this paper" in body
    assert "stands unchanged" not in body


def test_an_unknown_code_has_its_sentence(client, paper):
    for code in (new_code(), paper.code[:-1] + "A", "x", "%F0%9F%98%80"):
        if code == paper.code:
            continue
        answer = client.get(reverse("verify_paper", args=[code]))
        assert answer.status_code == 404
        assert "There is no paper with this code" in answer.content.decode()


def test_whoever_guesses_is_stopped_and_what_is_no_code_asks_nothing(client, paper, django_assert_num_queries):
    cache.clear()
    for _n in range(MOST_WRONG):
        assert client.get(reverse("verify_paper", args=[new_code()])).status_code == 404
    answer = client.get(page(paper))
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert paper.number not in answer.content.decode()
    assert client.get(reverse("api:verify_paper", args=[paper.code])).status_code == 429
    cache.clear()
    client.get(reverse("verify"))
    with django_assert_num_queries(0):
        client.get(reverse("verify"), {"code": "tidak ada"})


def test_without_a_file_it_asks_for_one(client, paper):
    answer = client.post(page(paper))
    assert answer.status_code == 422
    assert "Choose the PDF of the paper" in answer.content.decode()
