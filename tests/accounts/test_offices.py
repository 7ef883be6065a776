"""Loading offices: the shipped list, another list, the same list twice, and lists that are wrong."""

import csv
import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Office
from accounts.offices import COLUMNS, SHIPPED, load_offices
from gis_data.importers.report import ImportRefused
from tests import factories

pytestmark = pytest.mark.django_db

BEFORE, AFTER = datetime.date(2025, 9, 9), datetime.date(2025, 9, 10)
REGENCIES = [f"62.{number:02d}" for number in range(1, 14)] + ["62.71"]


@pytest.fixture
def province():
    for code in REGENCIES:
        factories.region(code)


@pytest.fixture
def write(tmp_path):
    """Write a list of offices; each row names only what matters."""

    def written(*rows: dict, columns: list[str] = COLUMNS):
        path = tmp_path / "offices.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows({"kind": "kodim", "source": "test"} | row for row in rows)
        return path

    return written


def refusals(path) -> list[str]:
    with pytest.raises(ImportRefused) as refusal:
        load_offices(path)
    assert not Office.objects.exists()
    return [str(refused) for refused in refusal.value.report.refused]


# --- the shipped list ---


def test_the_shipped_list_is_loaded_whole(province):
    report = load_offices()
    assert (report.added, report.changed, report.unchanged, report.refused) == (report.read, 0, 0, [])
    assert report.read == len(SHIPPED.read_text(encoding="utf-8").splitlines()) - 1
    assert Office.objects.filter(source="").count() == 0


def test_the_second_time_nothing_changes(province):
    load_offices()
    report = load_offices()
    assert (report.added, report.changed, report.unchanged) == (0, 0, report.read)


def test_the_province_passed_from_one_kodam_to_the_other(province):
    load_offices()
    kodam = Office.objects.filter(kind=Office.Kind.KODAM)
    assert [office.name for office in kodam.valid_on(BEFORE)] == ["Kodam XII/Tanjungpura"]
    assert [office.name for office in kodam.valid_on(AFTER)] == ["Kodam XXII/Tambun Bungai"]
    assert kodam.valid_on(BEFORE).get().successor == kodam.valid_on(AFTER).get()
    assert Office.objects.get(kind=Office.Kind.KOREM).parent == kodam.valid_on(AFTER).get()


def test_every_regency_has_its_offices_and_one_kodim(province):
    load_offices()
    for code in REGENCIES:
        kinds = sorted(Office.objects.filter(regions=code).values_list("kind", flat=True))
        assert kinds == ["asset", "cooperative", "head", "ict", "kodim"], code


@pytest.mark.parametrize(
    ("regency", "kodim"),
    [("62.03", "1011"), ("62.11", "1011"), ("62.01", "1014"), ("62.08", "1014"), ("62.02", "1015"), ("62.04", "1012")],
)
def test_the_kodim_of_a_regency(province, regency, kodim):
    load_offices()
    assert Office.objects.get(kind=Office.Kind.KODIM, regions=regency).name.startswith(f"Kodim {kodim}/")


@pytest.mark.parametrize("regency", ["62.07", "62.09", "62.10", "62.12", "62.13"])
def test_what_no_source_confirms_says_so(province, regency):
    load_offices()
    assert "belum terverifikasi" in Office.objects.get(kind=Office.Kind.KODIM, regions=regency).source


def test_a_region_that_is_not_loaded_is_left_out_and_named():
    factories.region("62.02")
    report = load_offices()
    assert report.refused == []
    assert "62.03" in report.notes[0]
    assert Office.objects.get(kind="kodim", name__contains="1011").regions.count() == 0
    factories.region("62.03")
    assert load_offices().changed == 5


# --- another list ---


def test_a_correction_is_reported_as_a_change(write):
    load_offices(write({"name": "Kodim 1"}, {"name": "Kodim 2"}))
    report = load_offices(write({"name": "Kodim 1", "source": "surat"}, {"name": "Kodim 2"}, {"name": "Kodim 3"}))
    assert (report.added, report.changed, report.unchanged) == (1, 1, 1)
    assert Office.objects.get(name="Kodim 1").source == "surat"


def test_parents_may_stand_further_down(write):
    load_offices(write({"name": "Kodim 1", "parent": "Korem"}, {"name": "Korem", "kind": "korem"}))
    assert Office.objects.get(name="Kodim 1").parent.name == "Korem"


def test_an_office_not_listed_stays(write):
    load_offices(write({"name": "Kodim 1"}))
    load_offices(write({"name": "Kodim 2"}))
    assert Office.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"name": ""}, "name is missing"),
        ({"name": "A", "kind": "club"}, "club"),
        ({"name": "A", "source": ""}, "source is missing"),
        ({"name": "A", "valid_from": "10/09/2025"}, "10/09/2025"),
        ({"name": "A", "valid_from": "2025-09-10", "valid_to": "2025-09-09"}, "ends before"),
        ({"name": "A", "regions": "62.1"}, "62.1"),
        ({"name": "A", "parent": "Nobody"}, "Nobody"),
        ({"name": "A", "successor": "Nobody"}, "Nobody"),
        ({"name": "A" * 161}, "160"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_loaded(write, settings, row, said):
    settings.LANGUAGE_CODE = "en"
    found = refusals(write({"name": "Good"}, row))
    assert len(found) == 1
    assert "3" in found[0].partition(":")[0]
    assert said in found[0]


def test_the_same_office_twice_is_refused(write):
    assert len(refusals(write({"name": "A"}, {"name": "A"}))) == 1


def test_other_columns_are_refused(write):
    assert refusals(write({"name": "A"}, columns=[*COLUMNS, "extra"]))


def test_an_ambiguous_parent_is_refused(write):
    rows = [{"name": "Korem", "valid_to": "2025-01-01"}, {"name": "Korem", "valid_from": "2025-01-02"}]
    assert len(refusals(write(*rows, {"name": "Kodim", "parent": "Korem"}))) == 1


# --- the command ---


def test_the_command_reports(province):
    out = io.StringIO()
    call_command("load_offices", stdout=out)
    assert Office.objects.count() > 50
    assert str(Office.objects.count()) in out.getvalue()


def test_the_command_takes_another_file_and_says_what_is_wrong(write, tmp_path):
    call_command("load_offices", "--file", str(write({"name": "A"})), stdout=io.StringIO())
    assert Office.objects.get().name == "A"
    with pytest.raises(CommandError, match="nowhere"):
        call_command("load_offices", "--file", str(tmp_path / "nowhere.csv"))


def test_what_nobody_can_see_is_left_out_and_what_nobody_can_mean_is_refused(province, write):
    load_offices(write({"name": "Kodim\u200b 1015\u202e", "regions": "62.02"}))
    assert Office.objects.get().name == "Kodim 1015"
    Office.objects.all().delete()
    assert any("0202" in line for line in refusals(write({"name": "Kodim", "valid_from": "0202-11-03"})))
