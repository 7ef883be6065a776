"""The S-curve: plan from weights and terms, what was reported and confirmed, each known only from its day on."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from rollout.reports.asked import Asked
from rollout.reports.curve.curve import curve_of
from rollout.reports.curve.plan import planned, template_of
from sites.authorship import Authorship
from sites.history.as_of import AsOf
from sites.services import close
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]
BEGUN = datetime.date(2026, 1, 1)


def asked(cast, **narrowed) -> Asked:
    return Asked(user=cast.viewer, scope=("62",), **narrowed)


@pytest.fixture
def building(site, cast):
    """Begun on 1 January; the foundation is recorded, and 6.5 percent reported."""
    work = factories.begun_outlet(site, cast)
    work.photos("foundation_photo", cast.field_officer, 1, site.position)
    work.take("lay_foundation", cast.field_officer)
    report(work, cast, "2026-01-20", "6.50")
    return work


def report(work, cast, day: str, percent: str) -> None:
    work.photos("progress_photo", cast.field_officer, 1, work.site.position)
    answers = {"reported_on": day, "slot": "morning", "percent": percent, "work": "foundation", "workers": "4"}
    work.take("report_progress", cast.field_officer, answers)


def test_the_template_rises_from_nothing_to_all_by_the_works_terms(db):
    template = template_of("outlet_construction")
    assert template.percent(0) == 0 and template.percent(1) == template.percent(2) == 100
    # Preparation takes 5 of the 65 days that the terms add up to, and ends at 3 %; half way there, half of that.
    assert template.percent(5 / 65) == pytest.approx(3)
    assert template.percent(2.5 / 65) == pytest.approx(1.5)
    assert template.percent(45 / 65) == pytest.approx(50), "the roof is on"


def test_a_plan_of_two_buildings_is_their_mean(db, settings):
    later = BEGUN + datetime.timedelta(days=45)
    starts = {("outlet_construction", BEGUN, None): 1, ("outlet_construction", later, later): 1}
    end = BEGUN + datetime.timedelta(days=settings.BUILDING_DAYS)
    assert planned(starts, [BEGUN, end]) == [0, 100]


def test_reported_and_confirmed_are_what_was_known_by_the_day(building, cast):
    report(building, cast, "2026-02-03", "9.75")
    curve = curve_of(asked(cast))
    assert curve.buildings == 1
    by_day = {point.day: point for point in curve.points}
    assert by_day[datetime.date(2026, 1, 15)].reported == 0
    assert by_day[datetime.date(2026, 1, 22)].reported == pytest.approx(6.5)
    assert curve.present.reported == pytest.approx(9.75)
    assert curve.present.confirmed == pytest.approx(3), "the foundation was begun: the preparation is done"
    assert curve.present.deviation == pytest.approx(9.75 - curve.present.plan)
    assert by_day[datetime.date(2026, 1, 29)].critical_below == pytest.approx(
        max(by_day[datetime.date(2026, 1, 29)].plan - 10, 0)
    )


def test_a_corrected_report_and_a_cancelled_building_do_not_count(building, cast):
    answers = {"reported_on": "2026-01-20", "slot": "morning", "percent": "4.00", "work": "foundation", "workers": "4"}
    building.take(
        "correct_report", cast.field_officer, {"corrects": "1", **answers}, reason=("mistyped", "Salah ketik.")
    )
    assert curve_of(asked(cast)).present.reported == pytest.approx(4)
    building.take("cancel", cast.kodim, reason=("land_lost", "Lahan dijual."))
    assert curve_of(asked(cast)).buildings == 0


def test_who_sees_the_country_sees_one_site_as_it_is(building, cast):
    country = Asked(user=cast.viewer, scope=("ID",), site=building.site.code)
    assert curve_of(country).present.reported == pytest.approx(6.5)
    report(building, cast, "2026-02-03", "9.75")
    assert curve_of(country.narrowed()).present.reported == pytest.approx(9.75)


def test_a_closed_site_counts_for_its_region_no_more(building, cast):
    close(building.site.code, reason="Desa digabung", by=Authorship.system())
    assert curve_of(asked(cast)).buildings == 0
    assert curve_of(asked(cast, site=building.site.code)).buildings == 1


def test_yesterday_nothing_was_known_of_what_was_recorded_today(building, cast):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    assert curve_of(asked(cast, when=AsOf(yesterday))).buildings == 0


def test_the_page_draws_it_with_words_for_who_cannot_see_it(visit, building, cast):
    address = reverse("report_table", args=["curve"])
    html = visit(cast.viewer, f"{address}?site={building.site.code}").content.decode()
    assert re.search(r'<svg[^>]*role="img"[^>]*><title>S-curve</title><desc>[^<]*1 buildings begun', html)
    assert "reported 6.50%" in html and "Reported 6.5%</text>" in html
    assert visit(cast.neighbour, f"{address}?site={building.site.code}").status_code == 400
    assert "<svg" not in visit(cast.neighbour, address).content.decode().split("<main")[1]
