"""The weekly report: the same bytes for the same day, whatever happened since; by command and by schedule."""

import datetime
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gis_data.models import Region
from rollout.models import Export
from rollout.queue.schedule import weekly
from rollout.reports.asked import Asked
from rollout.reports.weekly import document, schedule
from rollout.reports.weekly.schedule import keep_weekly_report, make_weekly_reports
from sites.history.as_of import AsOf
from sites.history.day_sheets import settle
from workflows import registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(plot):
    """A plot that was surveyed three days ago."""
    plot.surveyed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sites_sitemoment SET at = at - interval '3 days'")
        cursor.execute("UPDATE sites_processmoment SET at = at - interval '3 days'")
    return plot


def made(tmp_path, *arguments: str) -> bytes:
    path = tmp_path / "report.pdf"
    call_command("weekly_report", *arguments, "--output", str(path))
    return path.read_bytes()


def test_the_same_day_gives_the_same_bytes_whatever_happened_since(earlier, tmp_path):
    first = made(tmp_path, "--region", "62")
    assert first.startswith(b"%PDF")
    earlier.take("verify", earlier.cast.kodim)
    settle()
    assert made(tmp_path, "--region", "62") == first
    assert made(tmp_path, "--region", "62.02") != first


def test_it_holds_the_regencies_the_waits_and_every_workflow(earlier):
    when = AsOf(timezone.localdate() - datetime.timedelta(days=1))
    region = Region.objects.get(code="62")
    files = document._files(Asked(user=None, scope=("62",), region="62", when=when), region, when)
    told = json.loads(files["weekly.json"])
    assert told["stages"]["rows"][0][:2] == ["Kab. Kotawaringin Timur", "1"]
    assert {row[4] for row in told["waits"]["rows"]} <= {"Kodim 1015/Sampit", "BPKAD Kotim"} and told["waits"]["rows"]
    assert len(told["states"]) == len(registry.flows())
    assert files["map.svg"].count(b"translate(") == 1, "one site, one symbol"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--on", "gestern"], "2026-11-22"),
        (["--on", "1999-01-01"], "1999|dimulai|begins"),
        (["--region", "99"], "99"),
        (["--region", "x' OR 1"], "x' OR 1"),
    ],
)
def test_what_cannot_be_made_is_said(earlier, tmp_path, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        made(tmp_path, *arguments)


def test_today_is_not_over(earlier, tmp_path):
    with pytest.raises(CommandError):
        made(tmp_path, "--on", timezone.localdate().isoformat())


def test_the_schedule_keeps_one_for_whoever_may_see_the_province(earlier):
    period = timezone.localtime().replace(hour=5).isoformat()
    make_weekly_reports.call(period)
    make_weekly_reports.call(period)
    export = Export.objects.get()
    assert export.regions == ["62"] and export.file.open().read(4) == b"%PDF"
    for person, status in ((earlier.cast.viewer, 200), (earlier.cast.dinkop, 404), (earlier.cast.outsider, 404)):
        client = Client()
        client.force_login(person)
        assert client.get(reverse("export_file", args=[export.pk])).status_code == status
        assert (export.file_name in client.get(reverse("exports")).content.decode()) is (status == 200)


def test_of_two_workers_that_make_it_at_once_one_keeps_it(earlier, monkeypatch, settings):
    day = timezone.localdate() - datetime.timedelta(days=1)

    def overtaken(region, day):
        monkeypatch.setattr(schedule, "weekly_report", lambda region, day: b"%PDF of the other")
        keep_weekly_report(region, day)
        return b"%PDF"

    monkeypatch.setattr(schedule, "weekly_report", overtaken)
    kept = keep_weekly_report("62", day)
    assert Export.objects.get() == kept and kept.file.open().read() == b"%PDF of the other"
    assert len(list(Path(settings.MEDIA_ROOT, "exports").iterdir())) == 1


def test_a_week_begins_on_monday_at_its_hour():
    here = ZoneInfo("Asia/Pontianak")
    period = weekly(0, datetime.time(5))
    monday = datetime.datetime(2026, 11, 23, 5, tzinfo=here)
    assert period(monday) == period(monday + datetime.timedelta(days=6)) == monday
    assert period(monday - datetime.timedelta(minutes=1)) == monday - datetime.timedelta(days=7)
