"""The examples of agreements: recorded once through the gate, marked as simulated, and taken away whole."""

from types import SimpleNamespace

import pytest

from accounts import demo
from accounts.offices import load_offices
from accounts.roles import Role
from rollout.simulation import agreements
from tests import factories
from tests.workflows.agreements import agreed
from workflows.coordination import trail
from workflows.coordination.models import Agreement, AgreementEvent, Commitment

pytestmark = pytest.mark.django_db


@pytest.fixture
def logins(db):
    factories.region("62.02.06.2005")
    load_offices()
    demo.create_logins()


def test_recorded_once_and_taken_away_whole(logins):
    assert agreements.record() == agreements.record() == 2
    assert set(Commitment.objects.values_list("state", flat=True)) == {"open", "done"}
    assert not AgreementEvent.objects.filter(simulated=False).exists()
    assert list(trail.problems()) == []
    assert agreements.remove() == 2
    assert not Commitment.objects.exists()


def test_without_the_logins_nothing_is_recorded(db):
    assert agreements.record() == 0


def test_what_is_real_stays(logins):
    officers = SimpleNamespace(
        dinkop=factories.user("dinkop_kotim", Role.COOPERATIVE_OFFICE, "62.02", office="Dinas Koperasi Kotim"),
        bpkad=factories.user("bpkad_kotim", Role.ASSET_OFFICE, "62.02", office="BPKAD Kotim"),
    )
    real, _commitment = agreed(officers)
    agreements.record()
    agreements.remove()
    assert list(Agreement.objects.all()) == [real]
