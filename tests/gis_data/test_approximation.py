"""Approximate boundaries: labelled, on land, around their villages, and never instead of official ones."""

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone

from gis_data import land
from gis_data.approximation import approximate_boundaries
from gis_data.codes import Level, parse
from gis_data.importers.report import ImportRefused
from gis_data.models import Boundary, Region

PROVINCE = parse("62")


@pytest.fixture
def built(regions):
    approximate_boundaries(PROVINCE)
    return Boundary.objects.select_related("region")


def test_province_regencies_and_districts_get_one_and_villages_none(built):
    assert built.of_level(Level.PROVINCE).count() == 1
    assert set(built.of_level(Level.REGENCY).values_list("pk", flat=True)) == {"62.06", "62.08", "62.71"}
    assert built.of_level(Level.DISTRICT).count() == Region.objects.districts().count()
    assert not built.of_level(Level.VILLAGE).exists()


def test_every_one_is_labelled_with_source_and_date(built):
    for boundary in built:
        assert boundary.official is False
        assert boundary.quality == "approximate, not an official boundary"
        assert "Voronoi" in boundary.source
        assert str(boundary.as_of) == "2026-06-05"
        assert boundary.geometry.valid
        assert boundary.display.valid


def test_each_holds_its_own_villages_and_lies_on_land(built):
    regency = built.get(pk="62.06").geometry
    villages = Region.objects.within("62.06").villages()
    assert sum(regency.covers(village.point) for village in villages) == villages.count()
    city = built.get(pk="62.71").geometry
    coast = GEOSGeometry(land.multipolygon(city.extent, country="ID"), srid=4326)
    assert city.difference(coast.buffer(0.001)).area < 1e-6


def test_districts_fill_their_regency_without_overlap(built):
    regency = built.get(pk="62.71").geometry
    districts = [boundary.geometry for boundary in built.within_any(["62.71"]).of_level(Level.DISTRICT)]
    assert sum(district.area for district in districts) == pytest.approx(regency.area, rel=1e-6)


def test_an_official_outline_is_kept(built):
    city = built.get(pk="62.71")
    Boundary.objects.filter(pk="62.71").update(official=True, source="BIG", loaded_at=timezone.now())
    report = approximate_boundaries(PROVINCE)
    assert (report.added, report.changed, report.kept) == (0, 0, 1)
    kept = Boundary.objects.get(pk="62.71")
    assert (kept.source, kept.geometry.equals_exact(city.geometry)) == ("BIG", True)


def test_a_village_on_an_islet_the_coast_does_not_show_gets_a_disc(regions):
    sea = GEOSGeometry("SRID=4326;POINT(111.5 -4.5)")
    Region.objects.filter(code__startswith="62.08").update(point=sea)
    Region.objects.filter(code="62.08.01.1001").update(point=sea)
    approximate_boundaries(PROVINCE)
    regency = Boundary.objects.get(pk="62.08").geometry
    assert regency.contains(sea)
    assert regency.area < 0.001 or regency.num_geom > 1


def test_a_province_without_points_is_refused(regions):
    Region.objects.update(point=None)
    with pytest.raises(ImportRefused, match="has a point"):
        approximate_boundaries(PROVINCE)
