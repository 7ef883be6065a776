"""What phones hold and what was received of it, per person and day; and how much of the photos has arrived."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.workflows.field.phone import Phone, Photo, report
from workflows.field.arrival import arrivals
from workflows.field.holdings import receipts_of
from workflows.field.models import FieldHolding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def building(site, cast):
    return factories.begun_outlet(site, cast)


@pytest.fixture
def phone(cast):
    return Phone(cast.field_officer)


def pictures(building, *numbers: int) -> tuple[Photo, ...]:
    return tuple(Photo(number, "progress_photo", building.site.position) for number in numbers)


def tell(phone, captured: int, sent: int, files_waiting: int = 0, **more) -> int:
    day = timezone.localdate().isoformat()
    body = {"days": {day: {"captured": captured, "sent": sent, "files_waiting": files_waiting}}, **more}
    answer = phone.client.post(
        "/api/v1/field/holdings", json.dumps(body), content_type="application/json", headers=phone.headers
    )
    return answer.status_code


def rows(user):
    return receipts_of(user, today=timezone.localdate())


def test_what_is_missing_is_what_the_phone_captured_and_nobody_received(building, phone, cast):
    phone.send(report(building, "5", photos=pictures(building, 1, 2)))
    storage = {"quota": 10**9, "usage": 10**6, "persisted": True}
    assert tell(phone, 3, 1, 9, storage=storage, device_time=timezone.now().isoformat()) == 204
    assert tell(phone, 4, 2, 9) == 204  # said again, the later word counts
    assert FieldHolding.objects.count() == 1
    (row,) = rows(cast.kodim)
    assert (row.person, row.captured, row.received, row.missing) == (cast.field_officer, 4, 1, 3)
    assert (row.photos_missing, row.whole) == (2, False)
    assert row.contact
    for photo in pictures(building, 1, 2):
        phone.upload(photo)
    tell(phone, 1, 1)
    (row,) = rows(cast.kodim)
    assert (row.missing, row.photos_missing, row.whole) == (0, 0, True)


@pytest.mark.parametrize(("who", "sees"), [("field_officer", 1), ("viewer", 1), ("neighbour", 0), ("nobody", 0)])
def test_whose_reports_a_person_sees(who, sees, building, phone, cast):
    phone.send(report(building, "5", photos=pictures(building, 1)))
    tell(phone, 2, 1)
    assert len(rows(getattr(cast, who))) == sees


def test_a_clock_that_is_ahead_hides_nothing(building, phone, cast):
    ahead = (timezone.now() + datetime.timedelta(days=2)).isoformat()
    phone.send({**report(building, "5", photos=pictures(building, 1)), "captured_at": ahead})
    assert [row.received for row in rows(cast.kodim)] == [1]


def test_the_page_says_whom_to_ask(client, building, phone, cast):
    phone.send(report(building, "5", photos=pictures(building, 1)))
    tell(phone, 3, 1)
    client.force_login(cast.kodim)
    page = client.get(reverse("field_receipts")).content.decode()
    assert "Ask them to open the app where there is a signal: Babinsa." in page
    assert "Babinsa" in client.get(reverse("field_receipts"), {"show": "missing"}).content.decode()


def test_what_no_phone_can_hold_is_refused(phone):
    assert tell(phone, -1, 0) == 422
    assert tell(phone, 1, 1, storage={"quota": "much"}) == 422


def test_the_number_of_queries_does_not_grow_with_the_reports(building, phone, cast):
    phone.send(report(building, "5", photos=pictures(building, 1)))
    with CaptureQueriesContext(connection) as few:
        rows(cast.kodim)
    for number, slot in ((2, "evening"), (3, "morning")):
        phone.send(report(building, "6", photos=pictures(building, number), slot=slot, ago=number - 2))
    with CaptureQueriesContext(connection) as more:
        rows(cast.kodim)
    assert len(few) == len(more)


def test_pages_say_how_many_photos_have_arrived(client, building, phone, cast):
    sent = pictures(building, 1, 2, 3)
    phone.send(report(building, "5", photos=sent))
    client.force_login(cast.kodim)
    where = [building.site.code, building.process.kind, building.process.pk]
    addresses = [reverse("process_detail", args=where), reverse("site_detail", args=where[:1])]
    for count in range(3):
        for address in addresses:
            assert f"Babinsa: {count} of 3 photos arrived" in client.get(address).content.decode()
        phone.upload(sent[count])
    for address in addresses:
        assert "photos arrived" not in client.get(address).content.decode()
    assert arrivals([building.process.pk]) == {}


def test_what_was_put_aside_is_said(building, phone):
    (sent,) = pictures(building, 1)
    phone.send(report(building, "5", photos=(sent,)))
    spoiled = bytes(len(sent.bytes))
    phone.patch(sent.sha256, 0, spoiled)
    phone.patch(sent.sha256, 0, spoiled)
    assert arrivals([building.process.pk])[building.process.pk] == [
        "Babinsa: 0 of 1 photo arrived (1 could not be used)"
    ]
