"""The pages of papers: what may be issued on the process's page, the register, one paper, and editing its text."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sites.requests import Request
from tests import factories
from workflows.models import Paper, PaperTemplate
from workflows.papers import issuing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def address(plot) -> str:
    return reverse("process_detail", args=[plot.site.code, "land_verification", plot.process.pk])


def issued(plot) -> Paper:
    return issuing.issue(plot.process.pk, "land_minutes", Request(plot.cast.kodim))


def test_the_button_issues_once_and_leads_to_the_paper(client, plot):
    plot.verified()
    client.force_login(plot.cast.kodim)
    body = client.get(address(plot)).content.decode()
    action = reverse("paper_issue", args=[plot.site.code, "land_verification", plot.process.pk, "land_minutes"])
    assert f'action="{action}"' in body
    token = body.split('name="client_id" value="')[1].split('"')[0]
    first, second = (client.post(action, {"client_id": token}) for _n in range(2))
    assert first["Location"] == second["Location"] == reverse("paper_detail", args=[Paper.objects.get().pk])
    assert client.get(first["Location"]).status_code == 200
    assert Paper.objects.get().number in client.get(address(plot)).content.decode()


def test_the_page_of_the_process_says_why_not_yet_and_whose_it_is(client, plot):
    plot.surveyed()
    client.force_login(plot.cast.kodim)
    assert "It can be issued once the state is “Verified, waiting for acceptance”" in client.get(
        address(plot)
    ).content.decode().replace("&quot;", '"')
    plot.take("verify", plot.cast.kodim)
    client.force_login(plot.cast.dinkop)
    body = client.get(address(plot)).content.decode()
    assert "Only District command (Kodim) of this region may do this." in body
    assert "papers/land_minutes/" not in body


def test_the_register_finds_by_number_office_kind_year_and_state(client, plot):
    plot.verified()
    paper = issued(plot)
    client.force_login(plot.cast.viewer)
    register = reverse("paper_register")
    body = client.get(register).content.decode()
    assert paper.number in body and f'<option value="{paper.year}">{paper.year}</option>' in body
    for query in ({"q": paper.number}, {"office": paper.office}, {"kind": paper.kind}, {"year": paper.year}):
        assert paper.number in client.get(register, query).content.decode()
    for query in ({"state": "cancelled"}, {"year": 1999}, {"office": "Kodim lain"}, {"kind": "x"}, {"q": "<b>"}):
        body = client.get(register, query).content.decode()
        assert paper.number not in body
        assert "No paper fits" in body


def test_a_mistake_is_told_beside_its_field(client, plot):
    plot.verified()
    paper = issued(plot)
    client.force_login(plot.cast.kodim)
    answer = client.post(reverse("paper_cancel", args=[paper.pk]), {"reason": "x"})
    assert (answer.status_code, "Explain it in a sentence." in answer.content.decode()) == (422, True)
    answer = client.post(reverse("paper_sign", args=[paper.pk]))
    assert (answer.status_code, "Choose the signed PDF." in answer.content.decode()) == (422, True)


def test_cancelling_and_signing_on_the_page(client, plot):
    plot.verified()
    paper = issued(plot)
    client.force_login(plot.cast.kodim)
    assert client.get(reverse("paper_signed", args=[paper.pk])).status_code == 404
    sent = {"file": SimpleUploadedFile("a.pdf", factories.pdf(3).read(), "application/pdf")}
    assert client.post(reverse("paper_sign", args=[paper.pk]), sent).status_code == 303
    assert client.get(reverse("paper_signed", args=[paper.pk])).status_code == 200
    assert client.post(reverse("paper_cancel", args=[paper.pk]), {"reason": "Salah tanggal."}).status_code == 303
    body = client.get(reverse("paper_detail", args=[paper.pk])).content.decode()
    assert "Salah tanggal." in body
    assert reverse("paper_cancel", args=[paper.pk]) not in body


def test_a_signed_copy_may_be_as_large_as_any_scan(client, plot):
    plot.verified()
    paper = issued(plot)
    client.force_login(plot.cast.kodim)
    content = factories.pdf(3).read() + b"%" + b"x" * 6_000_000 + b"\n%%EOF\n"
    sent = {"file": SimpleUploadedFile("a.pdf", content, "application/pdf")}
    assert client.post(reverse("paper_sign", args=[paper.pk]), sent).status_code == 303


TEXT = '#import "paper.typ": *\n#show: paper\nDesa #data.village saja.\n'


@pytest.fixture
def editor(plot):
    return factories.user("admin_kotim", "admin", "62.02", office="Setda Kotim")


def text_address(kind: str = "land_minutes", region: str = "62.02") -> str:
    return reverse("paper_text", args=[kind, region])


def test_an_administrator_edits_the_text_of_his_region_and_papers_follow(client, plot, editor):
    plot.verified()
    before = issued(plot)
    client.force_login(editor)
    assert client.get(reverse("paper_texts")).status_code == 200
    answer = client.post(text_address(), {"source": TEXT, "read": "0", "note": "Lebih pendek"})
    assert answer.status_code == 303
    issuing.cancel(before.pk, reason="Teks baru.", request=Request(plot.cast.kodim))
    after = issued(plot)
    assert (after.template.region_id, after.template.version, after.template.made_by) == ("62.02", 1, editor)
    before.refresh_from_db()
    assert before.template.region_id is None
    assert "Lebih pendek" in client.get(text_address()).content.decode()


def test_a_preview_shows_examples_and_saves_nothing(client, editor):
    client.force_login(editor)
    answer = client.post(text_address(), {"source": TEXT, "preview": "1"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert not PaperTemplate.objects.filter(region="62.02").exists()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("#data.vilage", "There is no fact “vilage” in this paper."),
        ('#import "paper.typ": *\n#show: paper\n#data.at("vilage")', "There is no fact “vilage” in this paper."),
        ("Satu\n#satu", "Line 2, column 1 of main.typ: the typesetting says “unknown variable: satu”."),
        ('#read("/etc/passwd")', "file not found"),
        ('#import "@preview/cetz:0.3.0"', "A template cannot use packages"),
        ("  ", "The text has 1 to 60000 characters."),
    ],
)
def test_a_text_that_cannot_be_set_is_refused_with_its_sentence(client, editor, source, sentence):
    client.force_login(editor)
    for more in ({"preview": "1"}, {"read": "0"}):
        answer = client.post(text_address(), {"source": source, **more})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert not PaperTemplate.objects.filter(region="62.02").exists()


def test_two_who_edit_at_once_do_not_overwrite_each_other(client, editor):
    client.force_login(editor)
    assert client.post(text_address(), {"source": TEXT, "read": "0"}).status_code == 303
    answer = client.post(text_address(), {"source": TEXT + "Lain.", "read": "0"})
    assert answer.status_code == 409
    assert PaperTemplate.objects.get(region="62.02").source == TEXT


def test_nobody_else_edits_it(client, plot, editor):
    client.force_login(plot.cast.kodim)
    assert client.get(text_address()).status_code == 403
    client.force_login(editor)
    assert client.get(text_address(region="62")).status_code == 404
    assert client.get(text_address(kind="x")).status_code == 404
    assert client.get(text_address(region="62.99")).status_code == 404
