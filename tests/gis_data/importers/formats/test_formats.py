"""Files that are broken, hostile or of another kind get a sentence, and nothing is unpacked beside the work folder."""

import struct
import zipfile

import pytest

from gis_data.importers import opening
from gis_data.importers.boundaries import Reading, load_boundaries
from gis_data.importers.boundary_store import Provenance
from gis_data.importers.report import ImportRefused
from gis_data.models import Boundary
from tests.gis_data.boundary_files import around, convert, write_geojson, zip_shapefile

pytestmark = pytest.mark.django_db


def said(path, **reading) -> str:
    with pytest.raises(ImportRefused) as refusal:
        load_boundaries(path, Provenance("BIG", None, official=True), Reading(**reading))
    assert not Boundary.objects.exists()
    return str(refusal.value)


@pytest.fixture
def geojson(regions, tmp_path):
    return write_geojson(tmp_path / "districts.geojson", around("62.71.01"), around("62.71.02"))


@pytest.fixture
def shapefile(geojson, tmp_path):
    return zip_shapefile(geojson, tmp_path / "shp")


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 2000, b"code,name\n62.71,Palangkaraya\n", b"%PDF-1.7", b"<html><body>", b"\x89PNG\r\n"],
    ids=["empty", "zeros", "csv", "pdf", "html", "png"],
)
def test_another_format_is_named_as_none_of_those_taken(tmp_path, content):
    path = tmp_path / "boundaries.geojson"
    path.write_bytes(content)
    assert "none of the formats taken: GeoPackage, zipped shapefile, KML, GeoJSON" in said(path)


def test_a_file_that_is_not_there(tmp_path):
    assert "cannot be read" in said(tmp_path / "nothing.gpkg")


def test_a_file_that_is_too_large(geojson):
    assert "too large" in said(geojson, max_bytes=100)


@pytest.mark.parametrize(
    "content", [b"{", b'{"type": "FeatureCollection", "features": [{"ty', b'{"a": 1}', b"{" * 100_000]
)
def test_broken_geojson(tmp_path, content):
    path = tmp_path / "x.geojson"
    path.write_bytes(content)
    assert "cannot be read as GeoJSON" in said(path) or "no layer" in said(path)


def test_a_virtual_source_of_gdal_is_not_opened(tmp_path):
    path = tmp_path / "x.kml"
    path.write_text('<OGRVRTDataSource><OGRVRTLayer name="kml"/></OGRVRTDataSource><kml', encoding="utf-8")
    assert "cannot be read as KML" in said(path)


class TestGeoPackage:
    def test_several_layers_are_listed_and_one_is_taken(self, geojson, tmp_path):
        path = convert(geojson, tmp_path / "two.gpkg", "-f", "GPKG", "-nln", "old")
        convert(geojson, path, "-f", "GPKG", "-nln", "new", "-update")
        assert "several layers (old, new)" in said(path)
        assert "no layer “older”, only: old, new" in said(path, layer="older")
        load_boundaries(path, Provenance("BIG", None, official=True), Reading(layer="new"))
        assert Boundary.objects.count() == 2

    def test_cut_short(self, geojson, tmp_path):
        path = convert(geojson, tmp_path / "x.gpkg", "-f", "GPKG")
        path.write_bytes(path.read_bytes()[:5000])
        assert said(path)

    def test_another_sqlite_file(self, tmp_path):
        import sqlite3

        path = tmp_path / "x.gpkg"
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE secrets (a)")
        assert "none of the formats" in said(path)

    def test_an_undefined_system_is_undeclared(self, geojson, tmp_path):
        path = convert(geojson, tmp_path / "x.gpkg", "-f", "GPKG", "-a_srs", "NONE")
        assert "does not declare its coordinate system" in said(path)


class TestZip:
    def rewritten(self, shapefile, target, rename):
        """The same archive with members renamed."""
        with zipfile.ZipFile(shapefile) as source, zipfile.ZipFile(target, "w") as copy:
            for member in source.infolist():
                copy.writestr(rename(member.filename), source.read(member))
        return target

    def test_names_that_climb_out_of_the_folder_do_not(self, shapefile, tmp_path):
        path = self.rewritten(shapefile, tmp_path / "slip.zip", lambda name: f"../../../../tmp/{name}")
        load_boundaries(path, Provenance("BIG", None, official=True))
        assert Boundary.objects.count() == 2
        assert not list((tmp_path.parent.parent).rglob("batas/outlines.shp"))

    def test_a_bomb_is_stopped_at_the_limit(self, tmp_path):
        path = tmp_path / "bomb.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for suffix in ("shp", "shx", "dbf"):
                archive.writestr(f"x.{suffix}", b"\0" * 4_000_000)
        assert path.stat().st_size < 20_000
        assert "unpacks to more than is allowed" in said(path, max_bytes=1_000_000)

    def test_a_member_larger_than_the_archive_says(self, shapefile, tmp_path):
        content = bytearray(shapefile.read_bytes())
        entry = content.index(b"PK\x01\x02")
        content[entry + 24 : entry + 28] = struct.pack("<I", 10)
        path = tmp_path / "liar.zip"
        path.write_bytes(content)
        assert "broken" in said(path)

    def test_too_many_members(self, tmp_path):
        path = tmp_path / "many.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(300):
                archive.writestr(f"{number}.shp", b"")
        assert "too many files" in said(path)

    def test_no_shapefile_inside(self, geojson, tmp_path):
        path = tmp_path / "x.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(geojson, "districts.geojson")
        assert "holds no shapefile" in said(path)

    @pytest.mark.parametrize("part", [".dbf", ".shx"])
    def test_a_missing_part_is_named(self, geojson, tmp_path, part):
        assert f"lacks its {part} file" in said(zip_shapefile(geojson, tmp_path / "shp", without=(part,)))

    def test_the_same_name_twice(self, shapefile, tmp_path):
        with zipfile.ZipFile(shapefile) as source, zipfile.ZipFile(tmp_path / "t.zip", "w") as copy:
            for folder in ("a", "b"):
                copy.writestr(f"{folder}/outlines.shp", source.read("batas/outlines.shp"))
        assert "“outlines.shp” twice" in said(tmp_path / "t.zip")

    def test_a_damaged_archive(self, shapefile):
        content = bytearray(shapefile.read_bytes())
        content[60:400] = b"\xff" * 340
        shapefile.write_bytes(content)
        assert "broken" in said(shapefile)

    def test_an_encrypted_archive(self, shapefile):
        content = bytearray(shapefile.read_bytes())
        for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = content.find(signature)
            while at >= 0:
                content[at + flags] |= 1
                at = content.find(signature, at + 4)
        shapefile.write_bytes(content)
        assert "protected by a password" in said(shapefile)

    def test_a_shapefile_cut_short(self, shapefile, tmp_path):
        with zipfile.ZipFile(shapefile) as source, zipfile.ZipFile(tmp_path / "c.zip", "w") as copy:
            for member in source.infolist():
                content = source.read(member)
                copy.writestr(member.filename, content[:150] if member.filename.endswith(".shp") else content)
        assert said(tmp_path / "c.zip")

    def test_two_shapefiles_are_two_layers(self, shapefile, tmp_path):
        with zipfile.ZipFile(shapefile) as source, zipfile.ZipFile(tmp_path / "t.zip", "w") as copy:
            for member in source.infolist():
                for name in ("one", "two"):
                    copy.writestr(member.filename.replace("outlines", name), source.read(member))
        sentence = said(tmp_path / "t.zip")
        assert "(one, two)" in sentence or "(two, one)" in sentence

    def test_a_copy_made_by_a_mac_is_passed_over(self, shapefile, tmp_path):
        with zipfile.ZipFile(shapefile, "a") as archive:
            archive.writestr("__MACOSX/batas/._outlines.shp", b"\0")
        assert load_boundaries(shapefile, Provenance("BIG", None, official=True)).added == 2


@pytest.mark.parametrize(
    "inside",
    [
        '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        "<Document><NetworkLink><Link><href>http://example.org/x.kml</href></Link></NetworkLink></Document>",
    ],
)
def test_kml_that_grows_or_reaches_out(tmp_path, inside):
    path = tmp_path / "x.kml"
    path.write_text(
        f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2">{inside}</kml>', encoding="utf-8"
    )
    assert "refers to other files or defines entities" in said(path)


def test_the_largest_file_taken_at_once_is_bounded():
    assert opening.MAX_BYTES < 2**30


def test_geojson_in_a_system_that_does_not_exist(regions, tmp_path):
    crs = {"type": "name", "properties": {"name": "EPSG:999999"}}
    path = write_geojson(tmp_path / "x.geojson", around("62.71.01"), crs=crs)
    assert "in a way that is not accepted" in said(path)
