"""Reports against each other, the completion and its correction, and what is only noticed."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories import Plot
from tests.workflows.flows.test_outlet_construction import Building, day, sentences
from workflows.construction.report_guards import percent_within_band, work_within_stage
from workflows.construction.wording import day_in_words
from workflows.facts import totals
from workflows.line_lists import line_lists
from workflows.refusals import GuardsUnmet
from workflows.submission import Reason
from workflows.views.step_page import companions

pytestmark = pytest.mark.django_db(transaction=True)
MISTYPED = ("mistyped", "Salah ketik di laporan itu.")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def building(site, cast):
    Plot(site, cast).accepted()
    return Building(site, cast)


def corrected(building, number: int, percent, ago: int, **more):
    fields = {"corrects": str(number), "reported_on": day(ago), "slot": "evening", "percent": str(percent)}
    return building.take(
        "correct_report",
        building.cast.kodim,
        {**fields, "work": "finishing", "workers": "4", **more},
        reason=MISTYPED,
    )


def completed(building, ago: int = 1):
    for slot, count in [("front_view", 1), ("back_view", 1), ("side_view", 2), ("inside_view", 2)]:
        building.photos(slot, building.cast.field_officer, count, building.site.position)
    fields = {"reported_on": day(ago), "slot": "evening", "workers": "4"}
    return building.take("report_completion", building.cast.field_officer, fields)


def test_the_completion_may_follow_a_report_of_the_same_half_day_and_stays_the_last_word(building):
    building.at_finishing()
    building.report("97", 1, work="finishing")
    completed(building)
    assert building.row.reported_percent == 100
    with pytest.raises(GuardsUnmet):
        building.report("98", 1, work="finishing")
    building.report("96", 2, work="finishing")
    assert building.row.reported_percent == 100


def test_the_completion_is_reported_once_and_after_everything_else(building):
    building.at_finishing()
    building.report("98", 1, work="finishing")
    with pytest.raises(GuardsUnmet) as refused:
        completed(building, ago=5)
    assert "98 % were reported. Correct that report, or the date." in sentences(refused)[0]
    completed(building)
    with pytest.raises(GuardsUnmet) as refused:
        completed(building)
    assert "waits for its confirmation" in sentences(refused)[0]


def test_no_correction_makes_a_hundred_without_views(building):
    building.at_finishing()
    building.report("90", 3, work="finishing")
    with pytest.raises(GuardsUnmet) as refused:
        corrected(building, 1, 100, 3)
    assert "which asks for the views" in sentences(refused)[0]


def test_a_corrected_completion_is_to_be_reported_again(building, cast):
    building.at_finishing()
    completed(building)
    corrected(building, 1, 95, 1)
    assert (building.row.completed_on, building.row.reported_percent) == (None, 95)
    with pytest.raises(GuardsUnmet) as refused:
        building.take("confirm_completion", cast.kodim)
    assert sentences(refused) == ["The completion has not been reported yet."]


def test_a_corrected_date_moves_the_completion(building):
    building.at_finishing()
    completed(building, ago=2)
    corrected(building, 1, 100, 4, work="complete")
    assert str(building.row.completed_on) == day(4)


def test_a_confirmed_completion_is_sent_back_before_it_is_corrected(building, cast):
    building.complete()
    with pytest.raises(GuardsUnmet) as refused:
        corrected(building, 1, 95, 1)
    assert "It has to be sent back" in sentences(refused)[0]
    building.take("return_completion", cast.kodim, reason=("not_complete", "Plafon belum terpasang."))
    corrected(building, 1, 95, 1)
    assert building.row.reported_percent == 95


def test_a_correction_does_not_take_another_reports_half_day(building):
    building.begun()
    building.report("10", 5)
    building.report("12", 4)
    with pytest.raises(GuardsUnmet) as refused:
        corrected(building, 1, 11, 4)
    assert sentences(refused) == ["Report 2 stands for this day and time of day already; correct that one."]
    corrected(building, 1, 11, 3)
    with pytest.raises(GuardsUnmet) as refused:
        building.report("13", 3)
    assert sentences(refused) == ["Report 3 stands for this day and time of day already; correct that one."]
    building.report("9", 5)


@pytest.mark.parametrize(
    ("work", "percent", "ahead", "beside"),
    [
        ("preparation", "2", False, False),
        ("foundation", "9", True, False),
        ("walls", "60", True, True),
        ("preparation", "40", False, True),
    ],
)
def test_what_disagrees_is_noticed_and_kept(building, work, percent, ahead, beside):
    building.begun()
    building.report(percent, 3, work=work)
    process = building.row
    process.item = process.progressreport_set.get()
    assert bool(work_within_stage.unmet(process)) == ahead
    assert bool(percent_within_band.unmet(process)) == beside


def test_a_plan_that_ends_before_it_begins(building, cast):
    building.photos("start_photo", cast.field_officer, 1, building.site.position)
    with pytest.raises(GuardsUnmet) as refused:
        building.take("begin", cast.field_officer, {"started_on": day(3), "planned_on": day(4)})
    assert "lies before the start" in sentences(refused)[0]


def test_equipment_waits_or_is_set_aside_with_a_reason(building, cast):
    building.complete()
    building.document("inspection_minutes", cast.zidam)
    building.take("inspect", cast.zidam, {"inspected_on": day(0)})
    building.document("bast", cast.dinkop)
    building.take("hand_over", cast.dinkop, {"bast_number": "1", "bast_date": day(0), "received_by": "Ketua"})
    building.photos("opening_photo", cast.dinkop)
    with pytest.raises(GuardsUnmet):
        building.take("open_doors", cast.dinkop, {"opened_on": day(0)})
    waiver = {"equipment_installed": Reason("instruction", "Dibuka dulu, ruang pendingin menyusul.")}
    building.take("open_doors", cast.dinkop, {"opened_on": day(0)}, waivers=waiver)
    assert building.state == "operational"


def test_beside_a_report_stand_what_is_expected_and_what_took_its_place(building, cast):
    building.begun()
    building.report("55.55", 3, work="walls")
    corrected(building, 1, 15, 3, work="walls")
    with translation.override("en"):
        lists = line_lists(building.row, cast.kodim)
    told = [[str(fact.value) for fact in line.facts if fact.computed] for line in lists[0].lines]
    assert told == [
        ["7 to 33 %"],
        ["7 to 33 %: it does not agree", "counts no more: corrected by report 2"],
    ]


def test_many_reports_ask_no_more_questions_than_one(building, cast):
    building.begun()
    for ago in (9, 8, 7, 6):
        building.report("5", ago)
    counts = []
    for limit in (1, 4):
        process = building.row
        with CaptureQueriesContext(connection) as asked:
            line_lists(process, cast.kodim, limit=limit)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_changes_a_line_is_no_further_button_of_a_form(building):
    building.at_finishing()
    completed(building)
    step = building.process.steps["return_completion"]
    assert companions(building.row, step, building.cast.kodim) == []


def test_the_page_says_how_far_the_latest_report_puts_it(building):
    building.begun()
    assert totals(building.row) == []
    building.report("42.5", 3)
    building.report("40", 5)
    [fact] = totals(building.row)
    assert str(fact.term) == "Reported progress"
    assert fact.value == f"42.5 %, reported on {day_in_words(datetime.date.fromisoformat(day(3)))}"
