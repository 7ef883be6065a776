"""Every workflow in a simulated rollout: each site ends in every workflow as its lot says, without a trace after."""

import itertools

import pytest
from django.apps import apps

from rollout.simulation import run
from sites.models import Asset, Event
from sites.stages import Flag
from tests.rollout.simulation.telling import rows, simulate, stored, told, whole
from workflows import registry
from workflows.construction.lines import ProgressReport
from workflows.flows.outlet_construction import OutletConstruction
from workflows.internet.kits import Kit
from workflows.models import Claim, Evidence, Letter, Process, Record, Turn, Waiver
from workflows.undoing import TAKES_BACK

# Committed as in life: in one transaction the database would keep, and pass over, every version of every row.
pytestmark = pytest.mark.django_db(transaction=True)
KIND_OF = {
    "outlet": "outlet_construction",
    "warehouse": "warehouse_construction",
    "internet": "satellite_internet",
    "loan": "asset_loan",
    "grant": "asset_grant",
    "papers": "readiness",
    "stimulus": "revolving_stimulus",
    "card": "card_service",
}


def test_every_workflow_ends_as_its_lot_says(busy):
    played = simulate()
    assert played.stuck == []
    states = {(code, kind): state for code, kind, state in Process.objects.values_list("site__code", "kind", "state")}
    for code, lot in busy.items():
        for workflow, kind in KIND_OF.items():
            fate = getattr(lot, workflow)
            state = states.get((code, kind))
            if fate is None:
                assert state is None, (code, kind)
            elif fate.ending != "at_work":
                assert state == fate.ending, (code, kind)
    _as_published(busy)
    _judged_by_others()
    _reported_in_order()
    _taken_back_and_decided_anew()
    whole()


def _as_published(lots) -> None:
    for outlet in OutletConstruction.objects.select_related("site"):
        fate = lots[outlet.site.code].outlet
        assert fate.percent[0] <= max(outlet.reported_percent, fate.percent[0]) <= fate.percent[1] + 1, outlet.site.code
        assert bool(outlet.site.flags & Flag.BUILT_UNVERIFIED) == fate.unverified
        waived = Waiver.objects.filter(process=outlet.pk, guard="land_secured").exists()
        assert waived == fate.unverified


def _judged_by_others() -> None:
    for process in Process.objects.all():
        steps = registry.flow(process.kind).steps
        for name, people in process.actors.items():
            for earlier in steps[name].not_by_actor_of if name in steps else ():
                assert not set(people) & set(process.actors.get(earlier, [])), (process.pk, name, earlier)


def _taken_back_and_decided_anew() -> None:
    """Some decisions are taken back within their term, each of the kinds that play it; all of them are made again."""
    back = {flow.kind_name: {s.name: s.undoes for s in flow.steps.values() if s.undoes} for flow in registry.flows()}
    taken = Event.objects.filter(step__in=[name for steps in back.values() for name in steps])
    assert {entry.process_kind for entry in taken} == {"asset_loan", "asset_grant", "readiness"}
    for entry in taken:
        assert entry.reason_code and entry.changes[TAKES_BACK]
        decided = back[entry.process_kind][entry.step]
        decisions = Event.objects.filter(process_id=entry.process_id, step=decided, verb="step").order_by("seq")
        first, again = decisions.values_list("seq", flat=True)
        assert first < entry.seq < again


def _reported_in_order() -> None:
    reports = ProgressReport.objects.filter(corrects=None).order_by("process_id", "reported_on", "-slot")
    assert reports.count() > 30
    for one, after in itertools.pairwise(reports):
        # A correction may have put the next one below it.
        assert one.process_id != after.process_id or one.percent <= after.percent or _corrected(one)


def _corrected(report: ProgressReport) -> bool:
    return ProgressReport.objects.filter(process=report.process_id, corrects=report.number).exists()


def test_it_is_the_same_again_and_goes_without_a_trace(some):
    before, none = rows(), _counted()
    simulate()
    first, counted = told(), _counted()
    assert all(counted[model] for model in (Asset, Process, Evidence, Kit, Claim, Letter, Turn, ProgressReport))
    run.remove(None)
    assert rows() == before
    assert _counted() == none
    assert stored() == set()
    whole()
    simulate()
    assert told() == first
    run.remove(None)


def _counted() -> dict[type, int]:
    """How much stands in every table in which a simulation may leave something."""
    ours = list(apps.get_app_config("workflows").get_models())
    named = [
        model
        for model in ours
        if model.__name__ in {"Claim", "Evidence", "Fund", "Kit", "Letter", "News", "Notification", "Turn", "Waiver"}
    ]
    tables = [Asset, Process, *named, *(model for model in ours if issubclass(model, Process | Record))]
    return {model: model.objects.count() for model in tables}
