"""The plan of a building: the template's percents over the share of the building time that each work takes.

How long the works take beside each other follows from the terms of the steps that end them (``step(within=…)``), how
far a building is when each is done from the editable weights (``WorkWeight``). A building without a planned completion
of its own is planned to take ``settings.BUILDING_DAYS`` (about three months: statements of Agrinas, 2025).
"""

import datetime
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from workflows import registry
from workflows.construction.reports import weights_of
from workflows.construction.vocabulary import Work

# The works that are done when a step is taken.
_ENDED_BY = [
    ("lay_foundation", [Work.PREPARATION]),
    ("raise_structure", [Work.FOUNDATION]),
    ("roof", [Work.WALLS]),
    ("finish", [Work.ROOF]),
    ("report_completion", [Work.INTERIOR, Work.UTILITIES, Work.FINISHING, Work.COMPLETE]),
]


@dataclass(frozen=True)
class Template:
    """``shares`` of the building time, rising from 0 to 1, and the ``percents`` a building has reached by then."""

    shares: tuple[float, ...]
    percents: tuple[float, ...]

    def percent(self, share: float) -> float:
        """Percent after that share of the time; straight lines between the works' ends."""
        if share <= 0:
            return 0.0
        if share >= 1:
            return self.percents[-1]
        after = bisect_right(self.shares, share)
        low, high = self.shares[after - 1], self.shares[after]
        begun, done = self.percents[after - 1], self.percents[after]
        return begun + (done - begun) * (share - low) / (high - low)


def template_of(kind: str) -> Template:
    """The template of a kind of building, from its weights and terms as they are now. One query."""
    done_at, steps = weights_of(kind), registry.flow(kind).steps
    days, elapsed, shares, percents = 0.0, [], [], [0.0]
    for step, works in _ENDED_BY:
        known = [work for work in works if work in done_at]
        for work in known:
            days += steps[step].within / len(known)
            elapsed.append(days)
            percents.append(float(done_at[work]))
    shares = [0.0, *(day / days for day in elapsed)]
    return Template(tuple(shares), tuple(percents))


# (kind, begun on, planned completion or None) -> how many buildings.
Starts = Counter[tuple[str, datetime.date, datetime.date | None]]


def planned(starts: Starts, days: Iterable[datetime.date]) -> list[float]:
    """The mean percent of all these buildings by plan, on each of the days; a building that is not begun yet has 0."""
    templates = {kind: template_of(kind) for kind in {kind for kind, _begun, _end in starts}}
    count = sum(starts.values())
    spans = [(templates[kind], begun, span_of(begun, end), number) for (kind, begun, end), number in starts.items()]
    return [
        sum(number * template.percent((day - begun).days / span) for template, begun, span, number in spans) / count
        for day in days
    ]


def span_of(begun: datetime.date, end: datetime.date | None) -> int:
    """How many days the building is planned to take."""
    return max((end - begun).days, 1) if end else settings.BUILDING_DAYS
