"""Phones at once, on real PostgreSQL: every item exactly once, every byte in place."""

import uuid

import pytest

from sites import ledger
from sites.models import Event
from tests import factories
from tests.conftest import build_cast
from tests.workflows.field.phone import Phone, Photo, kept, report
from tests.workflows.test_take_step_together import run_together
from workflows.construction.lines import ProgressReport
from workflows.field.models import FieldItem
from workflows.models import Evidence

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def building(transactional_db):
    site = factories.site("62.02.01.2001")
    return factories.begun_outlet(site, build_cast())


def picture(building, number: int = 1) -> Photo:
    return Photo(number, "progress_photo", building.site.position)


def test_the_same_item_many_times_at_once_is_one(building):
    name, body = uuid.uuid4(), report(building, "5", photos=(picture(building),))
    phone = Phone(building.cast.field_officer)
    answers = run_together(*[lambda: phone.put(name, body)] * 6)
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    receipts = [answer.json() for answer in answers]
    assert {(one["receipt"], one["state"], one["event_seq"]) for one in receipts} == {
        (receipts[0]["receipt"], "taken", receipts[0]["event_seq"])
    }
    assert ProgressReport.objects.count() == Event.objects.filter(client_id=name).count() == 1
    assert list(ledger.verify()) == []


def test_two_contents_under_one_name_at_once_one_is_taken_and_both_are_kept(building):
    name, phone = uuid.uuid4(), Phone(building.cast.field_officer)
    bodies = [report(building, percent, photos=(picture(building),)) for percent in ("5", "6")]
    answers = run_together(*[lambda body=body: phone.put(name, body) for body in bodies])
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert FieldItem.objects.count() == ProgressReport.objects.count() == 1
    assert {kept(name).body["fields"]["percent"], kept(name).differing.get().body["fields"]["percent"]} == {"5", "6"}


@pytest.mark.parametrize("_time", range(2))
def test_an_item_and_what_it_waits_for_at_once_leave_none_behind(_time, building):
    """Each looks for the other after its own commit: one of them finds it."""
    first, second = uuid.uuid4(), uuid.uuid4()
    bodies = {
        first: report(building, "3", photos=(picture(building),)),
        second: report(building, "4", slot="evening", photos=(picture(building, 2),), after=[str(first)]),
    }
    phone = Phone(building.cast.field_officer)
    run_together(*[lambda name=name: phone.put(name, bodies[name]) for name in bodies])
    assert (kept(first).status, kept(second).status) == ("taken", "taken")


def test_two_pieces_at_once_one_is_kept_and_the_other_told_where_to_go_on(building):
    made, phone = picture(building), Phone(building.cast.field_officer)
    phone.send(report(building, "5", photos=(made,)))
    answers = run_together(*[lambda: phone.patch(made.sha256, 0, made.bytes[:400])] * 4)
    assert sorted(answer.status_code for answer in answers) == [204, 409, 409, 409]
    assert {answer["Upload-Offset"] for answer in answers} == {"400"}
    last = run_together(*[lambda: phone.patch(made.sha256, 400, made.bytes[400:])] * 4)
    assert {answer.status_code for answer in last} == {200}
    assert Evidence.objects.get(slot="progress_photo").arrived_at


def test_the_last_piece_and_another_report_of_the_photo_at_once(building):
    made, phone = picture(building), Phone(building.cast.field_officer)
    phone.send(report(building, "5", photos=(made,)))
    phone.patch(made.sha256, 0, made.bytes[:400])
    again = {**report(building, "6", slot="evening", photos=(made,)), "step": "lay_foundation", "fields": {}}
    again["files"][0]["slot"] = "foundation_photo"
    run_together(
        lambda: phone.patch(made.sha256, 400, made.bytes[400:]),
        lambda: phone.send(again),
    )
    assert Evidence.objects.exclude(slot="start_photo").filter(arrived_at=None).count() == 0
    assert Evidence.objects.filter(sha256=made.sha256).count() == 2
