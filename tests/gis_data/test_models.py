"""Regions and boundaries as the database keeps them."""

import datetime

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import IntegrityError, transaction
from django.utils import timezone

from gis_data.models import Boundary, GeographyVersion, Region

SQUARE = MultiPolygon(Polygon.from_bbox((113, -3, 114, -2)), srid=4326)


def make(code, kind, **more):
    return Region.objects.create(code=code, kind=kind, name=more.pop("name", f"Tempat {code}"), **more)


def outline(region, *, official, **more):
    values = {"geometry": SQUARE, "display": SQUARE, "source": "test", "loaded_at": timezone.now(), **more}
    return Boundary.objects.create(region=region, official=official, **values)


@pytest.fixture
def city(db):
    make("ID", "country")
    make("62", "province")
    return make("62.71", "city", name="Palangkaraya")


def test_the_parent_follows_from_the_code(city):
    assert city.parent_id == "62"
    assert Region.objects.get(code="62").parent_id == "ID"


@pytest.mark.parametrize(
    ("code", "kind", "more"),
    [
        ("62.71.01", "desa", {}),
        ("62.72", "regency", {}),
        ("62.03", "city", {}),
        ("6203", "regency", {"parent_id": "62"}),
        ("62.71.01", "district", {"parent_id": "62"}),
        ("62.71.01", "district", {"point": Point(113.9, -2.2, srid=4326)}),
    ],
    ids=["kind of another level", "city as regency", "regency as city", "undotted", "wrong parent", "point of nobody"],
)
def test_the_database_refuses(city, code, kind, more):
    row = Region(code=code, kind=kind, name="X", search_name="x", **{"parent_id": code.rpartition(".")[0], **more})
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.bulk_create([row])


def test_a_parent_with_children_is_not_deleted(city):
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.filter(code="62")._raw_delete("default")
        city.refresh_from_db()
        transaction.get_connection().check_constraints()


def test_a_village_is_labelled_within_its_regency_at_no_extra_query(regions, django_assert_num_queries):
    with django_assert_num_queries(1):
        labels = [region.label for region in regions.villages().with_parents().within("62.71.01")]
    assert labels[0] == "Kelurahan Pahandut, Kec. Pahandut, Kota Palangka Raya"


def test_a_regency_is_labelled_by_itself(regions):
    assert regions.get(code="62.06").label == "Kabupaten Katingan"
    assert regions.get(code="ID").label == "Indonesia"


def test_an_approximate_outline_says_so_and_never_replaces_an_official_one(city):
    boundary = outline(city, official=True)
    assert boundary.quality == "official boundary"
    with pytest.raises(IntegrityError, match=r"62\.71 is not replaced"), transaction.atomic():
        Boundary.objects.filter(region=city).update(official=False)
    Boundary.objects.all().delete()
    assert outline(city, official=False).quality == "approximate, not an official boundary"
    Boundary.objects.filter(region=city).update(official=True)


def test_every_change_of_geography_gives_a_new_version(city):
    def version() -> datetime.datetime:
        return GeographyVersion.objects.get().changed_at

    seen = [version()]
    outline(city, official=False)
    seen.append(version())
    Boundary.objects.update(source="other")
    seen.append(version())
    Boundary.objects.all().delete()
    seen.append(version())
    Region.objects.filter(code="62.71").update(name="Palangka Raya")
    seen.append(version())
    assert seen == sorted(set(seen))
    assert len(seen) == 5
