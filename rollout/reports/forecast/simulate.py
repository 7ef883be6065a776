"""The simulation: every process that goes on is played to its goal many times, always with the same seed."""

import math
import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rollout.reports.forecast.durations import Spell, Stay

RUNS = 200
# Beyond this nothing is foretold.
HORIZON_DAYS = 730
# Four in five runs lie between these.
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9


@dataclass(frozen=True)
class Forecast:
    """``done``: how many had reached the goal already; ``runs``: of each run, the days from then on after which one of
    the ``going`` others does, rising."""

    done: int
    going: int
    runs: list[list[float]]

    def reached(self, count: int) -> tuple[float | None, float | None, float | None]:
        """After how many days so many will have reached it: early, middle and late; None: not within the horizon."""
        missing = count - self.done
        if missing <= 0:
            return 0.0, 0.0, 0.0
        ends = sorted(run[missing - 1] if missing <= len(run) else math.inf for run in self.runs)
        return tuple(None if math.isinf(day) else day for day in (_at(ends, share) for share in (LOW, MIDDLE, HIGH)))

    def within(self, days: float) -> tuple[int, int, int]:
        """How many will have reached it after so many days: few, middle and many."""
        counts = sorted(sum(1 for day in run if day <= days) for run in self.runs)
        return tuple(self.done + _at(counts, share) for share in (LOW, MIDDLE, HIGH))


def simulate(
    going: Iterable[Spell], stays: dict[str, Stay], goal: Collection[str], *, done: int, seed: str, runs: int = RUNS
) -> Forecast:
    """Play the spells that go on. The same arguments give the same forecast."""
    # A seed made of the question, not of chance: who asks again gets the same answer.
    chance = random.Random(seed)  # noqa: S311
    going = sorted(going)
    played = []
    for _number in range(runs):
        days = (_play(spell, stays, goal, chance) for spell in going)
        played.append(sorted(day for day in days if day is not None))
    return Forecast(done, len(going), played)


def _play(spell: Spell, stays: dict[str, Stay], goal: Collection[str], chance: random.Random) -> float | None:
    """After how many days from now it reaches the goal; None: not within the horizon, or it ends elsewhere."""
    state, elapsed, days = spell.state, spell.days, 0.0
    while days <= HORIZON_DAYS:
        stay = stays.get(state)
        left = stay.draw(chance, elapsed) if stay else None
        if left is None:
            return None
        days += left[0] - elapsed
        state, elapsed = left[1], 0.0
        if state in goal:
            return days if days <= HORIZON_DAYS else None
    return None


def _at(values: list, share: float):
    return values[min(int(share * len(values)), len(values) - 1)]
