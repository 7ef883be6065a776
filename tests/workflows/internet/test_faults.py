"""Faults of a connection: reported, ended, taken back, late; and the downtime they add up to."""

import datetime
import uuid

import pytest
from django.utils import timezone, translation

from sites.models import Site
from sites.stages import Flag
from tests import factories
from tests.workflows.connection import Connection, ago
from workflows import gates
from workflows.internet.lines import Fault
from workflows.refusals import GuardsUnmet, NotPermitted

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


def test_a_fault_raises_the_flag_and_its_end_counts_the_downtime(connection_here, cast):
    here = connection_here.accepted()
    here.fault(began=ago(days=3, hours=2))
    site = Site.objects.get()
    assert site.flags & Flag.INTERNET_FAULT
    assert not gates.internet_is_active(site)
    assert here.row.computed_facts()[0].value.startswith("3 days 2 h")
    here.take("close_fault", cast.village_officer, {"ended_at": ago(days=2), "remedy": "Kabel diganti"}, item=1)
    row = here.row
    assert (row.state, row.minutes_down, row.faulty_since, row.fault_from) == ("accepted", 26 * 60, None, "")
    assert not Site.objects.get().flags & Flag.INTERNET_FAULT
    assert Fault.objects.get().computed_facts()[0].value == "1 day 2 h"


def test_a_fault_of_an_active_connection_leads_back_to_active(connection_here, cast):
    here = connection_here.surveyed().allocated().shipped().received().installed().active()
    here.fault(began=ago(days=1))
    here.take("close_fault", cast.field_officer, {"ended_at": ago(hours=1), "remedy": "Listrik menyala"}, item=1)
    assert here.state == "active"


def test_a_fault_that_cannot_be(connection_here, cast):
    here = connection_here.accepted()
    for began, words in [(ago(hours=-2), "in the future"), (ago(days=30), "before the connection was active")]:
        with pytest.raises(GuardsUnmet) as refused:
            here.fault(began=began)
        assert words in sentences(refused)[0]
    here.fault(began=ago(days=1))
    with pytest.raises(GuardsUnmet) as refused:
        here.take("close_fault", cast.field_officer, {"ended_at": ago(days=2), "remedy": "Diperbaiki"}, item=1)
    assert "but was out of order only since" in sentences(refused)[0]


def test_a_late_report_of_a_fault_fits_beside_the_others_and_shares_no_time(connection_here, cast):
    here = connection_here.accepted()
    past = {"began_at": ago(days=5), "ended_at": ago(days=4), "cause": "weather"}
    here.take("report_past_fault", cast.field_officer, past)
    assert here.row.minutes_down == 24 * 60
    with pytest.raises(GuardsUnmet) as refused:
        here.take("report_past_fault", cast.field_officer, {**past, "began_at": ago(days=4, hours=1)})
    assert "the two share time" in sentences(refused)[0]
    here.take("report_past_fault", cast.field_officer, {**past, "began_at": ago(days=4), "ended_at": ago(days=3)})
    assert here.row.minutes_down == 48 * 60


def test_a_mistaken_fault_is_taken_back_by_somebody_else_and_counts_for_nothing(connection_here, cast):
    here = connection_here.accepted()
    here.fault(began=ago(days=1), actor=cast.kominfo)
    mistaken = ("mistaken", "Router hanya dimatikan.")
    with pytest.raises(NotPermitted):
        here.take("withdraw_fault", cast.kominfo, reason=mistaken, item=1)
    colleague = factories.user("kominfo2", "ict_office", "62.02", office="Dinas Kominfo Kotim")
    here.take("withdraw_fault", colleague, reason=mistaken, item=1)
    assert (here.state, here.row.minutes_down, Fault.objects.get().downtime) == ("accepted", 0, None)


def test_an_open_fault_ends_with_the_connection(connection_here, cast):
    here = connection_here.accepted()
    here.fault(began=timezone.now() - datetime.timedelta(minutes=90))
    here.take("deactivate", cast.kominfo, reason=("kit_stolen", "Antena hilang dicuri."))
    row = here.row
    assert (row.minutes_down, row.faulty_since) == (90, None)
    assert not Site.objects.get().flags & Flag.INTERNET_FAULT


def test_the_same_fault_sent_twice_is_one(connection_here, cast):
    here = connection_here.accepted()
    sent = {"fields": {"began_at": ago(days=1), "cause": "power"}, "client_id": uuid.uuid4(), "version": here.version}
    first = here.take("report_fault", cast.field_officer, **sent)
    again = here.take("report_fault", cast.field_officer, **sent)
    assert (again.event_hash, again.replayed) == (first.event_hash, True)
    assert Fault.objects.count() == 1
