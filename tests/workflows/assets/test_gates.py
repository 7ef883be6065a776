"""What an asset in use opens at its site: building may begin on lent land, not on a lent vehicle."""

import pytest
from django.utils import translation

from sites.models import Site
from sites.stages import Flag
from tests.factories import Work
from tests.workflows.assets.stories import Loan, asset, day
from workflows.gates import land_is_secured, premises_in_use
from workflows.read_model import differences
from workflows.refusals import GuardsUnmet
from workflows.submission import Reason

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def outlet(site, cast):
    building = Work("outlet_construction", site, cast, opener=cast.field_officer)
    building.photos("start_photo", cast.field_officer, 1, site.position)
    return building


def begin(outlet, **more):
    return outlet.take("begin", outlet.cast.field_officer, {"started_on": day(0)}, **more)


def test_building_begins_on_land_that_is_lent_and_in_use(site, cast, outlet):
    loan = Loan(site, cast, asset(site, cast.bpkad)).agreed()
    with pytest.raises(GuardsUnmet) as refused:
        begin(outlet)
    assert [one.code for one in refused.value.unmet] == ["land_secured"]
    loan.document("bast", cast.bpkad)
    loan.take("hand_over", cast.bpkad, {"bast_number": "1", "bast_date": day(0), "received_by": "Ketua"})
    assert premises_in_use(Site.objects.get())
    begin(outlet)
    assert outlet.state == "preparation"


def test_a_lent_vehicle_secures_no_ground(site, cast, outlet):
    Loan(site, cast, asset(site, cast.bpkad, kind="b", area_m2="")).active()
    assert not land_is_secured(Site.objects.get())
    with pytest.raises(GuardsUnmet):
        begin(outlet)


def test_when_the_land_is_given_back_the_building_stands_on_nothing(site, cast, outlet):
    loan = Loan(site, cast, asset(site, cast.bpkad)).active()
    begin(outlet)
    assert not Site.objects.get().flags & Flag.BUILT_UNVERIFIED
    loan.document("revocation_scan", cast.bupati)
    loan.take("revoke", cast.bupati, reason=("misused", "Dipakai sebagai gudang pribadi."))
    assert Site.objects.get().flags & Flag.BUILT_UNVERIFIED
    assert list(differences(Site.objects.all())) == []


def test_what_was_set_aside_stands_with_its_legal_basis(site, cast):
    loan = Loan(site, cast, asset(site, cast.bpkad)).reviewed(instrument="loan")
    loan.approve(waivers={"borrower_is_government": Reason("legal_basis", "Perkada 12/2026 tentang pinjam pakai.")})
    assert loan.row.waivers.get().reason_code == "legal_basis"
