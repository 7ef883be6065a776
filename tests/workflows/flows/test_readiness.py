"""The cooperative's papers from the empty checklist to monthly reports, and everything that must be refused."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from accounts.clock import clock
from sites.models import Event, Site
from sites.stages import Flag
from tests.workflows.flows.readiness_play import TODAY, Papers, day
from workflows.calendar.months import months_after
from workflows.flows.readiness import Readiness
from workflows.models import Process
from workflows.readiness.catalogue import DocumentKind
from workflows.readiness.lines import Document, MonthlyReport
from workflows.refusals import GuardsUnmet, Invalid, NotPermitted, WrongState
from workflows.selectors import next_steps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def papers(site, cast):
    return Papers(site, cast)


def sentences(refused) -> list[str]:
    return [one.sentence for one in refused.value.unmet]


def test_the_checklist_is_there_from_the_opening_with_everything_missing(papers):
    lines = Document.objects.filter(process_id=papers.process.pk).order_by("number")
    assert [line.kind_id for line in lines] == [kind.pk for kind in DocumentKind.objects.listed()]
    assert {line.state for line in lines} == {"missing"}
    entry = Event.objects.get(verb="started")
    assert entry.changes["document 1.kind"] == [None, "deed"]
    assert (papers.row.completeness, papers.row.documents_to_upload) == (0, 9)


def test_from_the_empty_checklist_to_monthly_reports(papers, cast):
    papers.verified("deed")
    with pytest.raises(GuardsUnmet) as refused:
        papers.take("confirm_legal", cast.dinkop)
    assert sentences(refused) == ["Not verified yet: SK AHU (pengesahan badan hukum)."]
    papers.verified("sk_ahu")
    assert papers.row.completeness == Decimal("22.22")
    papers.take("confirm_legal", cast.dinkop)
    with pytest.raises(GuardsUnmet) as refused:
        papers.take("confirm_papers", cast.dinkop)
    assert sentences(refused)[0].startswith("22 % complete. Not valid: NIB (nomor induk berusaha), NPWP koperasi")
    for kind in ["nib", "npwp", "bank_account", "board_decree", "musdes_minutes", "rat", "simkopdes"]:
        papers.verified(kind)
    papers.take("confirm_papers", cast.dinkop)
    assert papers.row.completeness == 100
    with pytest.raises(GuardsUnmet) as refused:
        papers.take("confirm_outlet", cast.dinkop)
    assert sentences(refused) == ["The outlet of this site has not been handed over."]
    assert papers.state == "papers_complete"


def test_it_trades_and_reports_when_somebody_else_has_accepted_it(papers, cast):
    papers.trading()
    for ahead in (-100, -65, -35):
        papers.report(ahead)
    for number in (1, 2):
        papers.take("accept_report", cast.dinkop, item=number)
    with pytest.raises(GuardsUnmet) as refused:
        papers.take("confirm_reporting", cast.dinkop)
    assert sentences(refused) == ["2 of 3 monthly reports are accepted."]
    papers.take("accept_report", cast.dinkop, item=3)
    papers.take("confirm_reporting", cast.dinkop)
    assert papers.state == "reporting"
    assert MonthlyReport.objects.get(number=1).month.day == 1
    due = papers.row.report_due_on
    assert due == months_after(MonthlyReport.objects.get(number=3).month, 3)
    with pytest.raises(WrongState, match="has not come yet"):
        papers.take("stop_reporting", clock())
    Readiness.objects.update(report_due_on=TODAY)
    papers.take("stop_reporting", clock())
    assert (papers.state, papers.row.accepted_reports) == ("trading", 0)


def test_whoever_uploaded_a_document_does_not_verify_it(papers, cast):
    papers.uploaded("nib", actor=cast.dinkop)
    with pytest.raises(NotPermitted, match="You took the step “Upload the document” yourself"):
        papers.take("verify_document", cast.dinkop, item=papers.line("nib").number)
    with pytest.raises(NotPermitted, match="Only Cooperative office"):
        papers.take("verify_document", cast.village_officer, item=papers.line("nib").number)


def test_a_document_needs_its_scan_number_and_dates(papers, cast):
    number = papers.line("board_decree").number
    with pytest.raises(Invalid) as refused:
        papers.take("upload_document", cast.village_officer, {"issued_on": day(1)}, item=number)
    assert set(refused.value.errors) == {"paper_number", "issued_on"}
    assert "Scan of the document: 0 of at least 1 attached." in sentences(refused)
    for expires, words in [("", "expires: fill in"), (day(-1), "expired on"), (day(-300), "before its own date")]:
        with pytest.raises(GuardsUnmet) as refused:
            papers.uploaded("board_decree", expires_on=expires)
        assert words in sentences(refused)[0]


def test_a_refused_document_comes_back_with_its_reason(papers, cast):
    papers.uploaded("nib")
    number = papers.line("nib").number
    papers.take("refuse_document", cast.dinkop, reason=("unreadable", "Foto NIB buram."), item=number)
    assert papers.line("nib").state == "refused"
    assert papers.row.documents_to_upload == 9
    with pytest.raises(WrongState):
        papers.take("verify_document", cast.dinkop, item=number)
    papers.verified("nib")
    assert papers.line("nib").state == "verified"


def test_each_kind_stands_once_and_a_later_kind_can_be_added(papers, cast):
    with pytest.raises(Invalid) as refused:
        papers.take("list_document", cast.dinkop, {"kind": "nib"})
    assert refused.value.errors == {"kind": ["This cannot be chosen here, or is not free any more."]}
    assert not papers.row.offered("kind").exists()
    DocumentKind.objects.create(code="halal", name="Sertifikat halal")
    assert [kind.code for kind in papers.row.offered("kind")] == ["halal"]
    papers.take("list_document", cast.dinkop, {"kind": "halal"})
    assert papers.line("halal").state == "missing"
    assert "Sertifikat halal" in papers.row.missing_papers


def test_a_kind_that_becomes_a_duty_later_counts_from_its_day(papers, cast):
    DocumentKind.objects.create(code="pdp", name="Surat PDP", required_from=TODAY + datetime.timedelta(days=1))
    papers.uploaded("nib")
    assert "Surat PDP" not in papers.row.missing_papers


def test_reminders_come_before_the_end_and_skip_what_is_past(papers):
    papers.verified("rat", expires_on=day(100))
    assert papers.line("rat").remind_on == TODAY + datetime.timedelta(days=10)
    with pytest.raises(WrongState, match="has not come yet"):
        papers.clocked("remind_of_expiry", "rat")
    Document.objects.filter(pk=papers.line("rat").pk).update(remind_on=TODAY - datetime.timedelta(days=80))
    papers.clocked("remind_of_expiry", "rat")
    assert papers.line("rat").remind_on == TODAY + datetime.timedelta(days=10)
    assert papers.row.documents_expiring == 1
    step = next(one for one in next_steps(papers.row, papers.cast.village_officer) if one.step.name == "renew_document")
    assert step.turn


def test_a_paper_that_expires_flags_the_site_until_it_is_renewed(papers, cast):
    papers.complete()
    Document.objects.filter(pk=papers.line("rat").pk).update(valid_until=TODAY - datetime.timedelta(days=1))
    papers.clocked("expire_document", "rat")
    assert papers.line("rat").state == "expired"
    assert Site.objects.get().flags & Flag.PAPERS_EXPIRED
    assert papers.row.completeness == Decimal("88.89")
    papers.verified("rat")
    assert not Site.objects.get().flags & Flag.PAPERS_EXPIRED
    assert (papers.state, papers.row.completeness) == ("papers_complete", 100)


def test_the_old_version_counts_while_the_new_one_is_checked_but_not_beyond_its_end(papers):
    papers.complete()
    papers.uploaded("rat", step="renew_document", expires_on=day(700))
    assert papers.row.completeness == 100
    Document.objects.filter(pk=papers.line("rat").pk).update(valid_until=TODAY - datetime.timedelta(days=1))
    papers.clocked("lapse_document", "rat")
    line = papers.line("rat")
    assert (line.state, line.in_force, line.valid_until) == ("uploaded", False, None)
    assert papers.row.completeness == Decimal("88.89")


def test_a_withdrawn_verification_takes_the_paper_away(papers, cast):
    papers.complete()
    number = papers.line("npwp").number
    papers.take("revoke_document", cast.dinkop, reason=("not_genuine", "Tidak terdaftar di DJP."), item=number)
    assert papers.line("npwp").state == "refused"
    assert Site.objects.get().flags & Flag.PAPERS_EXPIRED


def test_a_month_is_reported_once_not_ahead_and_not_before_the_first_sale(papers, cast):
    papers.trading()
    papers.report(-35)
    with pytest.raises(Invalid) as refused:
        papers.report(-35)
    assert refused.value.errors == {"__all__": ["There is a report for this month already."]}
    with pytest.raises(Invalid) as refused:
        papers.report(40)
    assert list(refused.value.errors) == ["month"]
    with pytest.raises(GuardsUnmet) as refused:
        papers.report(-400)
    assert "before the first sale" in sentences(refused)[0]
    for turnover in ("-1", "12.555", "abc"):
        with pytest.raises(Invalid) as refused:
            papers.report(-65, turnover=turnover)
        assert list(refused.value.errors) == ["turnover"]
    papers.take("return_report", cast.dinkop, reason=("figures_wrong", "Omzet tidak cocok."), item=1)
    papers.report(-35)


def test_a_site_has_one_checklist_until_it_is_closed(papers, cast, site):
    with pytest.raises(WrongState, match="Another can be opened when that one has ended"):
        Papers(site, cast)
    papers.take("close", cast.dinkop, reason=("opened_twice", "Dibuka dua kali."))
    assert Papers(site, cast).state == "collecting"


def test_the_ledger_and_the_read_model_agree_with_what_was_played(papers):
    papers.complete()
    call_command("verify_ledger")
    call_command("verify_read_model")
    assert Process.objects.get().version > 20
    assert timezone.localdate() >= TODAY
