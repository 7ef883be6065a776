"""Signs at reports: shown to whoever confirms, with reasons, and never a refusal."""

import datetime
import io
import random

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from tests import factories
from tests.workflows.field.phone import Phone, Photo, report
from workflows.field.models import Suspicion
from workflows.field.suspicion import MOST_BITS_APART, print_of, signs_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def scene(seed: int, *, size: tuple[int, int] = (320, 240), quality: int = 85) -> bytes:
    """A picture with something on it; the same seed at another size and quality shows the same."""
    image = Image.new("RGB", (320, 240), (120, 160, 200))
    draw, chance = ImageDraw.Draw(image), random.Random(seed)
    for _ in range(24):
        x, y, shade = chance.randrange(300), chance.randrange(220), chance.randrange(256)
        draw.rectangle((x, y, x + chance.randrange(20, 120), y + chance.randrange(20, 90)), fill=(shade, shade, 90))
    out = io.BytesIO()
    image.resize(size).save(out, "JPEG", quality=quality)
    return out.getvalue()


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
    assert "from the site." in page
    assert "accuracy of 0 m" in page
    # Whoever sent it, and who only looks, is shown nothing.
    for person in (cast.field_officer, cast.viewer):
        client.force_login(person)
        assert "accuracy of 0 m" not in client.get(where).content.decode()


def test_where_the_position_of_the_site_is_an_estimate_nothing_is_far(building, phone):
    x, y = building.site.position.coords
    sent(phone, building, scene(1), Point(x + 0.02, y, srid=4326))
    assert kinds() == []


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
    assert seen.sentence == "A photo looks like one of a report from outside your regions."


def test_the_same_photo_at_the_same_site_is_its_owners_matter(building, phone):
    sent(phone, building, scene(5), building.site.position, ago=1, minutes=60)
    sent(phone, building, scene(5, quality=60), building.site.position, percent="6")
    assert kinds() == []


def test_prints_of_one_scene_are_near_and_of_different_ones_are_not():
    prints = [print_of(scene(seed)) for seed in range(1, 9)]
    again = [print_of(scene(seed, size=(200, 150), quality=50)) for seed in range(1, 9)]
    for number, print_ in enumerate(prints):
        assert (print_ ^ again[number]).bit_count() <= MOST_BITS_APART
        assert all((print_ ^ other).bit_count() > 8 for at, other in enumerate(prints) if at != number)
    assert print_of(factories.photo(1).read()) is None
