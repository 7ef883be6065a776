"""Lists of regions: added, changed, unchanged; and refused as a whole, with the row and the reason."""

import datetime
import gzip

import pytest

from gis_data.codes import parse
from gis_data.importers.regions import load_regions
from gis_data.importers.report import ImportRefused
from gis_data.models import Region

pytestmark = pytest.mark.django_db

AS_OF = datetime.date(2026, 6, 5)
HEAD = "code,name,lon,lat\n"
PROVINCE = "62,Kalimantan Tengah,113.9,-2.2\n62.71,Palangka Raya,113.88,-2.17\n"


@pytest.fixture
def load(tmp_path):
    def run(text: str, *, official: bool = False, within=(), as_of=AS_OF):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        return load_regions(path, within=within, source="test", as_of=as_of, official=official)

    return run


def refused(load, text: str) -> ImportRefused:
    before = list(Region.objects.values())
    with pytest.raises(ImportRefused) as caught:
        load(text)
    assert list(Region.objects.values()) == before
    return caught.value


def counts(report) -> tuple[int, int, int]:
    return report.added, report.changed, report.unchanged


def test_a_list_is_added_then_unchanged_then_changed(load):
    assert counts(load(HEAD + PROVINCE)) == (3, 0, 0)
    assert counts(load(HEAD + PROVINCE)) == (0, 0, 3)
    assert counts(load(HEAD + PROVINCE.replace("113.88", "113.89"))) == (0, 1, 2)
    assert counts(load(HEAD + PROVINCE.replace(",Palangka Raya,", ",Raya,"))) == (0, 1, 2)


def test_a_region_carries_its_parent_search_name_and_the_points_provenance(load):
    load(HEAD + PROVINCE)
    city = Region.objects.get(code="62.71")
    assert (city.kind, city.parent_id, city.search_name) == ("city", "62", "palangka raya palangkaraya")
    assert (city.point.coords, city.point.srid) == ((113.88, -2.17), 4326)
    assert (city.point_source, city.point_as_of, city.point_official) == ("test", AS_OF, False)


def test_a_name_that_is_known_to_be_wrong_is_put_right_and_the_report_says_so(load):
    report = load(HEAD + PROVINCE.replace("Palangka Raya", "Palangkaraya"))
    city = Region.objects.get(code="62.71")
    assert city.full_name == "Kota Palangka Raya"
    assert [Region.objects.search(text).get() for text in ("palangka raya", "palangkaraya")] == [city, city]
    assert "corrected names 1" in report.lines()[0]
    assert "62.71: “Palangkaraya” is written “Palangka Raya” (UU 21/1958" in report.lines()[1]
    assert load(HEAD + PROVINCE).corrected == [], "a list that has it right is not corrected"


def test_a_list_without_points_takes_none_away(load):
    load(HEAD + PROVINCE)
    load("code,name\n62,Kalteng\n62.71,Palangkaraya\n")
    assert Region.objects.get(code="62").name == "Kalteng"
    assert Region.objects.get(code="62").point is not None


def test_an_estimate_does_not_replace_an_official_point(load):
    load(HEAD + PROVINCE, official=True)
    assert counts(load(HEAD + PROVINCE.replace("113.88", "113.5"))) == (0, 0, 3)
    assert Region.objects.get(code="62.71").point.x == 113.88
    assert counts(load(HEAD + PROVINCE.replace("113.88", "113.87"), official=True)) == (0, 1, 2)


def test_a_jurisdiction_brings_the_regions_above_it(load):
    text = HEAD + PROVINCE + "62.71.01,Pahandut,,\n62.72,Other,,\n63,Kalimantan Selatan,,\n"
    load(text, within=[parse("62.71.01")])
    assert list(Region.objects.values_list("code", flat=True)) == ["62", "62.71", "62.71.01", "ID"]


def test_gzip_bom_and_windows_line_ends_are_read(tmp_path):
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(("\ufeff" + HEAD + PROVINCE).replace("\n", "\r\n").encode()))
    assert load_regions(path, source="test", as_of=None).added == 3


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("62.1,X,113,-2", "looks like a number"),
        ("6271,X,113,-2", "has no dots"),
        ("62.71,Palangkaraya,113,-2", "occurs twice"),
        ("62.71.01,,113,-2", "has no name"),
        (f"62.71.01,{'x' * 81},113,-2", "too long"),
        ("62.71.01,X,-2.2,113.9", "swapped"),
        ("62.71.01,X,106.8,", "not a pair of decimal degrees"),
        ("62.71.01,X,nan,-2", "outside Indonesia"),
        ("62.71.01,X,inf,-2", "not degrees"),
        ('62.71.01,X,"113,9","-2,2"', "not a pair of decimal degrees"),
        ("ID,Indonesia,113,-2", "not part of the list"),
        (",X,113,-2", "missing"),
        ("62.71.01", "has no name"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_changed(load, row, said):
    load(HEAD + PROVINCE.replace("Palangka Raya", "Old name"))
    (reason,) = refused(load, HEAD + PROVINCE + row + "\n").report.refused
    assert reason.where == "row 4"
    assert said in reason.reason


def test_a_region_without_its_parent_is_named(load):
    (reason,) = refused(load, HEAD + PROVINCE + "62.72.01,X,,\n").report.refused
    assert str(reason) == "62.72.01: Its parent 62.72 is not in the list."


def test_many_refusals_are_counted_and_some_are_shown(load):
    refusal = refused(load, HEAD + "".join(f"{number},X,,\n" for number in range(1000, 1030)))
    assert str(refusal) == "30 records cannot be taken, so nothing was changed."
    assert len(refusal.report.lines()) == 22
    assert refusal.report.lines()[-1] == "and 10 more"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no column"),
        (b"a,b\n1,2\n", "no column “code”"),
        (b"code;name\n62;X\n", "no column “code”"),
        (b"code,name\n", "holds no region"),
        (b"\xff\xfe\x00", "cannot be read as UTF-8 CSV"),
        (b"\x1f\x8b\x08\x00broken", "cannot be read as UTF-8 CSV"),
        (b"code,name\n62,\xe9\n", "cannot be read as UTF-8 CSV"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path, content, said):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=said):
        load_regions(path, source="test", as_of=None)


def test_a_gzip_bomb_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("gis_data.importers.region_rows.MAX_BYTES", 100_000)
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(HEAD.encode() + b"\n" * 1_000_000))
    with pytest.raises(ImportRefused, match="too large"):
        load_regions(path, source="test", as_of=None)


def test_a_jurisdiction_that_is_not_listed(load):
    with pytest.raises(ImportRefused, match="no region 99"):
        load(HEAD + PROVINCE, within=[parse("99")])
