"""The story of a building: begun, reported on, held up and resumed, complete, inspected, handed over, opened."""

import random

from rollout.simulation import words
from rollout.simulation.acts import Act, Place, Strand, age, laid, length
from rollout.simulation.lots import Building
from rollout.simulation.stories.site_works import Works
from rollout.simulation.working_time import DAY

# The step by which each stage begins, from how many percent on.
STAGES = (("lay_foundation", 3), ("raise_structure", 12), ("roof", 28), ("finish", 50))
_LAST = ["finishing", "physically_complete", "inspected", "handed_over", "operational"]
_SHORTEST_DAYS = 30


def tell(kind: str, place: Place, fate: Building | None, *, seed: int, begin: float | None, end: float) -> Strand:
    """The building's part of the site's story, between ``begin`` and ``end``; empty when there is nothing to tell.

    ``begin``: when its land was secured, or, for one begun without, when it could begin; None: never.
    """
    if fate is None or begin is None:
        return Strand()
    chance = random.Random(f"{seed}/{place.code}/{kind}")  # noqa: S311  nothing here is a secret
    works = Works(kind, place, chance, unverified=fate.unverified)
    begin += chance.uniform(3, 25) * DAY
    if fate.ending == "cancelled":
        return laid([*works.open(), *works.cancel()], begin=begin, last=end - age(chance) * DAY)
    if fate.ending == "not_started" or end - begin < _SHORTEST_DAYS * DAY:
        return laid(works.open(), begin=min(begin, end), last=end - age(chance, 40) * DAY)
    acts = _built(works, fate, chance)
    latest = end - _silence(fate, chance) * DAY
    if fate.ending in _LAST[1:]:
        # What is complete may have been so for long.
        latest = max(begin, min(latest, chance.uniform(begin + length(acts) * DAY, latest)))
    return laid(acts, begin=begin, last=latest)


def _silence(fate: Building, chance: random.Random) -> float:
    """For how many working days nothing was heard of it: of a building at work mostly for one or two."""
    if fate.ending in {"at_work", "finishing"} and chance.random() < 0.6:
        return chance.uniform(0.05, 2)
    return age(chance, 9)


def _built(works: Works, fate: Building, chance: random.Random) -> list[Act]:
    percents = _percents(fate, chance)
    pace = chance.uniform(0.7, 1.6)  # working days for one percent
    ahead = list(STAGES)
    acts = [*works.open(), *works.begin()]
    before, held_up = 0.0, False
    for number, percent in enumerate(percents):
        gap = (percent - before) * pace
        while ahead and percent >= ahead[0][1]:
            share = gap / 3
            acts += works.reach(ahead.pop(0)[0], gap=share)
            gap -= share
        last = number == len(percents) - 1
        if last and fate.ending in _LAST:
            break
        falls = number > 0 and chance.random() < 0.04
        acts += works.report(percent, gap=gap, falling=falls)
        if not last and not held_up and chance.random() < 0.05:
            held_up = True
            acts += works.hold_up(chance.choice([*words.SITE_OBSTACLES]), resumed=True)
        if not last and chance.random() < 0.03:
            acts += works.correct(percent)
        before = percent
    if fate.ending == "suspended":
        acts += works.hold_up(chance.choice([*words.SITE_OBSTACLES]), resumed=False)
    if fate.ending in _LAST:
        for ending in _LAST[: _LAST.index(fate.ending) + 1]:
            acts += getattr(works, f"until_{ending}")(further=fate.ending != ending)
    return acts


def _percents(fate: Building, chance: random.Random) -> list[float]:
    """The percents that are reported, rising, with two decimals; the last one lies in the fate's band."""
    low, high = fate.percent
    last = 100.0 if low == 100 else round(chance.uniform(low, high + 0.99 if high < 99 else high), 2)
    last = min(last, float(high))
    steps = [percent for _name, percent in STAGES if percent < last - 2]
    between = [round(chance.uniform(at + 0.5, min(at + 12, last - 0.5)), 2) for at in steps if chance.random() < 0.8]
    return [*sorted(between), last]
