"""A simulated year, looked at on other days: the map's past says what the ledger says."""

import datetime

import pytest
from django.db.models import Min
from django.utils import timezone

from rollout.simulation import run
from sites.history import day_sheets
from sites.history.as_of import AsOf, end_of
from sites.layers import points_layer
from sites.models import DaySheet, Event, Site, SiteMoment, StateCombination
from tests.rollout.simulation.telling import REGION, simulate
from tests.sites.layer_reader import read_points
from workflows.models import Process

pytestmark = pytest.mark.django_db


def _told(day: datetime.date) -> dict[str, dict[str, set[str]]]:
    """Site → kind → the states its processes stood in, by the ledger's entries alone."""
    states: dict[tuple, str] = {}
    entries = Event.objects.filter(recorded_at__lt=end_of(day), process_id__isnull=False).exclude(after_state="")
    for code, kind, process, state in entries.order_by("site", "seq").values_list(
        "site__code", "process_kind", "process_id", "after_state"
    ):
        states[code, kind, process] = state
    found: dict[str, dict[str, set[str]]] = {}
    for (code, kind, _process), state in states.items():
        found.setdefault(code, {}).setdefault(kind, set()).add(state)
    return found


def test_every_tenth_day_is_what_the_ledger_says(some):
    before = _rows()
    simulate()
    codes = dict(Site.objects.values_list("pk", "code"))
    first = timezone.localdate(SiteMoment.objects.aggregate(first=Min("at"))["first"])
    last = timezone.localdate(Event.objects.filter(simulated=True).latest("recorded_at").recorded_at)
    days = [first + datetime.timedelta(days=number) for number in range(0, (last - first).days, 10)]
    bare = [_shown(day, codes) for day in days]
    for day, shown in zip(days, bare, strict=True):
        told = _told(day)
        for code, states in shown.items():
            assert set(states) == set(told.get(code, {})), (day, code)
            for kind, state in states.items():
                assert state in told[code][kind], (day, code)
    assert len({str(shown) for shown in bare}) > 5
    assert day_sheets.settle() > 5
    assert [_shown(day, codes) for day in days] == bare
    run.remove(None)
    assert _rows() == before
    assert not DaySheet.objects.exists()
    assert not Process.objects.exists()


def _rows() -> list[tuple]:
    return list(SiteMoment.objects.order_by("pk").values_list("site", "at", "seq", "open"))


def _shown(day: datetime.date, codes: dict[int, str]) -> dict[str, dict[str, str]]:
    assert StateCombination.objects.exists()
    return {codes[site["id"]]: site["states"] for site in read_points(points_layer([REGION[:5]], AsOf(day)))}
