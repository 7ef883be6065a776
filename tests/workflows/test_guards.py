"""Guards: nothing when the rule holds, a sentence when it does not; the rules of a plot against real geometry."""

import datetime
import math
from decimal import Decimal

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone, translation

from accounts.roles import Role
from gis_data.models import Boundary
from workflows.flows.land_verification import LandVerification
from workflows.guards import guard, waivable
from workflows.land import areas, guards, plots
from workflows.land.surroundings import Surroundings
from workflows.models import Evidence

pytestmark = pytest.mark.django_db


def process(site, *, length: float = 50, width: float = 40, at: Point | None = None, **columns) -> LandVerification:
    plot = columns.pop("plot", None) or plots.rectangle(at or site.position, length, width)
    made = LandVerification(site=site, plot=plot, **columns)
    made.attached = []
    return made


def turned(site, corners: list[tuple[float, float]]) -> Polygon:
    """A plot from corners in metres around the site's position."""
    x, y = site.position.coords
    metres_per_degree = 111_320 * math.cos(math.radians(y))
    ring = [(x + east / metres_per_degree, y + north / 110_574) for east, north in [*corners, corners[0]]]
    return Polygon(ring, srid=4326)


# --- what a guard is ---


def test_a_function_becomes_a_guard_named_after_it():
    @guard("The rule", fields=["plot"], owners=[Role.ASSET_OFFICE])
    def rule_of_thumb(process):
        return "no" if process == "bad" else None

    assert (rule_of_thumb.code, rule_of_thumb.label, rule_of_thumb.fields) == ("rule_of_thumb", "The rule", ("plot",))
    assert rule_of_thumb.unmet("good") == ""
    assert rule_of_thumb.unmet("bad") == "no"
    assert not rule_of_thumb.waivable


def test_a_waivable_guard_is_a_copy_that_names_its_roles():
    strict = areas.areas_agree
    lenient = waivable(strict, by=[Role.DISTRICT_COMMAND])
    assert lenient.waivable_by == {Role.DISTRICT_COMMAND}
    assert not strict.waivable
    with pytest.raises(ValueError, match="no role"):
        waivable(strict, by=[])


# --- the plot ---


def test_a_plot_must_be_given(site):
    assert guards.plot_given.unmet(LandVerification(site=site))
    assert guards.plot_given.unmet(process(site)) == ""


@pytest.mark.parametrize(("x", "y", "holds"), [(112.96, -2.54, True), (106.8, -6.2, False), (115.5, -1.2, False)])
def test_a_plot_lies_near_its_village(site, x, y, holds):
    assert (guards.plot_near_village.unmet(process(site, at=Point(x, y, srid=4326))) == "") is holds


@pytest.mark.parametrize(
    ("length", "width", "holds"), [(1, 1, False), (4, 6, False), (5, 6, True), (900, 1000, True), (1100, 1000, False)]
)
def test_the_size_is_believable(site, length, width, holds):
    assert (areas.plot_area_plausible.unmet(process(site, length=length, width=width)) == "") is holds


@pytest.mark.parametrize(
    ("stated", "holds"),
    [("875", True), ("750", False), ("800", True), ("795", False), ("960", True), ("980", False), ("1", False)],
)
def test_stated_and_computed_area_agree_within_ten_percent(site, stated, holds):
    """“35 × 25 m = 750 m²” stood in the press; it is 875."""
    made = process(site, length=35, width=25, stated_area_m2=stated)
    made.full_clean(exclude=["kind", "state", "site", "opened_at", "state_since"])
    assert (areas.areas_agree.unmet(made) == "") is holds


@pytest.mark.parametrize(
    ("stated", "holds"), [("875", True), ("440", True), ("430", False), ("1740", True), ("1760", False), ("1", False)]
)
def test_areas_of_another_order_are_another_matter(site, stated, holds):
    """Beyond a factor of two a wrong sum is hardly the reason: 875 m² by the outline."""
    made = process(site, length=35, width=25, stated_area_m2=stated)
    made.full_clean(exclude=["kind", "state", "site", "opened_at", "state_since"])
    assert (areas.areas_comparable.unmet(made) == "") is holds


def test_how_far_areas_may_differ_is_a_setting(site, settings):
    settings.AREA_LIMIT_FACTOR = 3
    assert areas.areas_comparable.unmet(process(site, length=35, width=25, stated_area_m2=Decimal(300))) == ""


@pytest.mark.parametrize(("length", "width", "holds"), [(41, 25, True), (39, 25, False)])
def test_the_plot_is_large_enough(site, length, width, holds):
    assert (areas.plot_at_least(1000).unmet(process(site, length=length, width=width)) == "") is holds


def test_the_smallest_area_is_a_setting(site):
    small = process(site, length=30, width=21)
    assert areas.plot_at_least(1000).unmet(small)
    assert areas.plot_at_least(600).unmet(small) == ""


@pytest.mark.parametrize(
    ("corners", "holds"),
    [
        ([(0, 0), (30, 0), (30, 20), (0, 20)], True),
        ([(0, 0), (20, 0), (20, 30), (0, 30)], True),
        ([(0, 0), (29, 0), (29, 20), (0, 20)], False),
        ([(0, 0), (80, 0), (80, 18), (0, 18)], False),
        ([(0, 0), (30, 30), (16, 44), (-14, 14)], False),
        ([(0, 0), (30, 30), (15, 45), (-15, 15)], True),
        ([(0, 0), (60, 0), (60, 20), (20, 20), (20, 60), (0, 60)], True),
    ],
    ids=["exact", "upright", "too short", "too narrow", "turned, too narrow", "turned", "an L"],
)
def test_the_standard_building_fits(site, corners, holds):
    assert (guards.building_fits.unmet(process(site, plot=turned(site, corners))) == "") is holds


def boundary(code: str, around: Point, reach: float, *, official: bool) -> None:
    area = Polygon.from_bbox((around.x - reach, around.y - reach, around.x + reach, around.y + reach))
    area.srid = 4326
    Boundary.objects.create(
        region_id=code,
        geometry=MultiPolygon(area, srid=4326),
        display=MultiPolygon(area, srid=4326),
        source="test",
        official=official,
        loaded_at=timezone.now(),
    )


def test_without_an_official_boundary_nothing_is_refused(site):
    boundary("62.02.01", Point(110, -1, srid=4326), 0.01, official=False)
    assert guards.plot_in_village.unmet(process(site)) == ""


def test_a_plot_outside_the_official_boundary_is_said(site):
    boundary("62.02", site.position, 0.5, official=True)
    assert guards.plot_in_village.unmet(process(site)) == ""
    boundary("62.02.01", Point(110, -1, srid=4326), 0.01, official=True)
    assert "Tempat 62.02.01" in guards.plot_in_village.unmet(process(site))


def test_a_plot_that_crosses_the_boundary_is_said(site):
    edge = Point(site.position.x + 0.1, site.position.y, srid=4326)
    boundary("62.02.01", edge, 0.1, official=True)
    assert guards.plot_in_village.unmet(process(site))


# --- the survey ---


@pytest.mark.parametrize(("days", "holds"), [(-3, True), (0, True), (1, False)])
def test_neither_visit_nor_acceptance_lies_in_the_future(site, days, holds):
    day = timezone.localdate() + datetime.timedelta(days=days)
    made = process(site, visited_on=day, agrinas_date=day)
    assert (guards.visit_not_in_future.unmet(made) == "") is holds
    assert (guards.acceptance_not_in_future.unmet(made) == "") is holds


@pytest.mark.parametrize(("day", "holds"), [("2025-01-01", True), ("2024-12-31", False), ("2005-11-03", False)])
def test_nobody_visited_a_plot_before_the_programme(site, day, holds):
    made = process(site, visited_on=datetime.date.fromisoformat(day))
    assert (guards.visit_not_before_programme.unmet(made) == "") is holds


@pytest.mark.parametrize(("days", "holds"), [(0, True), (3, True), (-1, False)])
def test_a_plot_is_accepted_after_it_was_submitted(site, days, holds):
    submitted = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC)  # 2 March in Pontianak
    made = process(site, agrinas_date=datetime.date(2026, 3, 2) + datetime.timedelta(days=days))
    made.surroundings = Surroundings(submitted_at=submitted)
    assert (guards.accepted_after_submission.unmet(made) == "") is holds


def test_dates_in_sentences_are_written_as_the_reader_writes_them(site):
    made = process(site, visited_on=datetime.date(2024, 8, 17))
    with translation.override("id"):
        assert "17 Agu 2024" in guards.visit_not_before_programme.unmet(made)


def test_the_day_is_the_day_in_western_indonesia(site, monkeypatch):
    """At 23:30 UTC it is tomorrow morning in Pontianak: a visit of that day is not in the future."""
    late = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: late)
    assert guards.visit_not_in_future.unmet(process(site, visited_on=datetime.date(2026, 3, 2))) == ""
    assert guards.visit_not_in_future.unmet(process(site, visited_on=datetime.date(2026, 3, 3)))


def test_photos_far_from_the_plot_are_counted(site):
    made = process(site)
    x, y = site.position.coords
    near, far = Point(x + 0.001, y, srid=4326), Point(x + 0.01, y, srid=4326)
    made.attached = [Evidence(slot="survey_photo", position=near), Evidence(slot="plot_photo", position=far)]
    assert guards.survey_photos_near_plot.unmet(made) == ""
    made.attached.append(Evidence(slot="survey_photo", position=far))
    with translation.override("en"):
        assert guards.survey_photos_near_plot.unmet(made) == "1 photo was taken 1.0 km from the plot; 500 m is allowed."
        made.attached.append(Evidence(slot="survey_photo", position=Point(x + 0.0065, y, srid=4326)))
        assert guards.survey_photos_near_plot.unmet(made).startswith("2 photos were taken up to 1.0 km from the plot")


def test_a_photo_on_a_large_plot_is_not_far_from_it(site):
    """Its distance is what the page says beside it: to the nearest edge, and none on the plot."""
    x, y = site.position.coords
    plot = Polygon.from_bbox((x - 0.008, y - 0.0005, x + 0.008, y + 0.0005))  # a strip of 1.8 km
    plot.srid = 4326
    made = process(site, plot=plot)
    made.attached = [Evidence(slot="survey_photo", position=Point(x + 0.0075, y, srid=4326))]
    assert guards.survey_photos_near_plot.unmet(made) == ""
    made.attached = [Evidence(slot="survey_photo", position=Point(x + 0.0128, y, srid=4326))]
    with translation.override("en"):
        assert "534 m from the plot" in guards.survey_photos_near_plot.unmet(made)


def test_an_open_point_of_the_checklist_is_named(site):
    answered = dict.fromkeys(LandVerification.CHECKLIST, "yes") | {"settlement_distance_m": 0, "slope": "flat"}
    assert guards.checklist_complete.unmet(process(site, **answered)) == ""
    assert guards.checklist_complete.unmet(process(site, **answered | {"water": ""}))
    assert guards.checklist_complete.unmet(process(site, **answered | {"settlement_distance_m": None}))


@pytest.mark.parametrize(("answer", "holds"), [("no", True), ("yes", False), ("unknown", False)])
def test_no_building_under_a_power_line(site, answer, holds):
    assert (guards.not_under_power_line.unmet(process(site, under_power_line=answer)) == "") is holds


@pytest.mark.parametrize(
    ("verdict", "holds"), [("clear", True), ("conditional", True), ("blocked", False), ("", False)]
)
def test_the_legal_note_must_not_block(site, verdict, holds):
    assert (guards.legal_note_not_blocked.unmet(process(site, legal_verdict=verdict)) == "") is holds


def test_what_an_area_was_computed_from_is_said(site):
    sides = process(site, length=35, width=25, stated_area_m2=Decimal(1200), length_m=Decimal("35.00"))
    sides.width_m, sides.plot_point = Decimal("25.50"), site.position
    with translation.override("en"):
        assert areas.areas_agree.unmet(sides).startswith("By its length and width (35 × 25.5 m) the plot measures 8")
        sides.plot_point = None
        assert areas.areas_agree.unmet(sides).startswith("By its outline the plot measures 8")


def test_the_limits_stand_in_the_rules(site):
    with translation.override("en"):
        assert str(areas.areas_agree.label) == "Computed and stated area differ by at most 10 %"
        assert str(areas.areas_comparable.label) == "Neither area is more than 2 times the other"


def test_a_note_is_changed_with_a_letter_only(site):
    made = process(site)
    made.attached = []
    assert guards.changed_note_has_letter.unmet(made) == ""
    made.actors = {"note_legal": [1]}
    assert guards.changed_note_has_letter.unmet(made)
    made.attached = [Evidence(slot="legal_paper")]
    assert guards.changed_note_has_letter.unmet(made) == ""
