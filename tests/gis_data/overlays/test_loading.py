"""A layer is loaded whole or not at all, and everything wrong with a file is said in a sentence."""

import json
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from gis_data.importers.report import ImportRefused
from gis_data.models import OverlayFeature, OverlayLayer
from gis_data.overlays import loading
from gis_data.overlays.loading import Details, load_overlay
from tests import factories
from tests.at_once import at_once
from tests.gis_data.boundary_files import convert, feature, square, write_geojson

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("x")</script>\x07' + "y" * 300
FOREST = Details(name="Kawasan hutan", kind="forest", source="KLHK", protects=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def forest(tmp_path) -> Path:
    """Two squares, one with a hostile name; a bow tie; a road."""
    tie = [[113, -2], [113.02, -2.02], [113.02, -2], [113, -2.02], [113, -2]]
    road = {
        "type": "Feature",
        "properties": {"NAMOBJ": None},
        "geometry": {"type": "LineString", "coordinates": [[112.8, -2.4], [113, -2.5]]},
    }
    return write_geojson(
        tmp_path / "forest.geojson",
        feature({"NAMOBJ": HOSTILE}, square(112.9, -2.5)),
        feature({"NAMOBJ": "Hutan lindung"}, square(113.2, -2.5)),
        feature({"NAMOBJ": ""}, tie),
        road,
    )


def test_a_layer_is_loaded_with_its_broken_shapes_repaired_and_counted(forest):
    report = load_overlay(forest, FOREST)
    assert (report.read, report.added, report.repaired, report.refused) == (4, 4, 1, [])
    layer = OverlayLayer.objects.get()
    assert (layer.name, layer.protects, layer.official) == ("Kawasan hutan", True, False)
    assert all(one.geometry.valid and one.geometry.srid == 4326 for one in layer.features.all())
    first, second, *others = layer.features.order_by("pk").values_list("label", flat=True)
    assert len(first) == 120 and "\x07" not in first and second == "Hutan lindung" and others == ["", ""]


@pytest.mark.parametrize(("suffix", "options"), [("gpkg", ["-f", "GPKG"]), ("kml", ["-f", "KML"])])
def test_other_formats_hold_the_same(forest, tmp_path, suffix, options):
    report = load_overlay(convert(forest, tmp_path / f"forest.{suffix}", *options), FOREST)
    assert report.added == 4


def test_the_same_name_replaces_and_a_refused_file_changes_nothing(forest, tmp_path):
    load_overlay(forest, FOREST)
    first = OverlayLayer.objects.get().pk
    outside = write_geojson(
        tmp_path / "bad.geojson", feature({}, square(112.9, -2.5)), feature({}, square(2.3, 48.8)), {"type": "Feature"}
    )
    with pytest.raises(ImportRefused) as refused:
        load_overlay(outside, FOREST)
    assert [one.where for one in refused.value.report.refused] == ["feature 2", "feature 3"]
    assert OverlayFeature.objects.count() == 4
    one = write_geojson(tmp_path / "one.geojson", feature({}, square(112.9, -2.5)))
    load_overlay(one, FOREST)
    assert (OverlayLayer.objects.get().pk, OverlayFeature.objects.count()) == (first, 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_load_a_new_layer_at_once_leave_one(forest):
    reports = at_once(*[lambda: load_overlay(forest, FOREST)] * 2)
    assert [report.added for report in reports] == [4, 4]
    assert (OverlayLayer.objects.count(), OverlayFeature.objects.count()) == (1, 4)


def test_too_many_corners_are_refused_before_they_are_kept(forest, monkeypatch):
    monkeypatch.setattr(loading, "MAX_VERTICES", 12)
    with pytest.raises(ImportRefused, match=r"more than 12 corners. Simplify it"):
        load_overlay(forest, FOREST)
    assert not OverlayLayer.objects.exists()


def test_a_file_that_does_not_say_its_system_is_refused_until_somebody_says_it(tmp_path, forest):
    shapes = tmp_path / "shapes"
    convert(write_geojson(tmp_path / "one.geojson", feature({}, square(112.9, -2.5))), shapes, "-f", "ESRI Shapefile")
    archive = tmp_path / "shapes.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for part in shapes.iterdir():
            if part.suffix != ".prj":
                packed.write(part, part.name)
    with pytest.raises(ImportRefused, match="does not declare its coordinate system"):
        load_overlay(archive, FOREST)
    assert load_overlay(archive, Details(name="x", kind="other", source="y", crs="EPSG:4326")).added == 1


def test_what_is_no_map_is_refused(tmp_path):
    for content in (b"", b"hello", json.dumps({"type": "FeatureCollection", "features": []}).encode()):
        path = tmp_path / "file"
        path.write_bytes(content)
        with pytest.raises(ImportRefused):
            load_overlay(path, FOREST)
    with pytest.raises(CommandError):
        call_command("load_overlay", str(tmp_path / "file"), name="x", kind="road", source="y")


def test_an_administrator_loads_a_file_and_its_hostile_names_are_only_text(client, forest, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(get_user_model().objects.create_superuser("root", password=factories.PASSWORD))
    upload = SimpleUploadedFile("../../etc/passwd", forest.read_bytes())
    form = {"file": upload, "name": "<b>Hutan</b>", "kind": "forest", "source": "KLHK", "protects": "on"}
    address = reverse("admin:gis_data_overlaylayer_add")
    answer = client.post(address, form)
    assert answer.status_code == 200 and "added 4" in answer.content.decode()
    listed = client.get(reverse("admin:gis_data_overlaylayer_changelist")).content.decode()
    assert "&lt;b&gt;Hutan&lt;/b&gt;" in listed and "<b>Hutan</b>" not in listed
    refused = client.post(address, {**form, "file": SimpleUploadedFile("x", b"hello")})
    assert refused.status_code == 422 and "none of the formats" in refused.content.decode()


def test_who_may_not_remove_a_layer_adds_none(client):
    clerk = get_user_model().objects.create(username="clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="add_overlaylayer"))
    client.force_login(clerk)
    typed = {"name": "Hutan", "kind": "forest", "source": "KLHK", "loaded_at_0": "2026-01-01", "loaded_at_1": "08:00"}
    assert client.post(reverse("admin:gis_data_overlaylayer_add"), typed).status_code == 403
    assert not OverlayLayer.objects.exists(), "a layer comes from a file"
