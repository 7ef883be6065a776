"""The forecast: spells that go on count, the same question gets the same answer, and what came lay in the range."""

import datetime
import random

import pytest
from django.db import connection

from rollout.reports.asked import Asked, NotAnswerable
from rollout.reports.forecast.durations import Spell, stays_of
from rollout.reports.forecast.simulate import Forecast, simulate
from rollout.reports.forecast.spells import Goal, forecast
from rollout.reports.table import draw
from rollout.reports.tables.forecast import TARGETS
from tests import factories
from workflows.readiness.catalogue import Target

GOAL = {"done"}


def test_a_spell_that_goes_on_makes_the_state_longer():
    ended = [Spell(number, "a", days, "done") for number, days in enumerate((10, 20))]
    watched = Spell(3, "a", 15, "")
    only_ended, with_watched = stays_of(ended)["a"], stays_of([*ended, watched])["a"]
    assert only_ended.shares == pytest.approx([0.5, 1.0])
    assert with_watched.shares == pytest.approx([1 / 3, 1.0]), "of three a third left at 10; who came to 20 left there"
    assert stays_of([*ended, Spell(4, "a", 30, "")])["a"].shares[-1] < 1, "one never left as long as it was watched"


def test_what_has_waited_long_leaves_later_than_that():
    stay = stays_of([Spell(number, "a", number, "done") for number in range(1, 101)])["a"]
    chance = random.Random(1)
    assert all(stay.draw(chance, 60)[0] > 60 for _ in range(200))
    assert stay.draw(chance, 100) is None


def test_ranges_of_dates_and_counts():
    found = Forecast(done=2, going=3, runs=[[1, 2, 3], [2, 4, 9], [5, 6]])
    assert found.reached(2) == (0, 0, 0)
    assert found.reached(3) == (1, 2, 5)
    assert found.reached(5) == (3, 9, None), "in one run the last never comes"
    assert found.within(4) == (2, 4, 5)


def history(chance: random.Random, processes: int) -> list[list[tuple[str, float]]]:
    """Each process: (state, the day it was entered), through three states of different lengths, some sent back once."""
    told = []
    for _number in range(processes):
        day, path = chance.uniform(0, 200), []
        for state, mean in (("a", 20), ("b", 40), ("c", 15)):
            path.append((state, day))
            day += chance.gammavariate(3, mean / 3)
            if state == "c" and chance.random() < 0.2:
                path.append(("b", day))
                day += chance.gammavariate(3, mean / 3)
        told.append([*path, ("done", day)])
    return told


def spells_until(told: list, cut: float) -> tuple[list[Spell], list[Spell], int]:
    """What was known on a day: all spells, those that went on, and how many were done."""
    spells, going, done = [], [], 0
    for number, path in enumerate(told):
        known = [(state, day) for state, day in path if day < cut]
        for place, (state, day) in enumerate(known):
            after = known[place + 1] if place + 1 < len(known) else None
            spells.append(Spell(number, state, (after[1] if after else cut) - day, after[0] if after else ""))
        if known and known[-1][0] == "done":
            done += 1
        elif known:
            going.append(spells[-1])
    return spells, going, done


def test_what_came_lay_in_the_range_that_the_first_part_foretold():
    cut, ahead, within = 150, 45, 0
    for seed in range(12):
        told = history(random.Random(seed), 150)
        spells, going, done = spells_until(told, cut)
        known = {spell.process for spell in spells}
        came = sum(1 for number, path in enumerate(told) if number in known and path[-1][1] < cut + ahead)
        few, _middle, many = simulate(going, stays_of(spells), GOAL, done=done, seed=str(seed), runs=100).within(ahead)
        assert few < many
        within += few - 3 <= came <= many + 3
    # Four in five by the method; three more or less are the estimate's own uncertainty.
    assert within >= 9


@pytest.mark.django_db
def test_the_ledger_tells_the_spells(site, cast):
    building = factories.begun_outlet(site, cast)
    building.photos("foundation_photo", cast.field_officer, 1, site.position)
    building.take("lay_foundation", cast.field_officer)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sites_event DISABLE TRIGGER sites_event_refuse")
        cursor.execute(
            "UPDATE sites_event SET recorded_at = recorded_at - interval '30 days' WHERE after_state <> 'foundation'"
        )
        cursor.execute("ALTER TABLE sites_event ENABLE TRIGGER sites_event_refuse")
    asked = Asked(user=cast.viewer, scope=("62",))
    reached = forecast(asked, Goal("outlet_construction", frozenset({"foundation"})))
    assert (reached.done, reached.going) == (1, 0)
    other = factories.begun_outlet(factories.site("62.02.01.2002"), cast)
    going = forecast(asked.narrowed(), Goal("outlet_construction", frozenset({"foundation"})))
    assert other.state == "preparation" and (going.done, going.going) == (1, 1)
    assert going.reached(2)[1] == pytest.approx(30, abs=0.1), "as long as the first one took"
    assert going.runs == forecast(asked.narrowed(), Goal("outlet_construction", frozenset({"foundation"}))).runs
    roofed = Goal("outlet_construction", frozenset({"foundation"}), going=frozenset({"roofing"}))
    assert forecast(asked.narrowed(), roofed).going == 0, "another question than the one that was kept"


@pytest.mark.django_db
def test_targets_are_told_for_the_region_asked_for(cast):
    Target.objects.all().delete()
    day = datetime.date(2026, 1, 19)
    for code, count in (("62", 50), ("62.02", 5)):
        Target.objects.create(region_code=code, year=2026, what=Target.ACTIVE, count=count, source="test", as_of=day)
    told = {}
    for region in ("", "62", "62.02", "62.03"):
        rows = draw(TARGETS, Asked(user=cast.viewer, scope=("62",), region=region)).rows
        told[region] = [(row.cells[3], row.cells[4]) for row in rows]
    both = [(50, 0), (5, 0)]
    assert told == {"": both, "62": both, "62.02": both[1:], "62.03": []}


@pytest.mark.django_db
def test_more_than_a_province_is_refused(cast):
    with pytest.raises(NotAnswerable):
        forecast(Asked(user=cast.viewer, scope=("ID",)), Goal("outlet_construction", frozenset({"operational"})))
