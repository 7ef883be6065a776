"""``load_boundaries`` and ``build_approximate_boundaries``: the commands a person types."""

import io

import pytest
from django.core.management import CommandError, call_command

from gis_data.models import Boundary
from tests.gis_data.boundary_files import around, big, write_geojson

pytestmark = pytest.mark.django_db


def run(*arguments) -> list[str]:
    out = io.StringIO()
    call_command(*(str(argument) for argument in arguments), stdout=out, no_color=True)
    return out.getvalue().splitlines()


def test_a_file_is_loaded_with_its_provenance(regions, tmp_path):
    path = write_geojson(tmp_path / "batas.geojson", around("62.71.01"), around("62.71.02"))
    lines = run("load_boundaries", path, "--source", "BIG", "--as-of", "2022-12-27")
    assert lines[0].startswith("Reading 2 features")
    assert lines[-1] == "read 2, added 2, changed 0, unchanged 0, refused 0"
    boundary = Boundary.objects.first()
    assert (boundary.source, str(boundary.as_of), boundary.official) == ("BIG", "2022-12-27", True)


def test_the_files_name_is_the_source_when_none_is_given(regions, tmp_path):
    run("load_boundaries", write_geojson(tmp_path / "batas.geojson", around("62.71.01")))
    assert Boundary.objects.get().source == "batas.geojson"


def test_the_level_can_be_told(regions, tmp_path):
    path = write_geojson(tmp_path / "batas.geojson", big("62.71.01.1001", size=0.3))
    run("load_boundaries", path, "--level", "regency")
    assert Boundary.objects.get().pk == "62.71"


def test_a_refusal_names_the_feature(regions, tmp_path):
    path = write_geojson(tmp_path / "batas.geojson", around("62.71.01"), around("62.06", name="Sukamara"))
    with pytest.raises(
        CommandError, match=r"(?s)nothing was changed.*feature 2 \(Sukamara\): 62.06 is Kabupaten Katingan"
    ):
        run("load_boundaries", path)
    assert not Boundary.objects.exists()


@pytest.mark.parametrize(
    ("code", "said"), [("62.71", "not the code of a province"), ("6", "not a region code"), ("63", "No village of 63")]
)
def test_approximations_are_built_for_provinces_only(regions, code, said):
    with pytest.raises(CommandError, match=said):
        run("build_approximate_boundaries", code)


def test_approximations_report_what_they_made(regions):
    lines = run("build_approximate_boundaries", "62")
    assert lines[0] == "Building the cells of 223 villages"
    assert lines[1].startswith("62: read 27, added 27")
