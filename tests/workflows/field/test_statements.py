"""What a report and each of its photos cost the database, in statements: the rate of taking them in rests on it."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.workflows.field.phone import Phone, Photo, report

pytestmark = pytest.mark.django_db

REPORT, PHOTO, PIECE = 20, 5, 5


@pytest.fixture
def phone(site, cast):
    return Phone(cast.field_officer)


def statements(call) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        call()
    return [query["sql"] for query in asked.captured_queries if not query["sql"].startswith("SET CONSTRAINTS")]


def test_a_report_costs_as_much_with_many_photos_and_after_many_reports(phone, site, cast):
    building = factories.begun_outlet(site, cast)
    costs = []
    for number, count in enumerate((1, 1, 5, 1)):
        photos = tuple(Photo(10 * number + one, "progress_photo", site.position) for one in range(count))
        body = report(building, "5", photos=photos, ago=10 - number)
        costs.append(len(statements(lambda body=body: phone.put(uuid.uuid4(), body))))
        for photo in photos:
            phone.upload(photo, 10**6)
    # The first notes the day on which the token was used.
    assert costs[1:] == [REPORT] * 3


def test_a_photo_is_looked_at_once_and_written_once(phone, site, cast, settings):
    photos = tuple(Photo(number, "progress_photo", site.position) for number in range(3))
    phone.send(report(factories.begun_outlet(site, cast), "5", photos=photos))
    for photo in photos:
        made = statements(lambda photo=photo: phone.patch(photo.sha256, 0, photo.bytes))
        assert len(made) == PHOTO, "\n".join(made)
    again = statements(lambda: phone.patch(photos[0].sha256, 0, photos[0].bytes))
    assert len(again) < PIECE


def test_a_piece_costs_no_more_than_its_place(phone, site, cast):
    photo = Photo(1, "progress_photo", site.position)
    phone.send(report(factories.begun_outlet(site, cast), "5", photos=(photo,)))
    made = statements(lambda: phone.patch(photo.sha256, 0, photo.bytes[:200]))
    assert len(made) == PIECE, "\n".join(made)
