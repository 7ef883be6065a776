"""A connection from the proposed site to the accepted link, its faults and its end, and all that must be refused."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from sites.models import Event, Site
from sites.stages import Flag
from tests import factories
from tests.workflows.connection import Connection, ago, day, kit
from workflows import gates
from workflows.internet.lines import Shipment, SpeedTest
from workflows.models import Claim
from workflows.read_model import differences
from workflows.refusals import GuardsUnmet, Invalid, NotPermitted, WrongState
from workflows.submission import Reason

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def connection_here(site, cast):
    return Connection(site, cast)


def sentences(refused) -> list[str]:
    return [one.sentence for one in refused.value.unmet]


def test_from_the_proposal_to_acceptance(connection_here, cast):
    here = connection_here.accepted()
    row = here.row
    assert (row.state, row.kit_id, row.minutes_down) == ("accepted", "KIT00001", 0)
    assert Shipment.objects.get().state == "received"
    assert SpeedTest.objects.get().down_mbps == Decimal("87.25")
    assert Claim.objects.get().resource == f"kit:{row.kit.pk}"
    site = Site.objects.get()
    assert gates.internet_is_active(site)
    assert site.waiting_since is None
    assert Event.objects.get(step="allocate", verb="step").changes["kit"] == [None, "KIT00001"]
    assert list(differences(Site.objects.all())) == []


def test_without_a_roof_only_the_ict_office_may_go_on_and_it_shows(connection_here, cast):
    here = connection_here.surveyed()
    kit()
    with pytest.raises(GuardsUnmet) as refused:
        here.take("allocate", cast.kominfo, {"kit": "KIT00001"})
    assert sentences(refused) == ["The outlet has no roof yet, and no building is in use by loan or grant."]
    assert not Claim.objects.exists()
    here.allocated(registered=False)
    assert Site.objects.get().flags & Flag.WAIVER


def test_a_roof_makes_the_waiver_unnecessary(connection_here, cast, site):
    here = connection_here.surveyed()
    site = Site.objects.get()
    Site.objects.update(
        processes={
            **site.processes,
            "0": {
                "kind": "outlet_construction",
                "state": "roofing",
                "stage": 0,
                "flags": 0,
                "since": "2026-01-01",
                "waiting": False,
                "awaits": [],
            },
        }
    )
    kit()
    here.take("allocate", cast.kominfo, {"kit": "KIT00001"})
    assert not here.row.waived


def test_too_little_electricity_is_said_with_its_hours(connection_here, cast):
    here = connection_here.surveyed(power_hours="3.5")
    kit()
    with pytest.raises(GuardsUnmet) as refused:
        here.take("allocate", cast.kominfo, {"kit": "KIT00001"}, waivers=here.ROOF_LATER)
    assert sentences(refused) == ["The survey found electricity for 3.5 hours a day; at least 4 are needed."]
    both = {**here.ROOF_LATER, "power_enough": Reason("adapted_design", "Panel surya ikut dikirim.")}
    here.take("allocate", cast.kominfo, {"kit": "KIT00001"}, waivers=both)


@pytest.mark.parametrize(
    "changes", [{"power_hours": "24.5"}, {"power_hours": "-1"}, {"power_hours": "4.55"}, {"sky_view": "blue"}]
)
def test_answers_of_the_survey_that_cannot_be(connection_here, changes):
    with pytest.raises(Invalid) as refused:
        connection_here.surveyed(**changes)
    assert list(refused.value.errors) == list(changes)


def test_a_survey_from_tomorrow_or_before_the_programme(connection_here):
    with pytest.raises(GuardsUnmet) as refused:
        connection_here.surveyed(surveyed_on=day(-1))
    assert "which is in the future" in sentences(refused)[0]
    with pytest.raises(GuardsUnmet) as refused:
        connection_here.surveyed(surveyed_on="2024-12-31")
    assert "before 1 Jan 2025, when the programme began." in sentences(refused)[0]


def test_whoever_reports_does_not_decide(connection_here, cast):
    here = connection_here
    colleague = factories.user("kominfo2", "ict_office", "62.02", office="Dinas Kominfo Kotim")
    here.surveyed(actor=cast.kominfo)
    kit()
    with pytest.raises(NotPermitted, match="took the step"):
        here.allocated(registered=False)
    here.allocated(actor=colleague, registered=False)
    here.shipped(actor=colleague)
    with pytest.raises(NotPermitted, match="took the step"):
        here.received(actor=colleague)
    here.received(actor=cast.village_officer).installed().active(actor=colleague)
    with pytest.raises(NotPermitted, match="took the step"):
        here.accept(actor=colleague)
    with pytest.raises(NotPermitted, match="Only ICT office"):
        here.accept(actor=cast.field_officer)
    here.accept(actor=cast.kominfo)
    assert here.state == "accepted"


def test_a_declined_site_gives_its_kit_back_and_can_be_proposed_again(connection_here, site, cast):
    here = connection_here.surveyed().allocated()
    with pytest.raises(WrongState, match="has one already"):
        Connection(site, cast)
    here.take("decline", cast.kominfo, reason=("refusal", "Desa menolak bantuan."))
    assert not Claim.objects.exists()
    assert Connection(site, cast).state == "proposed"


def test_dates_of_a_shipment_follow_each_other(connection_here, cast):
    here = connection_here.surveyed().allocated()
    for fields, words in [
        ({"sent_on": day(-1)}, "The dispatch is dated"),
        ({"sent_on": day(45)}, "when it was surveyed"),
        ({"sent_on": day(20), "expected_on": day(21)}, "before it was sent"),
    ]:
        with pytest.raises(GuardsUnmet) as refused:
            here.take("ship", cast.kominfo, {"courier": "Perahu", **fields})
        assert words in sentences(refused)[0]
    here.shipped()
    with pytest.raises(GuardsUnmet) as refused:
        here.received(received_on=day(21))
    assert "The receipt is dated" in sentences(refused)[0]


def test_a_lost_shipment_is_sent_again_with_a_certificate_of_its_own(connection_here, cast):
    here = connection_here.surveyed().allocated().shipped()
    here.document("receipt_bast", cast.village_officer)
    here.take("fail_shipment", cast.kominfo, reason=("lost", "Kelotok terbalik di riam."), item=1)
    assert [one.state for one in Shipment.objects.all()] == ["failed"]
    here.shipped()
    fields = {"received_on": day(15), "received_by": "Kades", "bast_number": "BAST/1"}
    with pytest.raises(GuardsUnmet) as refused:
        here.take("receive", cast.village_officer, fields, item=2)
    assert "0 of at least 1 attached" in sentences(refused)[0]
    here.received(item=2)
    assert here.state == "received"


@pytest.mark.parametrize(
    "wrong",
    [
        {"down_mbps": "-1"},
        {"up_mbps": "10001"},
        {"down_mbps": "5.555"},
        {"latency_ms": "-3"},
        {"measured_at": "0001-01-01T00:00"},
        {"measured_at": "kemarin"},
    ],
)
def test_a_measurement_that_cannot_be(connection_here, wrong):
    here = connection_here.surveyed().allocated().shipped().received().installed()
    with pytest.raises(Invalid) as refused:
        here.active(**wrong)
    assert list(refused.value.errors) == list(wrong)
    assert here.state == "installed"


def test_the_database_keeps_negative_speeds_out_too(connection_here):
    connection_here.accepted()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE workflows_speedtest SET down_mbps = -1")


def test_a_measurement_before_the_installation_or_from_the_future(connection_here):
    here = connection_here.surveyed().allocated().shipped().received().installed()
    for moment, words in [(ago(hours=-1), "in the future"), (ago(days=14), "the kit was installed")]:
        with pytest.raises(GuardsUnmet) as refused:
            here.active(measured_at=moment)
        assert words in sentences(refused)[0]


def test_too_slow_is_not_accepted_until_a_test_reaches_the_minimum(connection_here, cast):
    here = connection_here.surveyed().allocated().shipped().received().installed()
    here.active(down_mbps="9.99")
    with pytest.raises(GuardsUnmet) as refused:
        here.accept()
    assert "measured 9.99 Mbps down and 12 Mbps up; at least 10 and 2 are needed." in sentences(refused)[0]
    here.measured(down_mbps="10", up_mbps="2")
    here.accept()
    assert here.state == "accepted"


def test_the_minimum_is_configuration(connection_here, settings):
    settings.INTERNET_MIN_DOWN_MBPS = 100
    with pytest.raises(GuardsUnmet) as refused:
        connection_here.accepted()
    assert "at least 100 and 2 are needed" in sentences(refused)[0]


@pytest.mark.parametrize("state", ["active", "accepted"])
def test_the_gate_for_others_opens_with_a_working_connection_only(connection_here, state):
    here = connection_here.surveyed().allocated().shipped().received().installed()
    assert "No satellite internet connection is active" in gates.internet_active.unmet(here.row)
    here.active()
    if state == "accepted":
        here.accept()
    assert gates.internet_active.unmet(here.row) == ""
