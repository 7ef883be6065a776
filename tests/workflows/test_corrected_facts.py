"""An asset that is corrected moves every open process that rests on it: who decides has read something else."""

import pytest
from django.utils import translation

from sites import asset_register
from sites.ledger import verify
from sites.models import Event, Site
from tests.workflows.assets.stories import FACTS, Loan, asset, day
from workflows.read_model import differences
from workflows.refusals import Stale
from workflows.timeline import entries_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def land(site, cast):
    return asset(site, cast.bpkad)


def correct(land, actor, **changes):
    facts = {**FACTS, "kib_number": land.kib_number, **changes}
    return asset_register.correct(
        asset_id=land.pk, version=land.version, facts=facts, reason="Luas diukur ulang.", actor=actor
    )


def test_a_decision_on_what_was_read_before_is_refused_as_stale(site, cast, land):
    loan = Loan(site, cast, land).reviewed()
    read = loan.version
    correct(land, cast.bpkad, area_m2="900", value="2000000000")
    with pytest.raises(Stale) as refused:
        loan.take("approve", cast.bupati, {"approval_number": "1", "approval_date": day(0)}, version=read)
    (news,) = entries_of(refused.value.news)
    assert news.title == f"What this rests on was corrected: {land}"
    assert {change.label: change.after for change in news.changes} == {
        "Area (m²)": "900",
        "Acquisition value": "Rp\u00a02,000,000,000",
    }
    assert loan.row.asset_value == 2_000_000_000
    loan.approve()
    assert list(verify()) == []
    assert list(differences(Site.objects.all())) == []


def test_whose_decision_it_is_follows_the_corrected_owner_until_it_is_decided(site, cast, land):
    loan = Loan(site, cast, land).submitted()
    correct(land, cast.bpkad, owner="62")
    assert loan.row.decided_in == "62"
    row = Site.objects.get().processes[str(loan.process.pk)]
    assert row["awaits"][0]["at"] == "62"


def test_what_was_decided_stays_as_it_was_decided(site, cast, land):
    loan = Loan(site, cast, land).reviewed()
    loan.approve()
    read = loan.version
    correct(land, cast.bpkad, owner="62")
    assert loan.row.decided_in == "62.02"
    assert loan.version == read + 1


def test_closed_processes_and_other_assets_are_left_alone(site, cast, land):
    other = Loan(site, cast, asset(site, cast.bpkad)).submitted()
    gone = Loan(site, cast, land).submitted()
    gone.take("withdraw", cast.village_officer, reason=("not_needed", "Tidak jadi dipakai."))
    versions = (other.version, gone.version)
    correct(land, cast.bpkad, area_m2="900")
    assert (other.version, gone.version) == versions
    assert Event.objects.filter(verb="basis_corrected").count() == 0
