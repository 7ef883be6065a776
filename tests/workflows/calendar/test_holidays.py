"""Loading holidays: the shipped list, the same list twice, and lists with mistakes, which change nothing."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from gis_data.importers.report import ImportRefused
from workflows.calendar import kept, working_days
from workflows.calendar.holidays import SHIPPED, SHIPPED_SOURCE, load_holidays
from workflows.models import Holiday

pytestmark = pytest.mark.django_db
HEAD = "day,name,kind,estimated\n"


@pytest.fixture
def listed(tmp_path):
    def write(*rows: str, head: str = HEAD):
        path = tmp_path / "libur.csv"
        path.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return path

    return write


def test_the_shipped_list_holds_three_years_with_their_source():
    report = load_holidays(SHIPPED, source=SHIPPED_SOURCE)
    assert (report.read, report.added) == (Holiday.objects.count(),) * 2
    assert {day.year for day in Holiday.objects.values_list("day", flat=True)} == {2025, 2026, 2027}
    nyepi = Holiday.objects.get(day="2026-03-19")
    assert (nyepi.name, nyepi.kind, nyepi.source) == ("Hari Suci Nyepi", "national", SHIPPED_SOURCE)
    assert Holiday.objects.get(day="2027-03-10").estimated
    assert Holiday.objects.get(day="2026-03-18").kind == "joint_leave"


def test_the_same_list_again_changes_nothing():
    load_holidays(SHIPPED, source=SHIPPED_SOURCE)
    report = load_holidays(SHIPPED, source=SHIPPED_SOURCE)
    assert (report.added, report.changed, report.unchanged) == (0, 0, report.read)


def test_a_corrected_list_moves_the_days_of_its_year_only(listed):
    load_holidays(listed("2026-03-21,Idul Fitri,national,yes", "2027-01-01,Tahun Baru,national,"), source="old")
    report = load_holidays(listed("2026-03-20,Idul Fitri,national,"), source="SKB 2026", year=2026)
    assert (report.added, report.notes) == (1, ["removed 1"])
    assert list(Holiday.objects.values_list("day", "source")) == [
        (datetime.date(2026, 3, 20), "SKB 2026"),
        (datetime.date(2027, 1, 1), "old"),
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2025-08-17,Hari Kemerdekaan,national,", "row 3: 2025-08-17 does not lie in 2026."),
        ("17-08-2026,Hari Kemerdekaan,national,", "row 3: “17-08-2026” is no date of the form 2026-08-17."),
        ("2026-08-17,,national,", "row 3: The name is missing or too long."),
        ("2026-08-17,Hari Kemerdekaan,libur,", "row 3: “libur” is no kind of holiday; write national or joint_leave."),
        ("2026-01-01,Tahun Baru,national,", "row 3: 2026-01-01 occurs twice."),
    ],
)
def test_one_wrong_row_refuses_the_whole_list(listed, row, sentence):
    with pytest.raises(ImportRefused) as refusal:
        load_holidays(listed("2026-01-01,Tahun Baru,national,", row), source="SKB", year=2026)
    assert [str(one) for one in refusal.value.report.refused] == [sentence]
    assert not Holiday.objects.exists()


def test_a_file_that_is_no_such_list_is_refused(listed, tmp_path):
    with pytest.raises(ImportRefused, match="lacks the column “kind”"):
        load_holidays(listed(head="day,name,estimated\n"), source="x")
    with pytest.raises(ImportRefused, match="holds no holiday"):
        load_holidays(listed(), source="x")
    photo = tmp_path / "libur.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" * 10)
    with pytest.raises(ImportRefused, match="no CSV in UTF-8"):
        load_holidays(photo, source="x")
    with pytest.raises(ImportRefused, match="cannot be read"):
        load_holidays(tmp_path / "nowhere.csv", source="x")


def test_a_day_with_a_wrong_year_does_not_empty_that_year(listed):
    load_holidays(SHIPPED, source=SHIPPED_SOURCE)
    known = Holiday.objects.count()
    rows = [line for line in SHIPPED.read_text().splitlines() if line.startswith("2026-")]
    slip = listed(*rows[:-1], rows[-1].replace("2026", "2027", 1))
    with pytest.raises(ImportRefused, match=r"Of 2027 the list has only 1 where \d+ are known\."):
        load_holidays(slip, source="SKB 2026")
    assert Holiday.objects.count() == known
    assert load_holidays(listed(*rows), source=SHIPPED_SOURCE).unchanged == len(rows)


def test_a_loaded_holiday_counts_at_once(listed, django_capture_on_commit_callbacks):
    monday = datetime.date(2026, 8, 17)
    assert working_days.is_working_day(monday)
    with django_capture_on_commit_callbacks(execute=True):
        load_holidays(listed("2026-08-17,Hari Kemerdekaan,national,"), source="SKB")
    assert not working_days.is_working_day(monday)
    kept.forget()


def test_the_command_reports_and_refuses_in_sentences(listed):
    out = io.StringIO()
    call_command("load_holidays", stdout=out)
    assert f"added {Holiday.objects.count()}" in out.getvalue()
    with pytest.raises(CommandError, match=r"row 2: 2025-08-17 does not lie in 2026\."):
        call_command("load_holidays", listed("2025-08-17,HUT RI,national,"), year=2026)
