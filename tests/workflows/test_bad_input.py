"""What must not be entered is refused by the page and by the API, in the same sentence, and nothing is changed.

Each rule by itself is tested where it stands; lists of holidays in tests/workflows/calendar, the clock run twice at
once in test_clock_together, killed workers in test_bulk_decisions and tests/rollout/queue.
"""

import datetime
import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from sites.models import Event
from tests import factories
from tests.api.conftest import Program
from tests.factories import Work
from tests.workflows.assets.stories import TODAY, Grant, Loan, asset, day, years_on
from tests.workflows.connection import Connection, kit
from tests.workflows.flows.stimulus_play import AMOUNT, Stimulus, governor
from tests.workflows.pages import browser, text_of
from workflows.models import Process

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


class Doors:
    """The page and the API, at which one step of a process is asked for."""

    def __init__(self, work: Work) -> None:
        self.work, self.pk, self.code = work, work.process.pk, work.site.code

    def refuse(
        self, step: str, actor, fields: dict, *sentences: str, status: int = 422, item: int | None = None
    ) -> None:
        """Both refuse it with that status and the sentences, and nothing is written."""
        before = self._written()
        by_page, by_api = self._page(step, actor, fields, item), self._api(step, actor, fields, item)
        assert (by_page.status_code, by_api.status_code) == (status, status), (step, by_api.content)
        said = " ".join(_texts(by_api.json()))
        for sentence in sentences:
            assert sentence in text_of(by_page)
            assert sentence in said
        assert self._written() == before

    def _page(self, step: str, actor, fields: dict, item: int | None):
        place = [self.code, self.work.process.kind, self.pk, step]
        address = reverse("take_step_on", args=[*place, item]) if item else reverse("take_step", args=place)
        envelope = {"version": self.work.version, "client_id": str(uuid.uuid4())}
        return browser(actor).post(address, envelope | fields)

    def _api(self, step: str, actor, fields: dict, item: int | None):
        body = {"version": self.work.version, "fields": fields} | ({"item": item} if item else {})
        return Program(actor).post(f"/processes/{self.pk}/steps/{step}", body)

    def _written(self) -> tuple:
        process = Process.objects.values_list("state", "version").get(pk=self.pk)
        return process, Event.objects.filter(process_id=self.pk).count()


def _texts(found) -> list[str]:
    if isinstance(found, dict):
        return [text for value in found.values() for text in _texts(value)]
    if isinstance(found, list):
        return [text for value in found for text in _texts(value)]
    return [found.replace("\u00a0", " ")] if isinstance(found, str) else []


def test_a_loan_that_must_not_be(site, cast):
    long = Loan(site, cast, asset(site, cast.bpkad))
    end = years_on(TODAY, 5) + datetime.timedelta(days=1)
    asked = long.request(ends_on=end.isoformat())
    Doors(long).refuse("submit", cast.village_officer, asked, "is longer than five years.")

    approval = {"approval_number": "188.45/1/2026", "approval_date": day(0)}
    lent = Loan(site, cast, asset(site, cast.bpkad)).reviewed(instrument="loan")
    doors = Doors(lent)
    doors.refuse("approve", cast.bupati, approval, "is not a government (Cooperative).", "100.3.1.3/4911/SJ")
    neighbour = factories.user("bupati_kapuas", Role.REGION_HEAD, "62.03")
    doors.refuse("approve", neighbour, approval, status=404)

    first = Loan(site, cast, asset(site, cast.bpkad)).active()
    used = {**approval, "approval_number": first.row.approval_number}
    second = Loan(site, cast, asset(site, cast.bpkad)).reviewed()
    second.document("approval_scan", cast.bupati)
    Doors(second).refuse("approve", cast.bupati, used, "was used already: Loan of an asset")
    first.extend(day(700))
    again = {"extended_to": day(900), "extension_number": "188.45/2/2026", "extension_date": day(0)}
    Doors(first).refuse("extend", cast.bupati, again, "“Extend” was already done by Bupati", status=409)


def test_who_asked_or_reviewed_or_whose_delegation_has_ended_does_not_approve(site, cast):
    approval = {"approval_number": "188.45/1/2026", "approval_date": day(0)}
    delegate = factories.user("wakil", Role.VIEWER, "62.02", office="Bupati Kotawaringin Timur")
    factories.lend(cast.bupati, delegate, first=-9, last=-1)
    everything = factories.user("semua", Role.REGION_HEAD, "62.02")
    for role in (Role.COOPERATIVE_OFFICE, Role.ASSET_OFFICE):
        factories.assign(everything, role, "62.02")
    proposed = Loan(site, cast, asset(site, cast.bpkad), opener=everything).reviewed()
    own = "yourself; somebody else must do this one."
    Doors(proposed).refuse("approve", everything, approval, "You took the step “Send the request” " + own, status=403)
    reviewed = Loan(site, cast, asset(site, cast.bpkad)).reviewed(by=everything)
    Doors(reviewed).refuse("approve", everything, approval, "You took the step “Record the review” " + own, status=403)
    Doors(reviewed).refuse("approve", delegate, approval, "Your delegation for Bupati ended on", status=403)


def test_land_is_not_granted_without_council_or_ground(site, cast):
    grant = Grant(site, cast, asset(site, cast.bpkad)).appraised()
    approval = {"approval_number": "188.45/1/2026", "approval_date": day(0)}
    Doors(grant).refuse("approve", cast.bupati, approval, "Ask the DPRD, or record the ground of exemption.")


def test_a_report_that_cannot_be(site, cast):
    building = factories.begun_outlet(site, cast)
    doors = Doors(building)
    report = {"slot": "evening", "work": "walls", "workers": "12"}
    for percent, sentence in [
        ("101", "Ensure this value is less than or equal to 100."),
        ("-1", "Ensure this value is greater than or equal to 0."),
        ("55.555", "Ensure that there are no more than 2 decimal places."),
    ]:
        fields = {**report, "reported_on": day(-1), "percent": percent}
        doors.refuse("report_progress", cast.field_officer, fields, sentence)
    for reported_on, sentence in [(day(1), "which is in the future"), ("2025-12-31", "before the building was begun")]:
        fields = {**report, "reported_on": reported_on, "percent": "5"}
        doors.refuse("report_progress", cast.field_officer, fields, sentence)
    building.photos("progress_photo", cast.field_officer, 1, site.position)
    building.take("report_progress", cast.field_officer, {**report, "reported_on": day(-2), "percent": "40"})
    fields = {**report, "reported_on": day(-1), "percent": "39.99"}
    doors.refuse("report_progress", cast.field_officer, fields, "39.99 % is less than the 40 % reported on")


def test_a_kit_is_registered_and_used_once(site, cast):
    Connection(site, cast).surveyed().allocated(serial="KIT00001")
    there = Connection(factories.site("62.02.01.2002"), cast).surveyed()
    sentence = "This cannot be chosen here, or is not free any more."
    Doors(there).refuse("allocate", cast.kominfo, {"kit": "KIT00001"}, sentence)
    facts = {"provider": "starlink", "holding": "granted", "office": "Dinas Kominfo", "region": "62.02"}
    facts |= {"source": "BAST 1", "as_of": "2026-01-31"}
    kept = type(kit("KIT00002")).objects.count()
    by_page = browser(cast.kominfo).post(
        reverse("kit_register"), {**facts, "written_as": "kit 00002", "client_id": str(uuid.uuid4())}
    )
    by_api = Program(cast.kominfo).post("/kits", {**facts, "serial_number": "kit 00002"})
    assert (by_page.status_code, by_api.status_code) == (422, 422)
    for said in (text_of(by_page), " ".join(_texts(by_api.json()))):
        assert "Kit KIT00002 is registered already" in said
    assert type(kit("KIT00003")).objects.count() == kept + 1


def test_no_more_is_repaid_than_is_owed(site, cast):
    stimulus = Stimulus(site, cast, governor()).revolving()
    payment = {"payment": str(AMOUNT + 1), "paid_on": day(0), "reference": "BKT-1"}
    sentence = "is more than what is left of the principal: Rp 240,000,000 of Rp 240,000,000."
    Doors(stimulus).refuse("record_payment", cast.dinkop, payment, sentence, item=1)
