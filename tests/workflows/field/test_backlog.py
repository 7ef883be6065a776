"""Items arrive in any order: what came too early waits, and every order ends in the same state."""

import contextlib
import uuid
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone

from sites import ledger
from sites.models import Event
from tests import factories
from tests.workflows.field.phone import Phone, Photo, captured, kept, report
from workflows.construction.lines import ProgressReport
from workflows.field import backlog, items
from workflows.field.models import FieldFile, FieldItem
from workflows.flows.warehouse_construction import WarehouseConstruction
from workflows.models import Evidence, Process
from workflows.services.start import start

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


class Week:
    """A week without a signal: a warehouse opened, begun, reported on twice, its foundation laid."""

    def __init__(self, site, person) -> None:
        self.site, self.person = site, person
        opened, begun, first, second, laid = self.names = [uuid.uuid4() for _ in range(5)]
        self.bodies = {
            opened: self._of("start"),
            begun: self._of("begin", after=[opened]) | self._begin(),
            first: self._report("3", "morning", after=[begun]),
            second: self._report("5", "evening", after=[begun]),
            laid: self._of("lay_foundation", after=[begun], files=[self._photo(4, "foundation_photo")]),
        }

    def _of(self, step: str, *, after=(), **more) -> dict:
        opened = {} if step == "start" else {"opened_by": str(self.names[0])}
        return {
            "site": self.site.code,
            "kind": "warehouse_construction",
            "step": step,
            "captured_at": timezone.now().isoformat(),
            "after": [str(name) for name in after],
            **opened,
            **more,
        }

    def _begin(self) -> dict:
        today = timezone.localdate().isoformat()
        return {"fields": {"started_on": today}, "files": [self._photo(1, "start_photo")]}

    def _photo(self, number: int, slot: str) -> dict:
        return Photo(number, slot, self.site.position).declared

    def _report(self, percent: str, slot: str, *, after) -> dict:
        fields = {
            "reported_on": timezone.localdate().isoformat(),
            "slot": slot,
            "percent": percent,
            "work": "foundation",
            "workers": 4,
        }
        photo = self._photo(2 if slot == "morning" else 3, "progress_photo")
        return self._of("report_progress", after=after, fields=fields, files=[photo])

    def receive(self, name: uuid.UUID) -> None:
        items.receive(name, self.bodies[name], sender=self.person)

    def ends(self, left: tuple) -> list[dict]:
        """What stands when these have arrived too, for each order of them, from here on.

        Orders that begin alike share their beginning: each way of going on is undone before the next.
        """
        if not left:
            return [self.state()]
        found = []
        for name in left:
            with undone():
                self.receive(name)
                found += self.ends(tuple(other for other in left if other != name))
        return found

    def state(self) -> dict:
        """All that stands now, but for numbers that only count arrivals."""
        building = WarehouseConstruction.objects.get()
        return {
            "items": {row.item: (row.status, row.sentence, row.awaits) for row in FieldItem.objects.all()},
            "state": building.state,
            "percent": building.reported_percent,
            "reported_on": building.reported_on,
            "reports": sorted(ProgressReport.objects.values_list("slot", "percent")),
            "files": sorted(Evidence.objects.values_list("slot", "sha256")),
            "declared": sorted(FieldFile.objects.values_list("sha256", "status")),
            "entries": sorted(Event.objects.filter(process_id=building.pk).values_list("verb", "step", "actor_name")),
            "chain": list(ledger.verify()),
        }


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Everything inside is as if it had not been; what is durable inside counts as outermost."""
    outer = transaction.atomic()
    outer._from_testcase = True
    with outer:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def secured(monkeypatch):
    """Land is another workflow's matter here."""
    monkeypatch.setattr("workflows.gates.land_is_secured", lambda site: True)


def test_every_order_of_a_week_ends_in_the_same_state(site, cast, secured):
    week = Week(site, cast.field_officer)
    ends = week.ends(tuple(week.names))
    assert len(ends) == 120
    assert {status for status, *_rest in ends[0]["items"].values()} == {"taken"}
    assert (ends[0]["state"], len(ends[0]["reports"]), ends[0]["chain"]) == ("foundation", 2, [])
    assert all(end == ends[0] for end in ends[1:])
    assert not FieldItem.objects.exists()


def test_what_waits_says_so_and_is_taken_when_the_other_comes(site, cast, secured):
    week, phone = Week(site, cast.field_officer), Phone(cast.field_officer)
    opened, begun, first, *_rest = week.names
    early = phone.send(week.bodies[first], first)
    assert (early["state"], early["waits_for"]) == ("backlog", [str(begun), str(opened)])
    assert "2" in early["sentence"]
    phone.send(week.bodies[begun], begun)
    assert not Process.objects.exists()
    phone.send(week.bodies[opened], opened)
    assert phone.send(week.bodies[first], first)["state"] == "taken"
    assert FieldItem.objects.filter(status="taken").count() == 3


def test_what_waits_for_a_refused_item_goes_on_after_its_correction(site, cast, secured):
    week, phone = Week(site, cast.field_officer), Phone(cast.field_officer)
    opened, begun, first, *_rest = week.names
    phone.send(week.bodies[opened], opened)
    wrong = {**week.bodies[begun], "fields": {}}
    assert phone.send(wrong, begun)["state"] == "refused"
    assert phone.send(week.bodies[first], first)["state"] == "backlog"
    phone.send({**week.bodies[begun], "corrects": str(begun)})
    assert (kept(begun).status, kept(first).status) == ("settled", "taken")


def test_a_fault_is_reported_and_mended_without_a_signal_in_between(site, cast):
    """The line has no number before it arrives: the item that opened it names it."""
    building = factories.begun_outlet(site, cast)
    phone = Phone(cast.field_officer)
    mended, noted = uuid.uuid4(), uuid.uuid4()
    assert phone.send(captured(building, "mend_defect", {"remedy": "Dicat."}, about=str(noted)), mended)[
        "waits_for"
    ] == [str(noted)]
    receipt = phone.send(report(building, "5", photos=(Photo(1, "progress_photo", site.position),)), noted)
    assert receipt["line"] == 1
    # The gate has the last word on what that line allows.
    assert kept(mended).status == "conflict"


def test_a_step_that_is_no_more_possible_waits_for_a_person(site, cast):
    process = start(site_code=site.code, kind="outlet_construction", actor=cast.kodim)
    body = {
        "site": site.code,
        "kind": "outlet_construction",
        "process": process.pk,
        "step": "roof",
        "captured_at": timezone.now().isoformat(),
    }
    receipt = Phone(cast.field_officer).send(body)
    assert receipt["state"] == "conflict"
    assert receipt["sentence"].startswith("Kept. The office has to decide")


def test_what_a_killed_server_left_waiting_goes_on_in_the_night(site, cast, secured, monkeypatch):
    week, phone = Week(site, cast.field_officer), Phone(cast.field_officer)
    opened, begun, *_rest = week.names
    phone.send(week.bodies[begun], begun)
    with monkeypatch.context() as patched:
        patched.setattr(backlog, "release", lambda item: None)
        phone.send(week.bodies[opened], opened)
    assert kept(begun).status == "backlog"
    assert (backlog.sweep(), kept(begun).status) == (1, "taken")
    assert backlog.sweep() == 0
