"""The parts of a simulated rollout that need no gate: the mix, the hours, the plots, the files."""

import datetime
import io
import json
import random
from collections import Counter

import pytest
from django.contrib.gis.geos import Point, Polygon
from PIL import Image

from rollout.simulation import exhibits, ground, words
from rollout.simulation.acts import Place, Scene
from rollout.simulation.director import direct
from rollout.simulation.lots import Lot
from rollout.simulation.mix import FATES, OBSTACLES, VILLAGES, Fate, fates_of
from rollout.simulation.working_time import (
    COUNTED,
    DAY,
    OPENS,
    PROGRAMME_BEGINS,
    ZONE,
    at_work,
    moment_of,
    schedule,
)
from workflows.evidence_files import inspect
from workflows.flows.land_verification import LandVerification
from workflows.land import plots
from workflows.land.vocabulary import LandReason
from workflows.step import EvidenceSlot

UNTIL = datetime.datetime(2026, 11, 20, 10, 30, tzinfo=ZONE)
HERE = Point(112.95, -2.53, srid=4326)


def codes(count: int) -> list[str]:
    return [
        f"62.{1 + number % 13:02d}.{1 + number % 9:02d}.{2001 + number // 117:04d}-{number}" for number in range(count)
    ]


# --- the mix ---


def test_the_whole_province_has_the_public_figures():
    fates = Counter(fates_of(codes(VILLAGES), seed=1).values())
    assert sum(fates.values()) == 1571
    assert sum(count for fate, count in fates.items() if fate.early) == 701
    assert fates[Fate("none")] == 1571 - 1542
    obstacles = Counter()
    for fate, count in fates.items():
        obstacles[fate.obstacle] += count
    assert {name: obstacles[name] for name in OBSTACLES} == OBSTACLES


def test_the_obstacles_are_those_of_kotawaringin_timur():
    kotim = {
        "no_land": 41,
        "too_small": 40,
        "not_strategic": 35,
        "swamp_or_coast": 17,
        "population_or_distance": 7,
        "title": 20,
    }
    assert {name: 3 * count for name, count in kotim.items()} == OBSTACLES
    for name, count in OBSTACLES.items():
        assert sum(share for fate, share in FATES.items() if fate.obstacle == name) == count


def test_every_ending_is_a_state_and_every_state_is_an_ending():
    assert {fate.ending for fate in FATES} - {"none"} == set(LandVerification.State.values)


@pytest.mark.parametrize("count", [1, 11, 185, 1571, 2016])
def test_any_number_of_sites_gets_its_fates(count):
    fates = fates_of(codes(count), seed=1)
    assert len(fates) == count
    for fate, share in FATES.items():
        assert abs(list(fates.values()).count(fate) - share * count / VILLAGES) <= 1


def test_the_seed_decides():
    assert fates_of(codes(200), seed=1) == fates_of(codes(200), seed=1)
    assert fates_of(codes(200), seed=1) == fates_of(reversed(codes(200)), seed=1)
    assert fates_of(codes(200), seed=1) != fates_of(codes(200), seed=2)


def test_an_arranged_site_exchanges_its_fate():
    plain = fates_of(codes(1571), seed=1)
    wanted = Fate("returned", "title")
    site = next(code for code, fate in plain.items() if fate != wanted)
    arranged = fates_of(codes(1571), seed=1, arranged={site: wanted, "62.99.99.9999": wanted})
    assert arranged[site] == wanted
    assert Counter(arranged.values()) == Counter(plain.values())


# --- the hours ---


@pytest.mark.parametrize(
    ("local", "kept"),
    [
        ("2025-10-17 08:00", "2025-10-17 08:00"),
        ("2025-10-17 15:59", "2025-10-17 15:59"),
        ("2025-10-20 12:34", "2025-10-20 12:34"),
        ("2025-10-17 19:00", "2025-10-17 15:59"),  # after hours
        ("2025-10-20 06:00", "2025-10-17 15:59"),  # before hours on a Monday
        ("2025-10-19 12:00", "2025-10-17 15:59"),  # a Sunday
        ("2026-11-22 19:40", "2026-11-20 15:59"),
    ],
)
def test_a_moment_becomes_the_last_working_minute(local, kept):
    moment = datetime.datetime.fromisoformat(local).replace(tzinfo=ZONE)
    assert moment_of(at_work(moment)).astimezone(ZONE) == datetime.datetime.fromisoformat(kept).replace(tzinfo=ZONE)


def test_a_schedule_keeps_its_order_and_its_anchor():
    places = schedule([0, 1, 2, 3], anchor=2, at=10 * DAY, begin=0, end=20 * DAY)
    assert places == [7 * DAY, 8 * DAY, 10 * DAY, 13 * DAY]


@pytest.mark.parametrize(("anchor", "at"), [(0, 0), (2, 3), (3, 6), (1, 99), (3, -5)])
def test_a_schedule_is_pressed_together_rather_than_cut(anchor, at):
    places = schedule([0, 4, 4, 4], anchor=anchor, at=at * DAY, begin=1 * DAY, end=6 * DAY)
    assert places == sorted(places)
    assert min(places) >= DAY - 1e-6
    assert max(places) <= 6 * DAY + 1e-6


# --- the stories ---


def scenes_of(fate: Fate, seed: int) -> list[Scene]:
    place = Place("62.02.01.2001", HERE, room_m=3000, urban=False)
    return direct(place, Lot(fate), seed=seed, until=UNTIL)


@pytest.mark.parametrize("fate", FATES, ids=str)
def test_a_story_runs_forward_in_office_hours_between_beginning_and_end(fate):
    for seed in range(12):
        scenes = scenes_of(fate, seed)
        moments = [scene.at for scene in scenes]
        assert moments == sorted(moments)
        for moment in moments:
            local = moment.astimezone(ZONE)
            assert PROGRAMME_BEGINS <= moment <= UNTIL
            assert local.weekday() < 5
            assert OPENS <= local.time() < datetime.time(16)
        verified = [scene.at for scene in scenes if scene.act.name == "verify"]
        assert all((moment <= COUNTED) is fate.early for moment in verified)
        assert len(verified) == (fate.ending in {"verified", "accepted"})


def test_a_story_is_the_same_again_and_another_with_another_seed():
    fate = Fate("accepted", "too_small")

    def told(seed: int) -> list:
        scenes = scenes_of(fate, seed)
        return [(scene.act.verb, scene.act.name, scene.at, str(scene.act.fields)) for scene in scenes]

    assert told(1) == told(1)
    assert told(1) != told(2)


def test_each_obstacle_stands_once_in_the_reasons():
    for fate in FATES:
        scenes = scenes_of(fate, 3)
        reasons = [scene.act.reason.code for scene in scenes if scene.act.reason.code]
        assert len(reasons) == bool(fate.obstacle)
        assert all(code.startswith(fate.obstacle) for code in reasons)


def test_a_title_in_process_is_not_named_twice():
    scenes = scenes_of(Fate("returned", "title"), 3)
    (proposal,) = [scene.act.fields for scene in scenes if scene.act.name == "submit"]
    assert proposal["title_kind"] == "in_process" and proposal["title_number"].count("/") == 2


def test_every_reason_is_one_of_the_workflows():
    assert set(words.OBSTACLES) <= set(LandReason.values)
    assert all(10 <= len(text) <= 200 for texts in words.OBSTACLES.values() for text in texts)


# --- the plots ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "least", "most", "fits"),
    [("usual", 1000, 4200, True), ("small", 600, 999, True), ("narrow", 1000, 1700, False), ("tiny", 150, 600, False)],
)
def test_plots_have_the_size_they_are_named_for(kind, least, most, fits):
    for seed in range(40):
        land = getattr(ground, kind)(HERE, 3000, random.Random(seed))
        plot = Polygon(*json.loads(land.outline)["coordinates"], srid=4326)
        assert plot.valid
        assert least <= plots.area_m2(plot) <= most
        assert abs(plots.area_m2(plot) - land.area_m2) < 4
        assert plots.fits(plot, 30, 20) is fits
        assert plots.distance_m(plot.centroid, HERE) < 3000 * 0.36


def test_plots_stay_well_inside_the_villages_own_half():
    for seed in range(50):
        land = ground.usual(HERE, 400, random.Random(seed))
        assert plots.distance_m(land.middle, HERE) <= 0.35 * 400 + 1
        far = ground.usual(HERE, 90_000, random.Random(seed))
        assert plots.distance_m(far.middle, HERE) <= 1201


# --- the files ---


def test_a_survey_photo_carries_its_place_and_time():
    at = datetime.datetime(2026, 1, 5, 3, 4, 5, tzinfo=datetime.UTC)
    found = inspect(exhibits.survey_photo(2, HERE, at), EvidenceSlot("survey_photo", "Survey photos", located=True))
    assert found.position.coords == pytest.approx(HERE.coords, abs=1e-6)
    assert found.captured_at == at


def test_survey_photos_of_two_places_are_two_files_with_one_picture():
    at = datetime.datetime(2026, 1, 5, 3, 4, 5, tzinfo=datetime.UTC)
    slot = EvidenceSlot("survey_photo", "Survey photos")
    one = inspect(exhibits.survey_photo(2, HERE, at), slot)
    other = inspect(exhibits.survey_photo(2, Point(113, -2, srid=4326), at), slot)
    assert one.sha256 != other.sha256
    assert one.preview == other.preview


def test_every_plot_photo_differs_and_is_small():
    photos = [exhibits.plot_photo(number, "one").read() for number in range(exhibits.PLOT_PHOTOS)]
    assert len(set(photos)) == exhibits.PLOT_PHOTOS
    assert all(len(photo) < 6_000 for photo in photos)
    assert all(Image.open(io.BytesIO(photo)).size == (400, 300) for photo in photos)


def test_photos_of_two_plots_are_two_files_with_one_picture():
    slot = EvidenceSlot("plot_photo", "Photos of the plot")
    one, other = (inspect(exhibits.plot_photo(2, mark), slot) for mark in ("one", "other"))
    assert one.sha256 != other.sha256
    assert one.preview == other.preview


@pytest.mark.parametrize("page", [exhibits.minutes(), exhibits.letter(), exhibits.title_scan("SIM/001/2020 ab")])
def test_every_paper_is_a_whole_pdf_that_says_it_is_simulated(page):
    assert inspect(page, EvidenceSlot("m", "Minutes", accepts="document")).content_type == "application/pdf"
    page.seek(0)
    content = page.read()
    assert b"(SIMULASI)" in content
    table = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    assert content[table : table + 4] == b"xref"
