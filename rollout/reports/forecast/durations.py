"""How long processes stay in a state and where they go from there, estimated from spells that ended and that go on.

A spell that goes on says that it takes longer than so far: leaving it out would make everything look quicker than it
is. The estimate is that of Kaplan and Meier with competing ends (Aalen and Johansen): each observed end gets the share
of those who had come so far, divided by how many were still watched.
"""

import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple


class Spell(NamedTuple):
    """A stay in a state: ``days`` so far, or until it ended in the state ``following``; "" while it goes on."""

    process: int
    state: str
    days: float
    following: str


@dataclass(frozen=True)
class Stay:
    """How a state is left: the rising ``days`` of observed ends, the ``following`` states, and the shares added up.

    The last share is below 1 where some never left as long as they were watched.
    """

    days: list[float]
    following: list[str]
    shares: list[float]

    def draw(self, chance: random.Random, elapsed: float) -> tuple[float, str] | None:
        """After how many days in all, and whereto, a process leaves that has been there for ``elapsed`` days; None: not
        as long as any was watched."""
        first = bisect_right(self.days, elapsed)
        gone = self.shares[first - 1] if first else 0.0
        drawn = gone + chance.random() * (1 - gone)
        place = bisect_right(self.shares, drawn, lo=first)
        return (self.days[place], self.following[place]) if place < len(self.days) else None


def stays_of(spells: Iterable[Spell]) -> dict[str, Stay]:
    """For each state how it is left."""
    observed: dict[str, list[Spell]] = defaultdict(list)
    for spell in spells:
        observed[spell.state].append(spell)
    return {state: _estimate(found) for state, found in observed.items()}


def _estimate(spells: list[Spell]) -> Stay:
    # Of equal length, those that ended come before those that were still watched then.
    ordered = sorted(spells, key=lambda spell: (spell.days, spell.following == "", spell.following))
    days, following, masses, staying = [], [], [], 1.0
    for place, spell in enumerate(ordered):
        if not spell.following:
            continue
        share = staying / (len(ordered) - place)
        staying -= share
        days.append(spell.days)
        following.append(spell.following)
        masses.append(share)
    return Stay(days, following, list(accumulate(masses)))
