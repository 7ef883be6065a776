"""Boundary files, good and bad: what is taken, what is repaired, and what is refused with which sentence."""

import datetime

import pytest

from gis_data.codes import Level
from gis_data.importers.boundaries import Reading, load_boundaries
from gis_data.importers.boundary_store import Provenance
from gis_data.importers.report import ImportRefused
from gis_data.models import Boundary, Region
from tests.gis_data.boundary_files import around, big, convert, feature, square, write_geojson, zip_shapefile

OFFICIAL = Provenance("BIG", datetime.date(2022, 12, 27), official=True)
APPROXIMATE = Provenance("Voronoi", None, official=False)
KAPUAS = {"code": "62.03", "name": "Kapuas"}  # not in the list that these tests load
DISTRICTS = ("62.71.01", "62.71.02", "62.71.03")


def refusal(path, **reading) -> ImportRefused:
    """The refusal of the file, which must have changed nothing."""
    before = list(Boundary.objects.order_by("pk").values_list("pk", "source", "loaded_at"))
    with pytest.raises(ImportRefused) as caught:
        load_boundaries(path, OFFICIAL, Reading(**reading))
    assert list(Boundary.objects.order_by("pk").values_list("pk", "source", "loaded_at")) == before
    return caught.value


def reasons(path, **reading) -> list[str]:
    return [str(item) for item in refusal(path, **reading).report.refused]


@pytest.fixture
def districts(regions, tmp_path):
    """GeoJSON of three districts in BIG's columns."""
    return write_geojson(tmp_path / "districts.geojson", *(big(code) for code in DISTRICTS))


class TestWhatIsTaken:
    @pytest.mark.parametrize(
        ("name", "options"),
        [
            ("districts.gpkg", ("-f", "GPKG")),
            ("utm.gpkg", ("-f", "GPKG", "-t_srs", "EPSG:32749")),
            ("mercator.gpkg", ("-f", "GPKG", "-t_srs", "EPSG:3857")),
        ],
    )
    def test_a_geopackage_in_any_declared_system(self, districts, tmp_path, name, options):
        report = load_boundaries(convert(districts, tmp_path / name, *options), OFFICIAL)
        assert (report.read, report.added, report.repaired, report.refused) == (3, 3, 0, [])
        self.assert_in_place()

    @pytest.mark.parametrize("options", [(), ("-t_srs", "EPSG:32749"), ("-t_srs", "EPSG:32750")])
    def test_a_zipped_shapefile(self, districts, tmp_path, options):
        report = load_boundaries(zip_shapefile(districts, tmp_path / "shp", *options), OFFICIAL)
        assert report.added == 3
        self.assert_in_place()

    def test_geojson_and_plain_columns(self, regions, tmp_path):
        path = write_geojson(tmp_path / "x", *(around(code) for code in DISTRICTS))
        assert load_boundaries(path, OFFICIAL).added == 3
        self.assert_in_place()

    def test_kml_with_the_code_as_description(self, regions, tmp_path):
        items = []
        for code in DISTRICTS:
            item = around(code)
            item["properties"] = {"Name": item["properties"]["name"], "description": code}
            items.append(item)
        plain = write_geojson(tmp_path / "plain.geojson", *items)
        kml = convert(plain, tmp_path / "x.kml", "-f", "KML", "-dsco", "NameField=Name")
        assert load_boundaries(kml, OFFICIAL).added == 3
        self.assert_in_place()

    def assert_in_place(self):
        for boundary in Boundary.objects.select_related("region"):
            assert boundary.geometry.srid == 4326
            assert boundary.geometry.centroid.distance(boundary.region.point) < 1e-5
            assert boundary.geometry.area == pytest.approx(0.0004, rel=0.001)
            assert (boundary.official, boundary.source, boundary.as_of) == (True, "BIG", OFFICIAL.as_of)

    def test_a_second_time_changes_nothing(self, districts):
        load_boundaries(districts, OFFICIAL)
        loaded_at = set(Boundary.objects.values_list("loaded_at", flat=True))
        report = load_boundaries(districts, OFFICIAL)
        assert (report.added, report.changed, report.unchanged) == (0, 0, 3)
        assert set(Boundary.objects.values_list("loaded_at", flat=True)) == loaded_at

    def test_a_newer_file_changes_what_differs(self, districts, regions, tmp_path):
        load_boundaries(districts, OFFICIAL)
        newer = write_geojson(
            tmp_path / "n.geojson", big(DISTRICTS[0], size=0.02), *(big(code) for code in DISTRICTS[1:])
        )
        report = load_boundaries(newer, OFFICIAL)
        assert (report.changed, report.unchanged) == (1, 2)

    def test_heights_are_dropped(self, regions, tmp_path):
        item = around("62.71.01")
        for corner in item["geometry"]["coordinates"][0]:
            corner.append(12.5)
        load_boundaries(write_geojson(tmp_path / "z.geojson", item), OFFICIAL)
        assert not Boundary.objects.get().geometry.hasz

    def test_a_bow_tie_is_repaired_and_counted(self, regions, tmp_path):
        item = around("62.71.01")
        ring = item["geometry"]["coordinates"][0]
        ring[1], ring[2] = ring[2], ring[1]
        report = load_boundaries(write_geojson(tmp_path / "b.geojson", item, around("62.71.02")), OFFICIAL)
        assert (report.added, report.repaired) == (2, 1)
        assert all(boundary.geometry.valid and boundary.display.valid for boundary in Boundary.objects.all())

    def test_the_level_is_the_deepest_filled_column_and_empty_codes_are_left_out(self, regions, tmp_path):
        lake = big("62.71.01", KDCPUM="", WADMKC="", NAMOBJ="Danau")
        report = load_boundaries(
            write_geojson(tmp_path / "l.geojson", *(big(code) for code in DISTRICTS), lake), OFFICIAL
        )
        assert (report.read, report.added) == (4, 3)
        assert report.notes == ["1 feature carries no code and was left out."]

    def test_another_spelling_is_taken_and_told(self, regions, tmp_path):
        path = write_geojson(tmp_path / "s.geojson", around("62.71.03", name="Kecamatan Jekan Raya Barat"))
        assert load_boundaries(path, OFFICIAL).notes == ["1 name is spelled differently from the official list."]

    def test_only_the_regions_that_are_loaded(self, regions, tmp_path):
        path = write_geojson(tmp_path / "w.geojson", around("62.71"), {**around("62.06"), "properties": KAPUAS})
        load_boundaries(path, OFFICIAL, Reading(known_only=True))
        assert [boundary.pk for boundary in Boundary.objects.all()] == ["62.71"]

    def test_neighbours_keep_one_common_line_when_simplified(self, regions, tmp_path):
        lon, lat = 113.9, -2.2
        wave = [[lon + 0.0004 * (i % 2), lat - 0.05 + i * 0.001] for i in range(101)]
        west = [*wave, [lon - 0.1, lat + 0.05], [lon - 0.1, lat - 0.05], wave[0]]
        east = [*wave, [lon + 0.1, lat + 0.05], [lon + 0.1, lat - 0.05], wave[0]]
        path = write_geojson(
            tmp_path / "n.geojson",
            feature({"code": "62.71.03", "name": "Jekan Raya"}, west),
            feature({"code": "62.71.01", "name": "Pahandut"}, east),
        )
        load_boundaries(path, OFFICIAL)
        one, other = (boundary.display for boundary in Boundary.objects.order_by("pk"))
        assert one.num_coords + other.num_coords < 20 < 2 * len(wave)
        assert one.intersection(other).area == 0
        assert one.union(other).num_interior_rings == 0
        assert one.union(other).area == pytest.approx(0.02, rel=0.01)


class TestOfficialAndApproximate:
    def test_an_approximation_gives_way_to_an_official_outline_but_not_the_other_way(self, regions, tmp_path):
        path = write_geojson(tmp_path / "a.geojson", around("62.71.01"), around("62.71.02"))
        assert load_boundaries(path, APPROXIMATE).added == 2
        official = write_geojson(tmp_path / "o.geojson", around("62.71.01", size=0.02))
        assert load_boundaries(official, OFFICIAL).changed == 1
        report = load_boundaries(path, APPROXIMATE)
        assert (report.added, report.changed, report.kept, report.unchanged) == (0, 0, 1, 1)
        kept = Boundary.objects.get(pk="62.71.01")
        assert (kept.official, kept.source) == (True, "BIG")


class TestTheCoordinateSystem:
    def test_a_shapefile_without_one_is_refused(self, districts, tmp_path):
        path = zip_shapefile(districts, tmp_path / "shp", without=(".prj",))
        assert "does not declare its coordinate system" in str(refusal(path))

    def test_and_taken_with_the_declared_one(self, districts, tmp_path):
        path = zip_shapefile(districts, tmp_path / "shp", "-t_srs", "EPSG:32749", without=(".prj",))
        assert load_boundaries(path, OFFICIAL, Reading(crs="EPSG:32749")).added == 3
        boundary = Boundary.objects.select_related("region").first()
        assert boundary.geometry.centroid.distance(boundary.region.point) < 1e-5

    def test_the_wrong_utm_zone_puts_it_outside_the_province(self, districts, tmp_path):
        path = zip_shapefile(districts, tmp_path / "shp", "-t_srs", "EPSG:32749", without=(".prj",))
        assert "outside Kalimantan Tengah" in reasons(path, crs="EPSG:32748")[0]

    def test_metres_declared_as_degrees_are_seen(self, districts, tmp_path):
        path = zip_shapefile(districts, tmp_path / "shp", "-t_srs", "EPSG:32749", without=(".prj",))
        assert "not degrees" in reasons(path, crs="EPSG:4326")[0]

    @pytest.mark.parametrize(
        "crs",
        ["EPSG:99999", "/etc/passwd", "http://example.org/x", "+proj=longlat +nadgrids=/etc/passwd", "UTM 49S", "²"],
    )
    def test_nothing_but_a_known_epsg_code_is_declared(self, districts, tmp_path, crs):
        path = zip_shapefile(districts, tmp_path / "shp", without=(".prj",))
        assert "not a known coordinate system" in str(refusal(path, crs=crs))

    def test_two_declarations_are_one_too_many(self, districts):
        assert "declares its coordinate system itself" in str(refusal(districts, crs="EPSG:32749"))

    @pytest.mark.parametrize(
        "crs",
        [
            None,
            {"type": "link", "properties": {"href": "http://example.org/crs", "type": "proj4"}},
            {"type": "name", "properties": {"name": "http://www.opengis.net/def/crs/EPSG/0/4326"}},
            {"type": "name", "properties": {"name": "+proj=longlat +nadgrids=/etc/passwd"}},
        ],
    )
    def test_a_system_that_leads_elsewhere_is_not_followed(self, regions, tmp_path, crs):
        path = write_geojson(tmp_path / "c.geojson", around("62.71.01"), crs=crs)
        assert "in a way that is not accepted" in str(refusal(path))
        escaped = tmp_path / "e.geojson"
        escaped.write_text(path.read_text(encoding="utf-8").replace('"crs"', '"\\u0063rs"'), encoding="utf-8")
        assert "in a way that is not accepted" in str(refusal(escaped))

    def test_a_named_system_is_taken(self, regions, tmp_path):
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
        assert load_boundaries(write_geojson(tmp_path / "c.geojson", around("62.71.01"), crs=crs), OFFICIAL).added == 1


class TestThePlace:
    def test_swapped_coordinates_are_told(self, regions, tmp_path):
        item = around("62.71.01")
        item["geometry"]["coordinates"][0] = [[lat, lon] for lon, lat in item["geometry"]["coordinates"][0]]
        (reason,) = reasons(write_geojson(tmp_path / "s.geojson", item))
        assert "feature 1 (Pahandut)" in reason
        assert "swapped" in reason

    def test_jakarta_is_not_in_the_province(self, regions, tmp_path):
        item = feature({"code": "62.71.01", "name": "Pahandut"}, square(106.8, -6.2))
        assert "outside Kalimantan Tengah" in reasons(write_geojson(tmp_path / "j.geojson", item))[0]

    def test_the_outline_of_a_regency_with_a_villages_code(self, regions, tmp_path):
        dissolved = big("62.71.01.1001", size=0.3)
        (reason,) = reasons(write_geojson(tmp_path / "d.geojson", dissolved))
        assert "outline of a larger region" in reason
        path = tmp_path / "d.geojson"
        assert load_boundaries(path, OFFICIAL, Reading(level=Level.REGENCY)).added == 1
        assert Boundary.objects.get().pk == "62.71"


class TestTheCodes:
    def test_codes_of_the_statistics_office_are_told_by_the_name(self, regions, tmp_path):
        (reason,) = reasons(write_geojson(tmp_path / "b.geojson", around("62.06", name="Sukamara")))
        assert "62.06 is Kabupaten Katingan" in reason
        assert "whose code is 62.08" in reason
        assert "BPS" in reason

    @pytest.mark.parametrize(
        ("properties", "said"),
        [
            ({"code": "6271", "name": "Palangkaraya"}, "has no dots"),
            ({"code": 62.71, "name": "Palangkaraya"}, None),
            ({"code": "62.72", "name": "Sampit"}, "not in the list of regions"),
            ({"code": "62.71", "name": "Somewhere else"}, "Are these codes of another list"),
            ({"code": "62.71", "name": ""}, "has no name"),
            ({"code": "ID", "name": "Indonesia"}, "not a code of the level"),
            ({"code": "62.71.01.9001", "name": "X"}, "begins with 1"),
        ],
    )
    def test_a_wrong_code_is_named(self, regions, tmp_path, properties, said):
        path = write_geojson(tmp_path / "w.geojson", feature(properties, square(113.9, -2.2)))
        if said is None:
            # 62.71 as a number reads like the code; 62.1 would not.
            assert load_boundaries(path, OFFICIAL).added == 1
        else:
            assert said in reasons(path)[0]

    def test_a_code_twice(self, regions, tmp_path):
        path = write_geojson(tmp_path / "t.geojson", around("62.71.01"), around("62.71.01"), around("62.71.02"))
        assert [reason[:9] for reason in reasons(path)] == ["feature 1", "feature 2"]

    def test_the_level_asked_for(self, regions, tmp_path):
        path = write_geojson(tmp_path / "l.geojson", around("62.71.01"))
        assert "not a code of the level" in reasons(path, level=Level.REGENCY)[0]

    def test_one_bad_feature_refuses_the_file(self, regions, tmp_path):
        good = [around(region.code) for region in Region.objects.within("62.71").villages()]
        path = write_geojson(tmp_path / "o.geojson", *good, around("62.71.01", name="Bukit Batu"))
        assert len(reasons(path)) == 1
        assert not Boundary.objects.exists()

    @pytest.mark.parametrize("missing", ["code", "name"])
    def test_a_column_is_missing(self, regions, tmp_path, missing):
        item = around("62.71.01")
        del item["properties"][missing]
        assert f"no column of {missing}s" in str(refusal(write_geojson(tmp_path / "m.geojson", item)))


class TestTheGeometry:
    @pytest.mark.parametrize(
        ("geometry", "said"),
        [
            (None, "has no geometry"),
            ({"type": "Point", "coordinates": [113.9, -2.2]}, "is a Point, not an area"),
            ({"type": "Polygon", "coordinates": []}, "has no geometry"),
            ({"type": "Polygon", "coordinates": [[[113.9, -2.2], [113.8, -2.2]]]}, "no area"),
            ({"type": "Polygon", "coordinates": [[[113.9, -2.2], [113.8, -2.2], [113.9, -2.2]]]}, ""),
            (
                {"type": "Polygon", "coordinates": [[[113.9, -2.2], [113.8, -2.2], [113.7, -2.2], [113.9, -2.2]]]},
                "no area",
            ),
            ({"type": "Polygon", "coordinates": [[[113.9, -2.2], [113.8, -2.2], [1e400, -2.1], [113.9, -2.2]]]}, ""),
        ],
    )
    def test_what_is_no_area_is_refused(self, regions, tmp_path, geometry, said):
        item = {**around("62.71.01"), "geometry": geometry}
        path = write_geojson(tmp_path / "g.geojson", around("62.71.02"), item)
        (reason,) = reasons(path)
        assert reason.startswith("feature 2 (Pahandut)")
        assert said in reason
