"""Issuing a paper: number, PDF, register and ledger entry together, once, by whom and when the declaration says."""

import hashlib
import json
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from sites import ledger
from sites.models import Event
from sites.requests import Request
from tests import factories
from workflows import evidence_store
from workflows.models import Paper, PaperCounter, PaperTemplate, Process
from workflows.papers import filling, issuing, offer, wordings
from workflows.papers.declaration import Told
from workflows.papers.drawing import draw
from workflows.papers.registry import UnknownPaper, kind, kinds
from workflows.refusals import ClientIdReused, Invalid, NotPermitted, WrongState

pytestmark = pytest.mark.django_db


def issue(plot, actor=None, **more) -> Paper:
    return issuing.issue(plot.process.pk, "land_minutes", Request(actor or plot.cast.kodim, **more))


def bytes_of(sha256: str) -> bytes:
    with evidence_store.open_file(sha256) as file:
        return file.read()


def drawn_again(paper: Paper) -> bytes:
    """The PDF set anew from what the register keeps."""
    head = filling.head(
        kind=kind(paper.kind),
        number=paper.number,
        office=paper.office,
        dated=paper.dated,
        simulated=paper.simulated,
        code=paper.code,
    )
    told = [Told(**one) for one in paper.facts["told"]]
    return draw(
        kind(paper.kind), paper.template.source, head=head, told=told, lists=paper.facts["lists"], dated=paper.dated
    )


def test_a_paper_has_its_number_its_bytes_and_its_entry(plot):
    plot.verified()
    paper = issue(plot)
    pdf = bytes_of(paper.sha256)
    assert hashlib.sha256(pdf).hexdigest() == paper.sha256
    assert paper.number.startswith("001/BAVL/")
    assert (paper.office, paper.region_id) == ("Kodim 1015/Sampit", "62.02")
    event = Event.objects.get(site=plot.site, seq=paper.event_seq)
    assert (event.verb, event.evidence, event.actor) == ("paper_issued", [paper.sha256], plot.cast.kodim)
    assert event.changes["number"] == [None, paper.number]
    assert list(ledger.verify()) == []


def test_the_same_record_gives_the_same_bytes_again(plot):
    plot.accepted()
    paper = issue(plot)
    assert drawn_again(Paper.objects.get(pk=paper.pk)) == bytes_of(paper.sha256)


def test_facts_come_from_the_process_with_the_entry_that_dates_them(plot):
    plot.noted()
    told = {one["name"]: one for one in issue(plot).facts["told"]}
    surveyed = Event.objects.get(process_id=plot.process.pk, step="survey")
    assert told["title_number"]["value"] == "HP 12/2024"
    assert told["slope"]["origin"].startswith(f"catatan {surveyed.seq}, ")
    assert told["verify_office"]["value"] == "Kodim 1015/Sampit"
    assert told["agrinas_reference"] == {
        "name": "agrinas_reference",
        "term": "Nomor rujukan Agrinas",
        "value": "",
        "origin": "",
    }


def test_nothing_changes_at_the_process_itself(plot):
    plot.verified()
    before = Process.objects.values().get(pk=plot.process.pk)
    issue(plot)
    assert Process.objects.values().get(pk=plot.process.pk) == before


def test_the_same_request_again_issues_nothing_more(plot):
    plot.verified()
    key = uuid.uuid4()
    first = issue(plot, client_id=key)
    assert issue(plot, client_id=key) == first
    assert Paper.objects.count() == 1
    with pytest.raises(ClientIdReused):
        issuing.issue(plot.process.pk, "handover", Request(plot.cast.kodim, client_id=key))


def test_too_early_it_says_when(plot):
    plot.surveyed()
    with pytest.raises(WrongState) as refused:
        issue(plot)
    assert "“Terverifikasi, menunggu penerimaan” atau “Diterima”" in refused.value.sentence
    assert "“Menunggu verifikasi”" in refused.value.sentence
    assert not PaperCounter.objects.exists()


def test_only_who_is_declared_issues_it(plot):
    plot.verified()
    with pytest.raises(NotPermitted, match="Kodim"):
        issue(plot, plot.cast.dinkop)
    with pytest.raises(Process.DoesNotExist):
        issue(plot, plot.cast.outsider)


def test_without_an_office_there_is_no_number(plot):
    plot.verified()
    lone = factories.user("sendiri", "district_command", "62.02")
    with pytest.raises(NotPermitted, match="penugasan Anda tidak menyebut kantor"):
        issue(plot, lone)


def test_a_paper_of_another_workflow_is_unknown(plot):
    plot.verified()
    with pytest.raises(UnknownPaper):
        issuing.issue(plot.process.pk, "grant_agreement", Request(plot.cast.bpkad))


def test_one_is_in_force_at_a_time_and_a_cancelled_one_keeps_its_number(plot):
    plot.verified()
    first = issue(plot)
    with pytest.raises(WrongState, match=first.number):
        issue(plot)
    issuing.cancel(first.pk, reason="Salah tanggal.", request=Request(plot.cast.kodim))
    second = issue(plot)
    assert second.number.startswith("002/BAVL/")
    first.refresh_from_db()
    assert (first.in_force, first.cancelled_because) == (False, "Salah tanggal.")
    assert Event.objects.get(verb="paper_cancelled").reason_text == "Salah tanggal."
    assert list(ledger.verify()) == []


def test_cancelling_needs_a_reason_and_the_office_that_issued_it(plot):
    plot.verified()
    paper = issue(plot)
    with pytest.raises(Invalid):
        issuing.cancel(paper.pk, reason=" x ", request=Request(plot.cast.kodim))
    with pytest.raises(NotPermitted, match="Kodim 1015/Sampit"):
        issuing.cancel(paper.pk, reason="Salah tanggal.", request=Request(plot.cast.dinkop))
    with pytest.raises(Paper.DoesNotExist):
        issuing.cancel(paper.pk, reason="Salah tanggal.", request=Request(plot.cast.outsider))


def test_a_template_that_cannot_be_set_uses_up_no_number(plot):
    plot.verified()
    region = plot.cast.kodim.assignments.get().region
    PaperTemplate.objects.create(
        kind="land_minutes", region=region, version=1, source="#nothing", made_at=plot.process.opened_at
    )
    with pytest.raises(Invalid) as refused:
        issue(plot)
    assert "unknown variable: nothing" in refused.value.errors["__all__"][0]
    assert (Paper.objects.count(), PaperCounter.objects.count()) == (0, 0)
    assert not Event.objects.filter(verb="paper_issued").exists()


HOSTILE = '#panic("x") @a <b> $1^2$ *tebal* _m_ `kode` \\ "kutip" // /* <script>alert(1)</script> #read("/etc/passwd")'


def test_hostile_text_in_a_fact_is_text(plot):
    plot.papers()
    plot.take("submit", plot.cast.village_officer, plot.proposal(title_number=HOSTILE[:60]))
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    plot.take("survey", plot.cast.field_officer, {"visited_on": plot.process.opened_at.date(), **plot.CHECKLIST})
    plot.take("verify", plot.cast.kodim)
    told = [Told(one["name"], one["term"], HOSTILE) for one in issue(plot).facts["told"]]
    for one in kinds():
        head = filling.head(
            kind=one,
            number=HOSTILE,
            office=HOSTILE,
            dated=plot.process.opened_at.date(),
            simulated=False,
            code="A" * 12,
        )
        rows = {name: [[HOSTILE] * 6] for name in filling.lists_of(one)}
        known = [fact for fact in told if fact.name in filling.placeholders(one)]
        assert draw(one, one.shipped, head=head, told=known, lists=rows, dated=plot.process.opened_at.date())


def test_the_database_keeps_what_was_issued(plot):
    plot.verified()
    paper = issue(plot)
    for change in ("number = 'x'", "sha256 = repeat('0', 64)", "facts = '{}'"):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE workflows_paper SET {change} WHERE id = %s", [paper.pk])
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        paper.delete()
    with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).first()
        copy = Paper.objects.get(pk=paper.pk)
        copy.pk, copy.sequence, copy.code, copy.sha256 = None, 5, "B" * 12, "1" * 64
        copy.cancelled_at, copy.cancelled_by, copy.cancelled_because = copy.issued_at, copy.issued_by, "Lubang."
        copy.save(force_insert=True)


def test_a_signed_copy_is_kept_beside_it(plot):
    plot.verified()
    paper = issue(plot)
    signed = factories.pdf(1)
    signed.file.seek(0)
    original = bytes_of(paper.sha256)
    content = factories.ContentFile(original + b"\n% signature\n%%EOF\n", name="signed.pdf")
    kept = issuing.keep_signed(paper.pk, content, Request(plot.cast.kodim))
    assert kept.signed_unchanged
    assert bytes_of(kept.signed_sha256) == original + b"\n% signature\n%%EOF\n"
    assert Event.objects.get(verb="paper_signed").evidence == [kept.signed_sha256]
    assert not issuing.keep_signed(paper.pk, factories.pdf(2), Request(plot.cast.kodim)).signed_unchanged


def test_nothing_is_kept_of_who_may_not_send_it(plot):
    plot.verified()
    paper, content = issue(plot), factories.pdf(3)
    with pytest.raises(NotPermitted):
        issuing.keep_signed(paper.pk, content, Request(plot.cast.viewer))
    content.seek(0)
    with pytest.raises(FileNotFoundError):
        bytes_of(hashlib.sha256(content.read()).hexdigest())


@pytest.mark.parametrize("content", [factories.photo(1), factories.ContentFile(b"x", name="a.pdf")])
def test_a_signed_copy_is_a_pdf(plot, content):
    plot.verified()
    paper = issue(plot)
    with pytest.raises(Invalid):
        issuing.keep_signed(paper.pk, content, Request(plot.cast.kodim))


def test_every_kind_has_a_text_that_can_be_set_and_names_only_its_facts():
    for one in kinds():
        assert wordings.sample(one, one.shipped).startswith(b"%PDF")


def test_offers_say_what_may_be_issued_and_why_not(plot):
    plot.verified()
    mine = offer.offers(plot.row, plot.cast.kodim)
    assert [(one.kind.name, one.open) for one in mine] == [("land_minutes", True)]
    theirs = offer.offers(plot.row, plot.cast.dinkop)
    assert not theirs[0].open
    assert "Kodim" in theirs[0].forbidden


def test_what_is_told_is_json(plot):
    plot.verified()
    assert json.loads(json.dumps(issue(plot).facts))["lists"] == {}
