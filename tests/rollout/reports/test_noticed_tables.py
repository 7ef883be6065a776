"""The tables of single cases: who is waited for, what was built unverified, grew stale, ends soon, disagrees."""

import datetime
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from rollout.reports.asked import Asked
from rollout.reports.registry import table
from rollout.reports.table import draw
from sites.history.as_of import AsOf
from sites.requests import Request
from tests import factories
from tests.workflows.assets.stories import Loan, asset, day
from workflows.flows.land_verification import LandVerification
from workflows.papers import issuing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def rows(cast, name: str, **narrowed) -> list[dict]:
    asked = Asked(user=cast.viewer, scope=("62",), **narrowed)
    drawn = draw(table(name), asked)
    return [dict(zip((column.name for column in drawn.columns), row.cells, strict=True)) for row in drawn.each()]


def test_offices_and_the_longest_waits(visit, plot):
    plot.surveyed()
    offices = rows(plot.cast, "offices")
    assert {one["office"] for one in offices} == {"Kodim 1015/Sampit", "BPKAD Kotim"}
    waits = rows(plot.cast, "waits")
    assert [one["step"] for one in waits] and {one["code"] for one in waits} == {plot.site.code}
    assert {one["office"] for one in waits} <= {"Kodim 1015/Sampit", "BPKAD Kotim"}
    assert rows(plot.cast, "waits", kind="readiness") == []
    html = visit(plot.cast.viewer, reverse("report_table", args=["offices"])).content.decode()
    link = re.search(r'href="(/stuck/[^"]+)">Kodim 1015', html)[1].replace("&amp;", "&")
    assert visit(plot.cast.viewer, link).status_code == 200


def test_the_waits_of_yesterday_are_those_of_yesterday(plot):
    plot.surveyed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sites_sitemoment SET at = at - interval '3 days'")
        cursor.execute("UPDATE sites_processmoment SET at = at - interval '3 days'")
    plot.take("verify", plot.cast.kodim)
    then = AsOf(timezone.localdate() - datetime.timedelta(days=1))
    assert "Verify" in {one["step"] for one in rows(plot.cast, "waits", when=then)}
    assert "Verify" not in {one["step"] for one in rows(plot.cast, "waits")}
    assert "Kodim 1015/Sampit" in {one["office"] for one in rows(plot.cast, "offices", when=then)}


def test_built_unverified_stale_and_mismatching(site, cast):
    building = factories.begun_outlet(site, cast)
    (found,) = rows(cast, "unverified")
    assert (found["code"], found["outlet_construction"], found["land"]) == (site.code, "Preparation", "Not begun")
    building.photos("progress_photo", cast.field_officer, 1, site.position)
    answers = {"reported_on": "2026-02-03", "slot": "morning", "percent": "60.00", "work": "foundation", "workers": "4"}
    building.take("report_progress", cast.field_officer, answers)
    (apart,) = rows(cast, "mismatches")
    assert (apart["stated"], apart["other"]) == ("60.00%, Foundation and tie beams", "0.00% to 17.00%")
    assert apart["apart"] == 43
    site.refresh_from_db()
    assert rows(cast, "stale") == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sites_site SET flags = flags | 64 WHERE id = %s", [site.pk])
    (stale,) = rows(cast, "stale")
    assert stale["reported"] == datetime.date(2026, 2, 3) and stale["days"] > 3


def test_a_plot_whose_papers_say_another_area_is_listed(plot):
    plot.submitted()
    assert rows(plot.cast, "mismatches") == []
    early = timezone.make_aware(datetime.datetime(2026, 2, 3, 5))
    LandVerification.objects.update(stated_area_m2=1600, state_since=early)
    (apart,) = rows(plot.cast, "mismatches")
    assert apart["what"] == "Area of the plot" and apart["apart"] == 25
    assert apart["day"] == datetime.date(2026, 2, 3), "the day here, not in Greenwich"


def test_rights_that_end_within_half_a_year_are_listed_until_they_are_extended(site, cast):
    loan = Loan(site, cast, asset(site, cast.bpkad)).active(ends_on=day(100))
    (found,) = rows(cast, "expiring")
    ends = timezone.localdate() + datetime.timedelta(days=100)
    assert (found["code"], found["asset"], found["ends"], found["days"]) == (site.code, loan.row.asset_name, ends, 100)
    assert rows(cast, "expiring", region="62.03") == []
    loan.extend(day(400))
    assert rows(cast, "expiring") == []


def test_the_register_of_papers_and_what_was_cancelled(visit, plot):
    plot.verified()
    first = issuing.issue(plot.process.pk, "land_minutes", Request(plot.cast.kodim))
    issuing.cancel(first.pk, reason="Salah tanggal.", request=Request(plot.cast.kodim))
    second = issuing.issue(plot.process.pk, "land_minutes", Request(plot.cast.kodim))
    found = rows(plot.cast, "papers")
    assert [(one["number"], one["reason"]) for one in found] == [
        (first.number, "Salah tanggal."),
        (second.number, ""),
    ]
    assert found[0]["cancelled"] == timezone.localdate()
    file = visit(plot.cast.viewer, reverse("report_export", args=["papers", "csv"]))
    assert second.number in b"".join(file).decode()
