"""Files of tables: typed, marked, harmless, readable by what they are for; large ones by the queue, within scope."""

import datetime
import io
import json
from dataclasses import replace

import openpyxl
import pytest
from django.contrib.gis.gdal import DataSource
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gis_data.models import Region
from rollout.models import Export
from rollout.reports import registry
from rollout.reports.asked import Asked, NotAnswerable
from rollout.reports.exports import formats, making, pdf
from rollout.reports.exports.cover import cover
from rollout.reports.exports.text import safe
from rollout.reports.table import draw
from sites.stages import Stage
from tests import factories
from tests.rollout.reports.test_tables import file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def named(plot):
    """A surveyed site, and one whose village has a hostile name."""
    plot.surveyed()
    factories.site("62.02.02.2001", name='=1+1<script>"&')
    return plot


@pytest.fixture
def small_limits(monkeypatch):
    """One row is too many for a request."""
    for one in formats.FORMATS:
        monkeypatch.setitem(one.__dict__, "at_once", 1)


def test_xlsx_has_typed_cells_a_frozen_head_filters_and_says_what_it_is(named):
    book = openpyxl.load_workbook(io.BytesIO(file(named.cast.viewer, "sites", "xlsx")))
    sheet, about = book.worksheets
    assert sheet.freeze_panes == "B4" and sheet.auto_filter.ref == "A3:I5"
    row = next(row for row in sheet.iter_rows(4) if row[1].value == named.site.code)
    assert isinstance(row[6].value, datetime.datetime) and row[7].value == 0 and row[1].data_type == "s"
    said = dict(about.iter_rows(values_only=True))
    assert said["Made by"] == named.cast.viewer.full_name and "read-model" in said["Source"]
    assert said["Address"].endswith("/reports/sites/") and "As of" in said


def test_a_formula_in_a_name_stays_text(named):
    text = file(named.cast.viewer, "sites", "csv").decode("utf-8-sig")
    assert "'=1+1" in text
    sheet = openpyxl.load_workbook(io.BytesIO(file(named.cast.viewer, "sites", "xlsx"))).worksheets[0]
    names = [row[0] for row in sheet.iter_rows(4) if row[0].value.startswith("=1+1")]
    assert [cell.data_type for cell in names] == ["s"]
    assert [safe(text) for text in ("-5", "@x", "\tx", "a=b")] == ["'-5", "'@x", "'\tx", "a=b"]


def test_the_csv_of_an_indonesian_opens_in_his_spreadsheet(named, settings):
    settings.LANGUAGE_CODE = "id"
    content = file(named.cast.viewer, "sites", "csv")
    assert content.startswith(b"\xef\xbb\xbf") and b";" in content.splitlines()[0]


@pytest.mark.parametrize(("wanted", "driver"), [("gpkg", "GPKG"), ("geojson", "GeoJSON"), ("kml", "KML")])
def test_gdal_reads_the_places(named, tmp_path, wanted, driver):
    path = tmp_path / f"sites.{wanted}"
    path.write_bytes(file(named.cast.viewer, "sites", wanted))
    source = DataSource(path)
    assert source.driver.name in (driver, "LIBKML")
    layer = source[0]
    assert len(layer) == 2 and layer.srs.srid == 4326
    found = {feature["code"].value if wanted != "kml" else feature["Name"].value: feature for feature in layer}
    feature = found[named.site.code if wanted != "kml" else "Sampit"] if wanted != "kml" else next(iter(found.values()))
    assert abs(feature.geom.x - named.site.position.x) < 0.00001
    if wanted == "gpkg":
        assert feature["waiting"].value == 0 and b"Simulated" not in path.read_bytes()


@pytest.mark.parametrize(("mark", "ending"), [("", ""), ("Data simulasi", "-data-simulasi")])
def test_a_file_is_called_by_its_table_its_day_and_its_mark(named, mark, ending):
    drawn = draw(registry.table("stages"), Asked(user=named.cast.viewer, scope=("62",)))
    about = replace(cover(drawn, "x"), simulated=mark)
    assert about.file_name == f"regions-by-stage-{timezone.localdate()}{ending}"


def test_geojson_says_its_day(named):
    told = json.loads(file(named.cast.viewer, "sites", "geojson"))
    assert told["about"]["as_of"] == timezone.localdate().isoformat() and told["about"]["simulated"] is False


def test_the_pdf_says_what_it_is(named):
    content = file(named.cast.viewer, "stages", "pdf")
    assert content.startswith(b"%PDF") and b"/Title(Regions by stage)" in content


def test_a_table_too_long_to_be_set_says_so(named, tmp_path, monkeypatch):
    source = tmp_path / "table.typ"
    source.write_text("#range(1000000000).len()")
    monkeypatch.setattr(pdf, "_SOURCE", source)
    monkeypatch.setattr(pdf, "_SECONDS", 1)
    client = Client()
    client.force_login(named.cast.viewer)
    answer = client.get(reverse("report_export", args=["stages", "pdf"]))
    assert answer.status_code == 400 and "too long to be set as a PDF" in answer.content.decode()


def ask(person, wanted: str = "xlsx"):
    client = Client()
    client.force_login(person)
    address = reverse("report_export", args=["sites", wanted])
    assert b"in the background" in client.get(address).content
    answer = client.post(address, follow=True)
    assert answer.redirect_chain == [(reverse("exports"), 302)]
    return client, Export.objects.latest("pk")


def test_a_large_one_is_written_by_the_queue_while_the_tab_is_closed(named, small_limits):
    client, export = ask(named.cast.viewer)
    assert export.status == "waiting" and export.rows_total == 2
    making.make_export.call(export.pk)
    export.refresh_from_db()
    assert (export.status, export.rows_done, export.regions) == ("done", 2, ["62"])
    answer = client.get(reverse("export_file", args=[export.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.worksheets[0].max_row == 5
    assert export.file_name.encode() in client.get(reverse("exports")).content


def test_what_a_killed_worker_left_is_written_over(named, small_limits):
    _client, export = ask(named.cast.viewer)
    left = default_storage.save(f"exports/{export.pk}.xlsx", ContentFile(b"half"))
    making.make_export.call(export.pk)
    export.refresh_from_db()
    assert export.file.name == left and export.file.size > 1000
    assert default_storage.listdir("exports")[1] == [f"{export.pk}.xlsx"]


def test_asking_twice_makes_one_file(named, small_limits):
    _client, first = ask(named.cast.viewer)
    _client, second = ask(named.cast.viewer)
    assert first == second and Export.objects.count() == 1


def test_what_is_cancelled_is_not_written(named, small_limits):
    client, export = ask(named.cast.viewer)
    client.post(reverse("export_cancel", args=[export.pk]))
    making.make_export.call(export.pk)
    export.refresh_from_db()
    assert export.status == "cancelled" and not export.file


def test_what_is_cancelled_while_it_is_written_ends(named, small_limits, monkeypatch):
    _client, export = ask(named.cast.viewer)
    told = making._tell

    def cancelled_then_told(one, rows):
        making.cancel(one)
        told(one, rows)

    monkeypatch.setattr(making, "_tell", cancelled_then_told)
    making.make_export.call(export.pk)
    export.refresh_from_db()
    assert export.status == "cancelled" and not export.file


def test_the_file_is_the_persons_and_only_while_he_may_see_what_is_in_it(named, small_limits):
    client, export = ask(named.cast.dinkop)
    making.make_export.call(export.pk)
    address = reverse("export_file", args=[export.pk])
    assert client.get(address).status_code == 200
    other = Client()
    other.force_login(named.cast.viewer)
    assert other.get(address).status_code == 404
    named.cast.dinkop.assignments.all().delete()
    assert client.get(address).status_code == 404


def test_a_scope_lost_before_it_is_written_makes_no_file(named, small_limits):
    _client, export = ask(named.cast.dinkop)
    named.cast.dinkop.assignments.all().delete()
    making.make_export.call(export.pk)
    export.refresh_from_db()
    assert export.status == "failed" and "no such table for you" in export.sentence and not export.file


def test_old_files_go(named, small_limits):
    _client, export = ask(named.cast.viewer)
    making.make_export.call(export.pk)
    export.refresh_from_db()
    stored = export.file
    Export.objects.update(asked_at=timezone.now() - datetime.timedelta(days=making.KEPT_DAYS + 1))
    assert making.forget_old() == 1
    assert not stored.storage.exists(stored.name) and not Export.objects.exists()


def test_five_at_a_time_are_enough_for_one_person(named, small_limits):
    for number in range(making.MOST):
        making.ask_for(named.cast.viewer, "sites", "xlsx", f"region=62.{number:02d}", 2)
    client = Client()
    client.force_login(named.cast.viewer)
    answer = client.post(reverse("report_export", args=["sites", "csv"]))
    assert answer.status_code == 400 and "Five of your exports" in answer.content.decode()
    again = making.ask_for(named.cast.viewer, "sites", "xlsx", "region=62.00", 2)
    assert again.query == "region=62.00" and Export.objects.count() == making.MOST


def test_the_file_says_which_workflow_it_is_about(named):
    about = openpyxl.load_workbook(io.BytesIO(file(named.cast.viewer, "states", "xlsx"))).worksheets[1]
    assert "Land verification" in dict(about.iter_rows(values_only=True))["Narrowed to"]


def test_the_file_names_in_words_what_its_table_is_narrowed_to(named):
    asked = Asked(user=named.cast.viewer, scope=("62",), reason="land:too_small")
    drawn = draw(registry.table("obstructed"), asked)
    assert cover(drawn, "x").filters.split("; ") == [Region.objects.get(code="62").full_name, "Land: Too small"]


@pytest.mark.parametrize(
    "filtered", [{"reason": "land:too_small"}, {"stage": Stage.BUILT}, {"site": "62.02.01.2001"}, {"kind": "readiness"}]
)
def test_a_filter_that_a_table_has_not_is_refused(named, filtered):
    with pytest.raises(NotAnswerable):
        draw(registry.table("stages"), Asked(user=named.cast.viewer, scope=("62",), **filtered))
