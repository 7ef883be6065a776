"""Outlines that lie somewhere else than their regions: refused, and nothing of the file is stored."""

import datetime

import pytest
from django.contrib.gis.geos import LineString

from gis_data.importers.boundaries import load_boundaries
from gis_data.importers.boundary_store import Provenance
from gis_data.importers.report import ImportRefused
from gis_data.models import Boundary, Region
from tests.gis_data.boundary_files import around, square, write_geojson

OFFICIAL = Provenance("BIG", datetime.date(2022, 12, 27), official=True)


def beside_a_village(code: str, *, east: float = 0.0) -> dict:
    """The region with a square around its first village's point, or so many degrees east of it."""
    village = Region.objects.within(code).villages().exclude(point=None).order_by("code").first()
    item = around(code)
    item["geometry"]["coordinates"] = [square(village.point.x + east, village.point.y)]
    return item


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("62.06", "62.08", "62.06: Its outline does not lie at Kabupaten Katingan but around Kabupaten Sukamara."),
        ("62.06.01", "62.71.01", "does not lie at Kecamatan Kamipang but around Kecamatan Pahandut."),
        ("62.06.01.2001", "62.08.01.2001", "does not lie at Desa "),
    ],
)
def test_exchanged_outlines_are_refused(regions, tmp_path, one, other, said):
    items = [beside_a_village(one), beside_a_village(other)]
    assert load_boundaries(write_geojson(tmp_path / "right.geojson", *items), OFFICIAL).added == 2
    items[0]["geometry"], items[1]["geometry"] = items[1]["geometry"], items[0]["geometry"]
    with pytest.raises(ImportRefused) as caught:
        load_boundaries(write_geojson(tmp_path / "exchanged.geojson", *items), OFFICIAL)
    first, second = map(str, caught.value.report.refused)
    assert said in first
    assert second.startswith(other)
    village = Region.objects.within(one).villages().exclude(point=None).order_by("code").first()
    assert Boundary.objects.get(pk=one).geometry.contains(village.point)


def test_an_outline_of_others_is_refused_however_near_it_comes(regions, tmp_path):
    """As those of two neighbouring districts do when they are exchanged."""
    item = beside_a_village("62.06.01")
    own, other = (
        Region.objects.within(code).villages().exclude(point=None).order_by("code").first().point
        for code in ("62.06.01", "62.71.01")
    )
    path = LineString(other.coords, own.coords)
    reaching = LineString(other.coords, path.interpolate(path.length - 0.02).coords).buffer(0.001)
    item["geometry"]["coordinates"] = reaching.coords
    with pytest.raises(ImportRefused) as caught:
        load_boundaries(write_geojson(tmp_path / "near.geojson", item), OFFICIAL)
    assert "does not lie at Kecamatan Kamipang but around" in str(caught.value.report.refused[0])


def test_a_point_a_little_outside_its_village_is_no_ground(regions, tmp_path):
    path = write_geojson(tmp_path / "near.geojson", beside_a_village("62.71.01.1001", east=0.03))
    assert load_boundaries(path, OFFICIAL).added == 1
