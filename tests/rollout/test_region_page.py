"""The page of a region: the counts of its parts, its work, its flags, who is waited for; nothing of other regions."""

import datetime
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from sites import services
from sites.authorship import Authorship
from tests import factories
from tests.workflows.coordination.conftest import a_commitment
from workflows.readiness.catalogue import Target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def page(visit, person, code: str) -> str:
    answer = visit(person, reverse("region_page", args=[code]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def cells(html: str, name: str) -> list[str]:
    """The figures of a region's row, in order."""
    row = re.search(rf'<tr><th scope="row"><a href="[^"]+">{name}</a></th>(.*?)</tr>', html)[1]
    return [re.sub("<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]


@pytest.fixture
def two_districts(plot):
    """A surveyed plot in one district, a site with nothing begun in another."""
    plot.surveyed()
    factories.site("62.02.02.2001", name="Camba")
    return plot


def test_districts_with_their_counts(visit, two_districts):
    html = page(visit, two_districts.cast.viewer, "62.02")
    assert "2 sites; 1 wait for somebody." in html
    district = two_districts.site.village.parent.short_name
    assert cells(html, district) == ["1", "0", "1", "0", "0", "0", "0", "0", "1", "0", "0 days"]


def test_the_province_lists_its_regencies_and_the_district_is_a_list_of_sites(visit, two_districts):
    viewer = two_districts.cast.viewer
    regency = two_districts.site.village.parent.parent
    assert cells(page(visit, viewer, "62"), regency.short_name)[0] == "2"
    html = page(visit, viewer, "62.02.01")
    assert "By region" not in html and "1 site; 1 waits" in html


def test_the_work_by_state_and_what_is_not_begun(visit, two_districts):
    html = page(visit, two_districts.cast.viewer, "62.02")
    link = "/sites/?region=62.02&amp;workflow=land_verification&amp;state=surveyed"
    assert f'<a href="{link}">Waiting for verification</a> <span class="count">1</span>' in html
    assert 'Not begun <span class="count">2</span>' in html, "no outlet anywhere"
    answer = visit(two_districts.cast.viewer, link.replace("&amp;", "&"))
    assert two_districts.site.code in answer.content.decode()


def test_offices_and_flags(visit, two_districts):
    plot = two_districts
    plot.take("note_legal", plot.cast.bpkad, {**plot.LEGAL, "legal_verdict": "blocked", "legal_note": "Ganda."})
    html = page(visit, two_districts.cast.viewer, "62.02")
    assert "Kodim 1015/Sampit" in html and "Legal note: blocked" in html
    assert "flag=legal_blocked" in html


def test_a_target_that_is_entered_or_corrected_shows_at_once(visit, two_districts):
    viewer = two_districts.cast.viewer
    assert "reached." not in page(visit, viewer, "62.02")
    told = {"region_code": "62.02", "year": 2026, "what": "active", "source": "test"}
    target = Target.objects.create(**told, count=7, as_of=datetime.date(2026, 1, 19))
    assert "Target 2026, Active: 0 of 7 reached." in page(visit, viewer, "62.02")
    target.count = 8
    target.save()
    assert "Target 2026, Active: 0 of 8 reached." in page(visit, viewer, "62.02")


def test_closed_sites_are_not_counted(visit, two_districts):
    services.close("62.02.02.2001", reason="Desa digabung", by=Authorship.system())
    assert "1 site; 1 waits" in page(visit, two_districts.cast.viewer, "62.02")


@pytest.mark.parametrize("code", ["62.03", "62", "ID", "62.02.01.2001", "x", "99", "62.2", "62.77"])
def test_a_region_that_is_not_wholly_mine_does_not_exist(visit, plot, code):
    assert visit(plot.cast.kodim, f"/regions/{code}/").status_code == 404


def test_what_was_promised_for_the_region_stands_there(visit, plot):
    promised = a_commitment(plot.cast)
    html = page(visit, plot.cast.viewer, "62.02")
    assert promised.subject in html and "BPKAD Kotim" in html
    assert promised.subject not in page(visit, plot.cast.neighbour, "62.03")


def test_what_needs_a_look_the_obstacles_and_the_stages_drawn(visit, two_districts):
    plot = two_districts
    plot.take("reject", plot.cast.kodim, reason=("too_small", "Hanya 400 m²."))
    html = page(visit, plot.cast.viewer, "62.02")
    assert "Too small</a>" in html and "reason=land%3Atoo_small" in html
    assert "<title>Regions by stage</title>" in html and "Plot proposed 1" not in html
    link = reverse("report_table", args=["unverified"])
    assert f'href="{link}?region=62.02"' in html


def test_a_past_day_is_shown_as_it_stood_and_leads_to_what_it_counts(visit, two_districts):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sites_sitemoment SET at = at - interval '3 days' WHERE seq = 1")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    answer = visit(two_districts.cast.viewer, reverse("region_page", args=["62.02"]), on=yesterday.isoformat())
    html = " ".join(answer.content.decode().split())
    district = two_districts.site.village.parent.short_name
    assert cells(html, district)[:3] == ["1", "1", "0"], "no plot was proposed then"
    assert f"on={yesterday}" in html and "as it stood at the end of" in html


@pytest.mark.parametrize("day", ["2031-01-01", "1999-01-01", "x"])
def test_a_day_that_nothing_is_known_of_gets_its_sentence(visit, two_districts, day):
    answer = visit(two_districts.cast.viewer, reverse("region_page", args=["62.02"]), on=day)
    assert answer.status_code == 400 and "notice--blocked" in answer.content.decode()
