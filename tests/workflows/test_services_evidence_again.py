"""The scan of an earlier letter is offered when the case is decided again, and attached only when somebody says so."""

import pytest
from django.urls import reverse
from django.utils import translation

from sites.models import Event
from tests.workflows.assets.stories import Loan, asset, day
from tests.workflows.pages import browser, hidden, text_of
from workflows.refusals import Invalid, NotPermitted, WrongState
from workflows.services.evidence_again import attach_again

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english_pages")]
NUMBER = "188.45/77/2026"
WHY = ("mistyped", "Tanggal surat salah ketik.")


@pytest.fixture
def loan(site, cast):
    """A loan whose approval was taken back."""
    with translation.override("en"):
        loan = Loan(site, cast, asset(site, cast.bpkad)).reviewed()
        loan.approve(NUMBER)
        loan.take("take_back_approval", cast.bupati, reason=WHY)
    return loan


def scans(loan) -> list:
    return list(loan.row.evidence.filter(slot="approval_scan", withdrawn_at=None).order_by("pk"))


def address(loan, name: str, *more) -> str:
    return reverse(name, args=[loan.site.code, "asset_loan", loan.process.pk, *more])


def test_the_page_offers_it_and_attaches_nothing_by_itself(loan, cast):
    page = browser(cast.bupati).get(address(loan, "take_step", "approve"))
    [scan] = scans(loan)
    assert f"whose scan is kept: {scan.filename}" in text_of(page)
    assert f'formaction="{address(loan, "evidence_again", scan.pk)}"' in page.content.decode()
    assert "0 of at least 1 attached" in text_of(page)


def test_said_so_it_carries_the_decision(loan, cast):
    [scan] = scans(loan)
    client = browser(cast.bupati)
    page = client.get(address(loan, "take_step", "approve"))
    envelope = {name: hidden(page, name) for name in ("version", "client_id")}
    typed = {"approval_number": NUMBER, "approval_date": day(0)}
    answer = client.post(address(loan, "evidence_again", scan.pk), {"step": "approve", **envelope, **typed})
    assert answer.status_code == 200
    assert "The scan was attached again." in text_of(answer)
    assert f'value="{NUMBER}"' in answer.content.decode(), "what was typed is kept"
    assert "whose scan is kept" not in text_of(answer)
    first, second = scans(loan)
    assert (first.sha256, first.round + 1) == (second.sha256, second.round)
    entry = Event.objects.filter(process_id=loan.process.pk, verb="evidence_added").latest("pk")
    assert entry.evidence == [scan.sha256]
    sent = {name: hidden(answer, name) for name in ("version", "client_id")}
    assert client.post(address(loan, "take_step", "approve"), {**sent, **typed}).status_code == 303
    assert loan.state == "approved"


def test_pressed_twice_it_is_there_once(loan, cast):
    [scan] = scans(loan)
    for _ in range(2):
        attach_again(evidence_id=scan.pk, actor=cast.bupati)
    assert len(scans(loan)) == 2


def test_nobody_else_and_nothing_else(loan, cast):
    [scan] = scans(loan)
    with pytest.raises(NotPermitted):
        attach_again(evidence_id=scan.pk, actor=cast.dinkop)
    minutes = loan.row.evidence.get(slot="review_minutes")
    with pytest.raises(Invalid, match="missing or not right"):
        attach_again(evidence_id=minutes.pk, actor=cast.bpkad)
    loan.approve("188.45/78/2026")
    with pytest.raises(WrongState):
        attach_again(evidence_id=scan.pk, actor=cast.bupati)
