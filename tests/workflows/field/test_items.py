"""An item is kept once for ever and taken through the gate; what stands in the way is said, and nothing is lost."""

import datetime
import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sites import ledger
from sites.models import Event
from tests import factories
from tests.api.conftest import problem
from tests.workflows.field.phone import ITEMS, Phone, Photo, captured, kept, report
from workflows.construction.lines import ProgressReport
from workflows.field.models import DifferingItem, FieldItem
from workflows.models import Evidence, Notification, Process

MOST_STATEMENTS = 27
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def building(site, cast):
    return factories.begun_outlet(site, cast)


@pytest.fixture
def phone(cast):
    return Phone(cast.field_officer)


def photo(building, number: int = 1, slot: str = "progress_photo") -> Photo:
    return Photo(number, slot, building.site.position)


def test_a_report_is_taken_at_once_and_its_photos_follow(building, phone):
    name, picture = uuid.uuid4(), photo(building)
    answer = phone.put(name, report(building, "5.50", photos=(picture,)))
    assert answer.status_code == 201, answer.content
    receipt = answer.json()
    assert (receipt["state"], receipt["line"]) == ("taken", 1)
    assert receipt["files"] == [
        {"sha256": picture.sha256, "size": len(picture.bytes), "offset": 0, "state": "waiting", "sentence": ""}
    ]
    line = ProgressReport.objects.get(process=building.process)
    assert str(line.percent) == "5.50"
    evidence = Evidence.objects.get(process=building.process, slot="progress_photo")
    assert (evidence.sha256, evidence.arrived_at, evidence.position_source) == (picture.sha256, None, "device")
    entry = Event.objects.get(client_id=name)
    assert (entry.seq, entry.evidence) == (receipt["event_seq"], [picture.sha256])
    assert entry.device_at == kept(name).captured_at
    assert list(ledger.verify()) == []


def test_the_same_again_gets_the_same_receipt(building, phone):
    name, body = uuid.uuid4(), report(building, "5", photos=(photo(building),))
    first = phone.put(name, {**body, "sent_at": timezone.now().isoformat()})
    entries = Event.objects.count()
    again = phone.put(name, {**body, "sent_at": (timezone.now() + datetime.timedelta(hours=1)).isoformat()})
    assert (first.status_code, again.status_code) == (201, 200)
    before, after = first.json(), again.json()
    before.pop("server_time"), after.pop("server_time")
    assert before == after
    assert Event.objects.count() == entries
    assert FieldItem.objects.count() == 1


def test_other_content_under_the_name_is_refused_and_kept_too(building, phone, cast):
    name = uuid.uuid4()
    phone.send(report(building, "5", photos=(photo(building),)), name)
    other = report(building, "6", photos=(photo(building, 2),), slot="evening")
    for _again in range(2):
        problem(phone.put(name, other), 409, "item_differs")
    beside = DifferingItem.objects.get(item__item=name)
    assert beside.body["fields"]["percent"] == "6"
    assert ProgressReport.objects.count() == 1
    assert Notification.objects.filter(person=cast.kodim, kind="field").count() == 1


def test_nobody_else_learns_of_an_item_by_its_name(building, phone, cast):
    name, body = uuid.uuid4(), report(building, "5", photos=(photo(building),))
    phone.send(body, name)
    problem(Phone(cast.kodim).put(name, body), 409, "item_differs")
    assert (
        Phone(cast.kodim)
        .client.get("/api/v1/field/items", {"ids": str(name)}, headers=Phone(cast.kodim).headers)
        .json()
        == []
    )
    mine = phone.client.get("/api/v1/field/items", {"ids": f"{name},{uuid.uuid4()}"}, headers=phone.headers).json()
    assert [one["item"] for one in mine] == [str(name)]


@pytest.mark.parametrize("who", ["neighbour", "outsider", "nobody"])
def test_a_place_that_never_was_his_does_not_exist(who, building, cast):
    stranger = Phone(getattr(cast, who))
    problem(stranger.put(uuid.uuid4(), report(building, "5", photos=())), 404, "not_found")
    assert not FieldItem.objects.exists()


def test_what_was_captured_before_a_posting_ended_is_kept_for_a_person(building, phone, cast):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    cast.field_officer.assignments.update(valid_to=yesterday)
    receipt = phone.send(report(building, "5", photos=(photo(building),)))
    assert receipt["state"] == "conflict"
    assert ProgressReport.objects.count() == 0


def test_wrong_answers_go_back_to_whoever_wrote_them_and_are_corrected_by_another_item(building, phone):
    name = uuid.uuid4()
    picture = photo(building)
    receipt = phone.send(report(building, "140", photos=(picture,)), name)
    assert receipt["state"] == "refused"
    assert "percent" in receipt["errors"]
    assert receipt["sentence"]
    assert not Evidence.objects.filter(slot="progress_photo").exists()
    right = phone.send(report(building, "14", photos=(picture,), corrects=str(name)))
    assert right["state"] == "taken"
    assert kept(name).status == "settled"
    assert right["receipt"] in kept(name).sentence


def test_an_answer_nobody_asks_for_is_not_lost_in_silence(building, phone):
    body = report(building, "5", photos=(photo(building),))
    body["fields"]["percents"] = "7"
    receipt = phone.send(body)
    assert (receipt["state"], list(receipt["errors"])) == ("refused", ["percents"])


def test_a_step_of_the_state_is_taken_with_its_photos(building, phone):
    picture = photo(building, slot="foundation_photo")
    receipt = phone.send(captured(building, "lay_foundation", files=(picture,), seen_version=building.version))
    assert receipt["state"] == "taken"
    assert Process.objects.get(pk=building.process.pk).state == "foundation"


def test_a_building_begun_without_a_signal(site, cast, phone):
    name = uuid.uuid4()
    start = {"site": site.code, "kind": "warehouse_construction", "step": "start", "captured_at": "2026-01-05T08:00Z"}
    receipt = phone.send(start, name)
    process = Process.objects.get(kind="warehouse_construction")
    assert (receipt["state"], receipt["process"]) == ("taken", process.pk)
    # Another phone had the same thought: it is one warehouse.
    second = Phone(cast.kodim).send(start)
    assert (second["state"], second["process"]) == ("taken", process.pk)
    assert Process.objects.filter(kind="warehouse_construction").count() == 1


def test_what_an_item_is_made_of_is_judged(building, phone):
    body = report(building, "5", photos=(photo(building),))
    problem(phone.put(uuid.uuid4(), {**body, "surprise": 1}), 422, "invalid")
    problem(phone.put(uuid.uuid4(), {**body, "kind": "no_such_workflow"}), 422, "invalid")
    problem(phone.put(uuid.uuid4(), {**body, "person": phone.person.pk + 1}), 409, "other_person")
    problem(phone.put(uuid.uuid4(), {**body, "app": "x", "fields": {"note": "x" * 66_000}}), 413, "too_large")


def test_how_wrong_the_phones_clock_is_is_noted(building, phone):
    name = uuid.uuid4()
    early = timezone.now() - datetime.timedelta(days=2)
    body = report(building, "5", photos=(photo(building),))
    phone.send({**body, "captured_at": early.isoformat(), "sent_at": early.isoformat()}, name)
    assert -2 * 86_400 - 60 < kept(name).skew_s < -2 * 86_400 + 60
    assert Event.objects.get(client_id=name).recorded_at > early


def test_a_report_costs_few_statements_however_many_there_were(building, phone):
    """Of them the gate's own are the most; the bound is what a weak server bears at fifty a second."""
    counts = []
    for number in range(1, 6):
        body = report(building, str(number), photos=(photo(building, number),), slot=("morning", "evening")[number % 2])
        body["fields"]["reported_on"] = (timezone.localdate() - datetime.timedelta(days=9 - number)).isoformat()
        with CaptureQueriesContext(connection) as asked:
            assert phone.send(body)["state"] == "taken"
        counts.append(len(asked))
    assert max(counts[1:]) == min(counts[1:]) <= MOST_STATEMENTS


@pytest.mark.parametrize("arrived", [b"", b"{", b'{"site": "62'])
def test_an_item_that_is_cut_off_on_its_way_may_be_sent_again(arrived, phone):
    """Also where the line breaks between head and body: 422 would tell the phone that it sent no item."""
    cut = {"CONTENT_LENGTH": "500", "CONTENT_TYPE": "application/json", "wsgi.input": io.BytesIO(arrived)}
    answer = phone.client.put(f"{ITEMS}/{uuid.uuid4()}", headers=phone.headers, **cut)
    assert answer.status_code == 400
    assert not FieldItem.objects.exists()
