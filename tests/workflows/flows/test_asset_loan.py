"""The loan of an asset from the request to the return, and everything that must be refused on the way."""

import datetime

import pytest
from django.utils import timezone, translation

from accounts.clock import clock as the_clock
from accounts.roles import Role
from sites.models import Event, Site
from sites.stages import Flag
from tests import factories
from tests.workflows.assets.stories import TODAY, Loan, asset, day, years_on
from workflows.assets.terms import in_words, latest_end
from workflows.flows.asset_loan import AssetLoan
from workflows.models import Claim, Process, Waiver
from workflows.read_model import differences
from workflows.refusals import AlreadyTaken, Conflict, GuardsUnmet, Incomplete, Invalid, NotPermitted, WrongState
from workflows.services.clock import run_clock
from workflows.submission import Reason

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def land(site, cast):
    return asset(site, cast.bpkad)


@pytest.fixture
def loan(site, cast, land):
    return Loan(site, cast, land)


@pytest.fixture
def clock(db):
    return the_clock()


def sentences(refused) -> list[str]:
    return [one.sentence for one in refused.value.unmet]


def test_from_the_request_to_the_return(loan, cast):
    loan.active()
    assert loan.state == "active"
    loan.document("return_bast", cast.bpkad)
    loan.take("give_back", cast.bpkad, {"return_number": "BAST/2", "returned_on": day(0)})
    assert loan.state == "returned"
    assert not Claim.objects.exists()
    assert list(differences(Site.objects.all())) == []


def test_pinjam_pakai_to_a_cooperative_is_refused_unless_the_bupati_answers_for_it(loan, cast):
    loan.reviewed(instrument="loan")
    with pytest.raises(GuardsUnmet) as refused:
        loan.approve()
    (sentence,) = sentences(refused)
    assert sentence.startswith("Koperasi Desa Merah Putih is not a government (Cooperative).")
    assert "100.3.1.3/4911/SJ" in sentence
    waiver = {"borrower_is_government": Reason("legal_basis", "Perkada 12/2026 tentang pinjam pakai.")}
    loan.approve(waivers=waiver, without_scan=True)
    assert Waiver.objects.get().guard == "borrower_is_government"
    assert Site.objects.get().flags & Flag.WAIVER


def test_pinjam_pakai_to_a_village_government_needs_no_waiver(loan):
    loan.reviewed(instrument="loan", borrower_kind="village")
    loan.approve()
    assert loan.state == "approved"


def test_the_rule_cites_its_law(loan):
    rule = next(guard for guard in AssetLoan.steps["approve"].guards if guard.code == "borrower_is_government")
    assert rule.basis == ("permendagri-19-2016", "se-mendagri-4911-2025")


@pytest.mark.parametrize(("over", "refused"), [(0, False), (1, True)])
def test_five_years_and_a_day_are_too_long(loan, over, refused):
    end = years_on(TODAY, 5) + datetime.timedelta(days=over)
    if not refused:
        loan.submitted(ends_on=end.isoformat())
        return
    with pytest.raises(GuardsUnmet) as refusal:
        loan.submitted(ends_on=end.isoformat())
    assert sentences(refusal) == [
        f"The term from {in_words(TODAY)} to {in_words(end)} is longer than five years. "
        f"It may end on {in_words(latest_end(TODAY))} at the latest."
    ]


def test_a_term_ends_after_it_begins(loan):
    with pytest.raises(GuardsUnmet) as refused:
        loan.submitted(starts_on=day(10), ends_on=day(10))
    assert "not after it begins" in sentences(refused)[0]


def test_a_village_asset_has_its_own_instrument_and_only_that(site, cast, loan):
    with pytest.raises(GuardsUnmet) as refused:
        loan.submitted(instrument="village_use")
    assert "belongs to Kabupaten Kotawaringin Timur, not to a village" in sentences(refused)[0]
    of_village = Loan(site, cast, asset(site, cast.village_officer, owner=site.village_id), opener=cast.dinkop)
    with pytest.raises(GuardsUnmet) as refused:
        of_village.submitted(instrument="lease")
    assert "choose “Use of a village asset”" in sentences(refused)[0]
    of_village.reviewed()
    of_village.approve()
    assert of_village.row.decided_in == "62.02"


def test_an_asset_of_another_site_cannot_be_chosen(loan, cast):
    elsewhere = factories.site("62.02.01.2002")
    other = asset(elsewhere, cast.bpkad)
    with pytest.raises((Invalid, Incomplete)) as refused:
        loan.submitted(asset=other.pk)
    assert list(refused.value.errors) == ["asset"]


def test_only_the_head_of_the_owning_government_decides(site, cast):
    """The neighbour's, the province's for a regency's asset, the regency's for the province's: none of them."""
    gubernur = factories.user("gubernur", Role.REGION_HEAD, "62", office="Gubernur Kalimantan Tengah")
    bpkad_prov = factories.user("bpkad_prov", Role.ASSET_OFFICE, "62")
    regency = Loan(site, cast, asset(site, cast.bpkad)).reviewed()
    with pytest.raises(NotPermitted, match="Only Head of region of Kabupaten Kotawaringin Timur"):
        regency.take("approve", gubernur, {"approval_number": "1", "approval_date": day(0)})
    province = Loan(site, cast, asset(site, cast.bpkad, owner="62")).submitted()
    with pytest.raises(NotPermitted, match="of Provinsi Kalimantan Tengah may do this"):
        province.take("take_up", cast.bpkad)
    province.take("take_up", bpkad_prov)
    province.document("review_minutes", bpkad_prov)
    province.take("review", bpkad_prov, {"finding": "recommended", "findings": "Layak."})
    with pytest.raises(NotPermitted, match="Only Head of region of Provinsi Kalimantan Tengah"):
        province.take("approve", cast.bupati, {"approval_number": "1", "approval_date": day(0)})
    province.approve(by=gubernur)
    assert province.state == "approved"


def test_the_neighbours_bupati_sees_nothing_of_it(loan):
    neighbour = factories.user("bupati_kapuas", Role.REGION_HEAD, "62.03")
    loan.reviewed()
    with pytest.raises(Process.DoesNotExist):
        loan.take("approve", neighbour, {"approval_number": "1", "approval_date": day(0)})


def test_who_asked_or_reviewed_does_not_decide(site, cast, land):
    everything = cast.bupati
    for role in (Role.COOPERATIVE_OFFICE, Role.ASSET_OFFICE):
        factories.assign(everything, role, "62.02")
    own = Loan(site, cast, land, opener=everything).reviewed()
    with pytest.raises(NotPermitted, match="You took the step “Send the request” yourself"):
        own.take("approve", everything, {"approval_number": "1", "approval_date": day(0)})
    reviewed = Loan(site, cast, asset(site, cast.bpkad)).reviewed(by=everything)
    with pytest.raises(NotPermitted, match="You took the step “Record the review” yourself"):
        reviewed.take("approve", everything, {"approval_number": "1", "approval_date": day(0)})


def test_a_second_instrument_over_one_asset_is_refused_with_who_holds_it(site, cast, land, loan):
    loan.submitted()
    other = Loan(site, cast, land)
    with pytest.raises(Conflict) as refused:
        other.submitted()
    assert f"The asset {land} is under another instrument already: Loan of an asset" in str(refused.value)
    assert "“Waiting for review”" in str(refused.value)
    assert other.state == "draft"
    loan.take("withdraw", cast.village_officer, reason=("not_needed", "Tidak jadi dipakai."))
    other.take("submit", cast.village_officer, other.request())
    assert other.state == "submitted"


def test_an_expired_asset_is_free_only_when_it_was_given_back(site, cast, land, loan, clock):
    loan.active(starts_on=day(-30), ends_on=day(0))
    AssetLoan.objects.update(expires_on=day(-1))
    loan.take("expire", clock)
    other = Loan(site, cast, land)
    with pytest.raises(Conflict):
        other.submitted()
    assert Site.objects.get().flags & Flag.AGREEMENT_ENDING
    loan.document("return_bast", cast.bpkad)
    loan.take("give_back", cast.bpkad, {"return_number": "BAST/2", "returned_on": day(0)})
    other.take("submit", cast.village_officer, other.request())


def test_one_extension_of_at_most_five_years(loan, cast):
    loan.active()
    end = TODAY + datetime.timedelta(days=360)
    for to, words in [(end, "not after the present end"), (latest_end(end) + datetime.timedelta(1), "five years")]:
        with pytest.raises(GuardsUnmet) as refused:
            loan.extend(to.isoformat())
        assert words in sentences(refused)[0]
    loan.extend(day(700))
    assert (loan.state, loan.row.expires_on.isoformat()) == ("extended", day(700))
    with pytest.raises(AlreadyTaken, match="“Extend” was already done by Bupati"):
        loan.take("extend", cast.bupati, {"extended_to": day(900)})


def test_the_clock_tells_the_end_and_then_ends_it(loan, clock):
    loan.active(ends_on=day(100))
    assert loan.row.remind_on.isoformat() == day(10)  # 90 days before; 180 has passed
    assert not Site.objects.get().flags & Flag.AGREEMENT_ENDING
    due = AssetLoan.steps["remind"].due
    assert not due.reached(loan.row, TODAY + datetime.timedelta(days=9))
    assert due.reached(loan.row, TODAY + datetime.timedelta(days=10))
    AssetLoan.objects.update(expires_on=day(75), remind_on=day(-15))
    loan.take("remind", clock)
    assert (loan.row.reminded_days, loan.row.remind_on.isoformat()) == (90, day(15))
    assert Site.objects.get().flags & Flag.AGREEMENT_ENDING
    with pytest.raises(WrongState, match="has not come yet"):
        loan.take("remind", clock)
    assert AssetLoan.steps["expire"].due.reached(loan.row, TODAY + datetime.timedelta(days=76))
    assert not AssetLoan.steps["expire"].due.reached(loan.row, TODAY + datetime.timedelta(days=75))
    AssetLoan.objects.update(expires_on=day(-1))
    run_clock()
    run_clock()
    assert Event.objects.filter(step="expire").count() == 1
    assert (loan.state, loan.row.remind_on, loan.row.ended_on) == ("expired", None, timezone.localdate())


def test_revoked_it_has_to_be_given_back(loan, cast):
    loan.active()
    loan.document("revocation_scan", cast.bupati)
    loan.take("revoke", cast.bupati, reason=("misused", "Dipakai sebagai gudang pribadi."))
    row = Site.objects.get().processes[str(loan.process.pk)]
    assert row["waiting"] and [one["step"] for one in row["awaits"]] == ["give_back"]
    assert row["awaits"][0]["at"] == "62.02"


def test_sent_back_it_is_corrected_and_sent_again_refused_it_is_over(loan, cast, site, land):
    loan.reviewed()
    loan.take("send_back", cast.bupati, reason=("term", "Jangka waktu terlalu panjang."))
    assert Site.objects.get().flags & Flag.RETURNED
    loan.take("submit", cast.village_officer, loan.request(ends_on=day(100)))
    loan.take("reject", cast.bupati, reason=("needed", "Dipakai sendiri oleh dinas."))
    assert loan.state == "rejected"
    with pytest.raises(WrongState):
        loan.take("submit", cast.village_officer, loan.request())
    Loan(site, cast, land).submitted()


def test_dates_follow_each_other_and_lie_in_the_past(loan, cast):
    loan.reviewed()
    loan.document("approval_scan", cast.bupati)
    with pytest.raises(GuardsUnmet) as refused:
        loan.take("approve", cast.bupati, {"approval_number": "1", "approval_date": day(1)})
    assert "is in the future" in sentences(refused)[0]
    loan.take("approve", cast.bupati, {"approval_number": "1", "approval_date": day(0)})
    loan.document("agreement", cast.bpkad)
    with pytest.raises(GuardsUnmet) as refused:
        loan.take("agree", cast.bpkad, {"agreement_number": "1", "agreement_date": day(-1)})
    assert "is before" in sentences(refused)[0]


def test_the_decision_stands_in_the_ledger_with_its_letter(loan):
    loan.reviewed()
    loan.approve("188.45/7/2026")
    entry = Event.objects.get(step="approve")
    assert entry.changes["approval_number"] == ["", "188.45/7/2026"]
    assert entry.changes["approval"] == [None, loan.row.approval_id]
    assert loan.row.approval.sha256 == entry.evidence[0]
