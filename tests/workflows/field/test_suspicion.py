"""Signs at reports: shown to whoever confirms, with reasons, and never a refusal."""

import datetime
import hashlib
import re

import pytest
from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from tests import factories
from tests.workflows.field.phone import Phone, Photo, report
from tests.workflows.uploads import scene
from workflows.field.models import Suspicion
from workflows.field.suspicion import signs_for
from workflows.models import PhotoPrint
from workflows.services.evidence import attach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def building(site, cast):
    return factories.begun_outlet(site, cast)


@pytest.fixture
def phone(cast):
    return Phone(cast.field_officer)


def sent(phone, work, picture: bytes, place: Point, *, percent: str = "5", ago: int = 0, minutes: int = 0, **position):
    """A report with that picture, taken at that place so many minutes ago, all of it received."""
    photo = Photo(1, "progress_photo", place).of(picture)
    photo.declared["position"] |= position
    captured_at = (timezone.now() - datetime.timedelta(minutes=minutes)).isoformat()
    receipt = phone.send({**report(work, percent, photos=(photo,), ago=ago), "captured_at": captured_at})
    assert receipt["state"] == "taken", receipt
    assert phone.upload(photo, 10**6).json()["state"] == "arrived"
    return receipt


def kinds() -> list[str]:
    return sorted(Suspicion.objects.values_list("kind", flat=True))


def located(work, position: Point) -> None:
    type(work.site).objects.filter(pk=work.site.pk).update(position=position, position_source="surveyed")


def test_an_ordinary_report_raises_nothing(building, phone, cast):
    located(building, building.site.position)
    sent(phone, building, scene(1), building.site.position)
    assert kinds() == []
    assert signs_for(building.row, cast.kodim) == []


def test_a_photo_far_from_the_site_and_an_accuracy_that_no_phone_has(client, building, phone, cast):
    located(building, building.site.position)
    x, y = building.site.position.coords
    sent(phone, building, scene(1), Point(x + 0.02, y, srid=4326), accuracy_m=0)
    assert kinds() == ["accuracy", "far"]
    client.force_login(cast.kodim)
    where = reverse("process_detail", args=[building.site.code, building.process.kind, building.process.pk])
    page = client.get(where).content.decode()
    assert "from where the work is." in page
    assert "accuracy of 0 m" in page
    # Whoever sent it, and who only looks, is shown nothing.
    for person in (cast.field_officer, cast.viewer):
        client.force_login(person)
        assert "accuracy of 0 m" not in client.get(where).content.decode()


def test_where_the_position_of_the_site_is_an_estimate_nothing_is_far(building, phone):
    x, y = building.site.position.coords
    sent(phone, building, scene(1), Point(x + 0.02, y, srid=4326))
    assert kinds() == []


def test_on_the_accepted_plot_nothing_is_far_though_the_site_stands_elsewhere(building, phone, cast):
    plot = factories.Plot(building.site, cast).accepted()
    there = plot.row.plot.centroid
    x, y = building.site.position.coords
    located(building, Point(x + 0.02, y, srid=4326))
    sent(phone, building, scene(1), there, ago=1, minutes=1440)
    assert kinds() == []
    sent(phone, building, scene(2), Point(x + 0.02, y, srid=4326), percent="6")
    assert kinds() == ["far"]
    assert re.search(r"2,(19|20)\d m", signs_for(building.row, cast.kodim)[0].sentence)


def test_signs_stand_before_the_bytes_are_here(building, phone, cast):
    """Whoever never sends the last photo hides nothing: what a photo says of itself was declared with the report."""
    located(building, building.site.position)
    x, y = building.site.position.coords
    photos = [Photo(number, "progress_photo", Point(x + 0.02, y, srid=4326)) for number in (1, 2)]
    phone.send(report(building, "5", photos=photos))
    assert kinds() == ["far", "far"]
    phone.upload(photos[0], 10**6)
    assert kinds() == ["far", "far"]


def test_two_places_too_far_apart_for_the_time_between(building, phone, cast):
    x, y = building.site.position.coords
    sent(phone, building, scene(1), Point(x + 0.5, y, srid=4326), ago=1, minutes=10)
    sent(phone, building, scene(2), Point(x, y, srid=4326), percent="6")
    assert kinds() == ["speed"]
    (sign,) = signs_for(building.row, cast.kodim)
    assert "56 km" in sign.sentence
    assert "10 minutes" in sign.sentence


def test_a_day_apart_it_is_a_journey(building, phone):
    x, y = building.site.position.coords
    sent(phone, building, scene(1), Point(x + 0.5, y, srid=4326), ago=1, minutes=1440)
    sent(phone, building, scene(2), Point(x, y, srid=4326), percent="6")
    assert kinds() == []


def test_a_photo_of_another_site_is_recognised_though_it_was_stored_again(building, phone, cast):
    other = factories.begun_outlet(factories.site("62.02.01.2009"), cast)
    sent(phone, other, scene(5), building.site.position, minutes=60)
    sent(phone, building, scene(5, size=(300, 225), quality=60), building.site.position)
    assert kinds() == ["reused"]
    (sign,) = signs_for(building.row, cast.kodim)
    assert other.site.village.full_name in sign.sentence
    # Of a place he may not see he learns no more than that there is one.
    koramil = factories.user("danramil", "district_command", building.site.code)
    (seen,) = signs_for(building.row, koramil)
    assert seen.sentence == "A photo looks like one from outside your regions."


def test_a_photo_that_was_attached_in_the_office_is_recognised(building, phone, cast):
    factories.assign(cast.village_officer, Role.VILLAGE_OFFICER, "62.02.01.2009")
    other = factories.Plot(factories.site("62.02.01.2009"), cast)
    picture = ContentFile(scene(5), name="lahan.jpg")
    attach(process_id=other.process.pk, slot="plot_photo", files=[picture], actor=cast.village_officer)
    sent(phone, building, scene(5, size=(300, 225), quality=60), building.site.position)
    assert kinds() == ["reused"]
    (sign,) = signs_for(building.row, cast.kodim)
    assert f"at {other.site.village.full_name} (Land verification), captured" in sign.sentence


def test_the_very_same_bytes_are_recognised_though_they_are_not_sent_again(building, phone, cast):
    """They are here since the first report named them, and the picture itself says too little for a print."""
    other = factories.begun_outlet(factories.site("62.02.01.2009"), cast)
    plain = factories.photo(1).read()
    sent(phone, other, plain, building.site.position, minutes=60)
    assert PhotoPrint.objects.get(sha256=hashlib.sha256(plain).hexdigest()).bits is None
    again = Photo(1, "progress_photo", building.site.position).of(plain)
    receipt = phone.send(report(building, "5", photos=(again,)))
    assert receipt["files"][0]["state"] == "arrived"
    assert kinds() == ["reused"]
    assert "the report T-" in signs_for(building.row, cast.kodim)[0].sentence


def test_the_same_photo_at_the_same_site_is_its_owners_matter(building, phone):
    sent(phone, building, scene(5), building.site.position, ago=1, minutes=60)
    sent(phone, building, scene(5, quality=60), building.site.position, percent="6")
    assert kinds() == []
