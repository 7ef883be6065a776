"""The outlet from the cleared plot to the open door, and everything that must be refused on the way."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.utils import translation

from sites.models import Event, Site
from sites.stages import Flag, Stage
from tests.factories import Plot, Work
from workflows.awaited import awaited_at
from workflows.construction.lines import Defect, ProgressReport
from workflows.read_model import differences
from workflows.refusals import GuardsUnmet, Invalid, NotPermitted, WrongState
from workflows.submission import Reason

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def day(ago: int) -> str:
    return (TODAY - datetime.timedelta(days=ago)).isoformat()


class Building(Work):
    """An outlet on accepted land."""

    def __init__(self, at, cast):
        super().__init__("outlet_construction", at, cast, opener=cast.field_officer)

    def begun(self, ago: int = 90, **more) -> "Building":
        self.photos("start_photo", self.cast.field_officer, 1, self.site.position)
        self.take("begin", self.cast.field_officer, {"started_on": day(ago)}, **more)
        return self

    def report(self, percent, ago: int, *, slot="evening", actor=None, work="walls", **more):
        actor = actor or self.cast.field_officer
        self.photos("progress_photo", actor, 1, self.site.position)
        fields = {"reported_on": day(ago), "slot": slot, "percent": str(percent), "work": work, "workers": "12"}
        return self.take("report_progress", actor, {**fields, **more})

    def at_finishing(self) -> "Building":
        self.begun()
        for step, slot in [
            ("lay_foundation", "foundation_photo"),
            ("raise_structure", "structure_photo"),
            ("roof", "roof_photo"),
            ("finish", "finishing_photo"),
        ]:
            self.photos(slot, self.cast.field_officer, 1, self.site.position)
            self.take(step, self.cast.field_officer)
        return self

    def complete(self) -> "Building":
        self.at_finishing()
        for slot, count in [("front_view", 1), ("back_view", 1), ("side_view", 2), ("inside_view", 2)]:
            self.photos(slot, self.cast.field_officer, count, self.site.position)
        fields = {"reported_on": day(1), "slot": "evening", "workers": "4"}
        self.take("report_completion", self.cast.field_officer, fields)
        self.take("confirm_completion", self.cast.kodim)
        return self

    def defect(self):
        fields = {"description": "Retak di dinding", "place": "Ruang gudang", "severity": "major"}
        return self.take("note_defect", self.cast.zidam, fields)

    def mended(self, number: int, actor=None):
        actor = actor or self.cast.field_officer
        self.photos("remedy_photo", actor)
        return self.take("mend_defect", actor, {"remedy": "Ditambal dan dicat"}, item=number)


@pytest.fixture
def building(site, cast):
    Plot(site, cast).accepted()
    return Building(site, cast)


def sentences(refused) -> list[str]:
    return [one.sentence for one in refused.value.unmet]


def test_from_the_first_stake_to_the_open_door(building, cast):
    building.complete()
    assert Site.objects.get().stage == Stage.BUILT
    building.document("inspection_minutes", cast.zidam)
    building.take("inspect", cast.zidam, {"inspected_on": day(0)})
    building.document("bast", cast.dinkop)
    bast = {"bast_number": "BAST/12/2026", "bast_date": day(0), "received_by": "Ketua koperasi"}
    building.take("hand_over", cast.dinkop, bast)
    building.take("order_equipment", cast.dinkop, {"kind": "cold_storage", "ordered_on": day(30)})
    building.take("receive_equipment", cast.dinkop, {"received_on": day(9), "serial_number": "CS-1"}, item=1)
    building.photos("opening_photo", cast.dinkop)
    with pytest.raises(GuardsUnmet) as refused:
        building.take("open_doors", cast.dinkop, {"opened_on": day(0)})
    assert sentences(refused) == ["Not installed yet: Ruang pendingin (cold storage)."]
    building.take("install_equipment", cast.dinkop, {"installed_on": day(2)}, item=1)
    building.take("open_doors", cast.dinkop, {"opened_on": day(0)})
    assert building.state == "operational"
    site = Site.objects.get()
    assert (site.stage, site.progress) == (Stage.OPERATIONAL, Decimal(100))
    assert not site.flags & Flag.BUILT_UNVERIFIED


def test_nothing_is_begun_on_unverified_land_unless_the_kodim_answers_for_it(site, cast):
    building = Building(site, cast)
    with pytest.raises(GuardsUnmet) as refused:
        building.begun()
    assert sentences(refused) == ["No plot of this site is accepted, and no loan or grant of an asset is in force."]
    waiver = {"land_secured": Reason("instruction", "Perintah Danrem, lahan menyusul.")}
    with pytest.raises(GuardsUnmet):
        building.take("begin", cast.field_officer, {"started_on": day(3)}, waivers=waiver)
    building.take("begin", cast.kodim, {"started_on": day(3)}, waivers=waiver)
    assert Site.objects.get().flags & Flag.BUILT_UNVERIFIED


def test_land_accepted_afterwards_takes_the_flag_away_in_the_same_moment(site, cast):
    building = Building(site, cast)
    waiver = {"land_secured": Reason("instruction", "Perintah Danrem, lahan menyusul.")}
    building.photos("start_photo", cast.kodim, 1, site.position)
    building.take("begin", cast.kodim, {"started_on": day(3)}, waivers=waiver)
    assert Site.objects.get().flags & Flag.BUILT_UNVERIFIED
    Plot(site, cast).accepted()
    assert not Site.objects.get().flags & Flag.BUILT_UNVERIFIED
    assert list(differences(Site.objects.all())) == []


def test_a_report_is_kept_as_given_and_moves_the_building(building):
    building.begun()
    taken = building.report("25.61", 5, obstacle="rain", note="Hujan sejak pagi")
    assert taken.item == "progress_report 1"
    report = ProgressReport.objects.get()
    assert (report.number, report.percent, report.obstacle) == (1, Decimal("25.61"), "rain")
    assert (building.row.reported_percent, str(building.row.reported_on)) == (Decimal("25.61"), day(5))
    assert Site.objects.get().progress == Decimal("25.61")
    entry = Event.objects.get(step="report_progress")
    assert entry.changes["item"] == [None, "progress_report 1"]
    assert entry.changes["progress_report.percent"] == [None, "25.61"]
    assert len(entry.evidence) == 1
    assert building.state == "preparation"


def test_each_report_needs_photos_of_its_own(building, cast):
    building.begun()
    building.report("10", 5)
    fields = {"reported_on": day(4), "slot": "morning", "percent": "11", "work": "walls", "workers": "9"}
    with pytest.raises(GuardsUnmet) as refused:
        building.take("report_progress", cast.field_officer, fields)
    assert sentences(refused) == ["Photos of today: 0 of at least 1 with a position."]
    assert building.row.attached_files().filter(slot="progress_photo").count() == 0


@pytest.mark.parametrize("percent", ["101", "-1", "55.555", "abc"])
def test_a_percent_out_of_range_is_refused(building, percent):
    building.begun()
    with pytest.raises(Invalid) as refused:
        building.report(percent, 5)
    assert list(refused.value.errors) == ["percent"]
    assert not ProgressReport.objects.exists()


def test_a_percent_does_not_fall_but_a_late_report_fits_in(building):
    building.begun()
    building.report("20", 10)
    building.report("40", 2)
    with pytest.raises(GuardsUnmet) as refused:
        building.report("39.99", 1)
    assert sentences(refused)[0].startswith("39.99 % is less than the 40 % reported on")
    with pytest.raises(GuardsUnmet) as refused:
        building.report("41", 5)
    assert sentences(refused)[0].startswith("41 % is more than the 40 % reported on")
    building.report("30", 5)
    assert building.row.reported_percent == 40


def test_a_report_from_tomorrow_or_before_the_start_is_refused(building):
    building.begun(ago=20)
    for ago, words in [(-1, "which is in the future"), (21, "before the building was begun")]:
        with pytest.raises(GuardsUnmet) as refused:
            building.report("5", ago)
        assert words in sentences(refused)[0]


def test_one_report_for_each_half_day(building):
    building.begun()
    building.report("5", 3, slot="morning")
    with pytest.raises(GuardsUnmet) as refused:
        building.report("6", 3, slot="morning")
    assert sentences(refused) == ["Report 1 stands for this day and time of day already; correct that one."]
    building.report("6", 3, slot="evening")


def test_a_correction_is_another_report_that_takes_the_first_ones_place(building, cast):
    building.begun()
    building.report("80", 3)
    fields = {"corrects": "1", "reported_on": day(3), "slot": "evening", "percent": "8", "work": "foundation"}
    correction = {**fields, "workers": "12"}
    building.take("correct_report", cast.kodim, correction, reason=("mistyped", "Tertulis 80, maksudnya 8."))
    assert building.row.reported_percent == 8
    assert [report.percent for report in ProgressReport.objects.order_by("number")] == [80, 8]
    with pytest.raises(GuardsUnmet) as refused:
        building.take("correct_report", cast.kodim, correction, reason=("mistyped", "Sekali lagi."))
    assert sentences(refused) == ["There is no report number 1 of this building that still counts."]


def test_complete_only_with_views_and_confirmed_by_somebody_else(building, cast):
    building.at_finishing()
    with pytest.raises(GuardsUnmet) as refused:
        building.report("100", 1, work="complete")
    assert "Report 100 % with the step" in sentences(refused)[0]
    with pytest.raises(GuardsUnmet) as refused:
        building.take("confirm_completion", cast.kodim)
    assert sentences(refused) == ["The completion has not been reported yet."]


def test_a_defect_is_closed_by_somebody_else_before_the_handover(building, cast):
    building.complete()
    building.defect()
    building.document("inspection_minutes", cast.zidam)
    building.take("inspect", cast.zidam, {"inspected_on": day(0)})
    building.document("bast", cast.dinkop)
    bast = {"bast_number": "BAST/12/2026", "bast_date": day(0), "received_by": "Ketua koperasi"}
    with pytest.raises(GuardsUnmet) as refused:
        building.take("hand_over", cast.dinkop, bast)
    assert sentences(refused) == ["1 defect of the inspection is not closed."]
    with pytest.raises(WrongState):
        building.take("close_defect", cast.zidam, item=1)
    assert "mend_defect" in {one.step.name for one in awaited_at(building.row)}
    building.mended(1, actor=cast.kodim)
    # What is mended waits to be looked at; nothing is left to mend.
    assert "mend_defect" not in {one.step.name for one in awaited_at(building.row)}
    with pytest.raises(NotPermitted):
        building.take("close_defect", cast.kodim, item=1)
    building.take("close_defect", cast.zidam, item=1)
    assert Defect.objects.get().state == "closed"
    building.take("hand_over", cast.dinkop, bast)
    assert building.state == "handed_over"


def test_a_step_about_a_line_names_one_that_is_there(building, cast):
    building.complete()
    for item, sentence in [(None, "Name the line this is about."), (7, "There is no such line.")]:
        with pytest.raises(Invalid) as refused:
            building.take("mend_defect", cast.field_officer, {"remedy": "x"}, item=item)
        assert refused.value.errors == {"item": [sentence]}


def test_what_was_suspended_goes_on_where_it_stood(building, cast):
    building.begun()
    building.photos("foundation_photo", cast.field_officer, 1, building.site.position)
    building.take("lay_foundation", cast.field_officer)
    building.take("suspend", cast.kodim, reason=("rain", "Lokasi terendam banjir."))
    assert Site.objects.get().flags & Flag.SUSPENDED
    with pytest.raises(WrongState):
        building.report("5", 1)
    building.take("resume", cast.kodim, reason=("rain", "Air sudah surut."))
    assert building.state == "foundation"
    assert building.row.suspended_from == ""


def test_the_same_report_sent_twice_is_one(building, cast):
    building.begun()
    building.photos("progress_photo", cast.field_officer, 1, building.site.position)
    sent = {
        "fields": {"reported_on": day(1), "slot": "evening", "percent": "5", "work": "preparation", "workers": "3"},
        "client_id": uuid.uuid4(),
        "version": building.version,
    }
    first = building.take("report_progress", cast.field_officer, **sent)
    again = building.take("report_progress", cast.field_officer, **sent)
    assert (again.event_hash, again.item, again.replayed) == (first.event_hash, "progress_report 1", True)
    assert ProgressReport.objects.count() == 1


def test_a_site_has_one_outlet_until_it_is_cancelled(building, cast, site):
    with pytest.raises(WrongState, match="has one already"):
        Building(site, cast)
    building.take("cancel", cast.kodim, reason=("relocated", "Pindah ke bidang lain."))
    assert Building(site, cast).state == "not_started"
