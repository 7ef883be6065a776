"""The grant of an asset from the request to the write-off: with the DPRD, on a ground of exemption, or without."""

import pytest
from django.utils import translation

from accounts.roles import Role
from sites.models import Site
from tests import factories
from tests.workflows.assets.stories import Grant, Loan, asset, day
from workflows.models import Letter
from workflows.read_model import differences
from workflows.refusals import Conflict, GuardsUnmet, Invalid, NotPermitted
from workflows.submission import Reason

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def grant(site, cast):
    return Grant(site, cast, asset(site, cast.bpkad))


@pytest.fixture
def goods(site, cast):
    """A grant of equipment, with its acquisition value."""

    def of(value: str) -> Grant:
        return Grant(site, cast, asset(site, cast.bpkad, kind="b", area_m2="", value=value))

    return of


def sentences(refused) -> list[str]:
    return [one.sentence for one in refused.value.unmet]


def test_land_with_the_councils_approval_from_the_request_to_the_write_off(grant, cast):
    grant.asked()
    assert grant.state == "awaiting_council"
    grant.council("DPRD/4/2026")
    grant.approve()
    grant.document("nphd", cast.bpkad)
    grant.take("sign", cast.bpkad, {"nphd_number": "NPHD/1", "nphd_date": day(0)})
    grant.document("bast", cast.bpkad)
    bast = {"bast_number": "BAST/1", "bast_date": day(0), "received_by": "Kepala desa"}
    grant.take("hand_over", cast.bpkad, bast)
    grant.document("write_off_scan", cast.bupati)
    grant.take("write_off", cast.bupati, {"write_off_number": "188.45/900/2026", "write_off_date": day(0)})
    row = grant.row
    assert (row.state, row.council.body, row.council.number) == ("written_off", "council", "DPRD/4/2026")
    assert {letter.body for letter in Letter.objects.all()} == {"head", "council"}
    assert row.is_open_or_won and not row.is_open
    assert list(differences(Site.objects.all())) == []


def test_land_without_council_or_ground_is_refused_whatever_its_value(grant):
    grant.appraised(value="1000000")
    with pytest.raises(GuardsUnmet) as refused:
        grant.approve()
    assert sentences(refused) == [
        "Land and buildings are granted with the approval of the DPRD, whatever their value. "
        "Ask the DPRD, or record the ground of exemption."
    ]


def test_until_the_council_answers_the_asset_office_is_waited_for(grant, cast):
    grant.appraised()
    row = Site.objects.get().processes[str(grant.process.pk)]
    awaited = [(one["step"], one["roles"], one["cause"]) for one in row["awaits"]]
    assert awaited == [("approve", ["asset_office"], "council_settled")]
    assert row["awaits"][0]["at"] == "62.02"
    grant.exempt()
    row = Site.objects.get().processes[str(grant.process.pk)]
    assert [(one["step"], one["roles"]) for one in row["awaits"]] == [("approve", ["region_head"])]


def test_asked_but_not_answered_is_not_approved(grant):
    grant.asked()
    with pytest.raises(GuardsUnmet) as refused:
        grant.approve()
    assert "has not answered yet" in sentences(refused)[0]


def test_land_on_a_recorded_ground_needs_no_council(grant):
    grant.appraised()
    grant.exempt()
    grant.approve()
    assert grant.state == "approved"


@pytest.mark.parametrize(
    ("value", "appraised", "needed"),
    [("5000000000", "5000000000", False), ("5000000000.01", "1", True), ("1", "5000000000.01", True)],
)
def test_goods_need_the_council_above_five_billion(goods, value, appraised, needed):
    grant = goods(value).appraised(value=appraised)
    if not needed:
        grant.approve()
        assert grant.state == "approved"
        return
    with pytest.raises(GuardsUnmet) as refused:
        grant.approve()
    assert sentences(refused) == [
        "The asset is worth Rp\u00a05,000,000,000.01; above Rp\u00a05,000,000,000 the DPRD must approve. Ask the DPRD."
    ]


def test_goods_have_no_ground_of_exemption_and_small_ones_no_council(goods, cast):
    with pytest.raises(GuardsUnmet) as refused:
        goods("6000000000").appraised().exempt()
    assert "for land and buildings only" in sentences(refused)[0]
    small = goods("1000000").appraised()
    small.document("council_request", cast.bpkad)
    with pytest.raises(GuardsUnmet) as refused:
        small.take("ask_council", cast.bpkad, {"council_requested_on": day(0)})
    assert "The DPRD need not be asked" in sentences(refused)[0]


def test_a_cooperative_receives_a_grant_only_if_the_bupati_answers_for_it(goods):
    grant = goods("1000000").appraised(recipient_kind="cooperative", recipient_name="KDMP Anjir")
    with pytest.raises(GuardsUnmet) as refused:
        grant.approve()
    assert sentences(refused)[0].startswith("KDMP Anjir (Cooperative) is not plainly among those")
    waiver = {"recipient_may_receive": Reason("legal_basis", "Perda 3/2026 menyebut koperasi desa.")}
    grant.take("approve", grant.cast.bupati, {"approval_number": "9", "approval_date": day(0)}, waivers=waiver)
    assert grant.state == "approved"


def test_what_the_council_said_does_not_carry_a_request_that_was_sent_back(grant, cast):
    grant.asked()
    grant.council()
    grant.take("send_back", cast.bpkad, reason=("asset_data", "Luas tidak sesuai sertipikat."))
    assert (grant.row.council_number, grant.row.council, grant.row.council_requested_on) == ("", None, None)


def test_who_reviewed_does_not_decide_nor_the_head_of_another_region(grant, cast):
    factories.assign(cast.bpkad, Role.REGION_HEAD, "62.02")
    gubernur = factories.user("gubernur", Role.REGION_HEAD, "62")
    grant.appraised().exempt()
    for person, words in [(cast.bpkad, "yourself"), (gubernur, "of Kabupaten Kotawaringin Timur may do this")]:
        with pytest.raises(NotPermitted, match=words):
            grant.take("approve", person, {"approval_number": "1", "approval_date": day(0)})


def test_loan_and_grant_share_the_claim_and_what_was_given_away_is_not_lent(site, cast, grant):
    grant.appraised().exempt()
    loan = Loan(site, cast, grant.asset)
    with pytest.raises(Conflict, match="Grant of an asset"):
        loan.submitted()


def test_a_number_of_the_council_and_one_of_the_bupati_may_be_the_same(grant, site, cast):
    grant.asked()
    grant.council("12/2026")
    grant.approve("12/2026")
    other = Grant(site, cast, asset(site, cast.bpkad)).asked()
    with pytest.raises(Invalid) as refused:
        other.council(" 12 / 2026 ")
    (sentence,) = refused.value.errors["council_number"]
    assert sentence.startswith("The number 12/2026 of ")
    assert f"was used already: Grant of an asset, {site.village.full_name} ({site.code})" in sentence
