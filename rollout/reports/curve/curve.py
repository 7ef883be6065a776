"""The S-curve itself: the three lines at the ends of weeks, and how far what was reported lies from the plan."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rollout.reports.asked import Asked
from rollout.reports.curve.facts import facts_of
from rollout.reports.curve.plan import planned, span_of

_WEEK = datetime.timedelta(days=7)
# Public works call a contract critical when it is later than this many percent: up to 70 % of the plan, and beyond
# (Permen PUPR 14/2020 on critical contracts; general knowledge, not compared with the published text).
LATE_BEFORE, LATE_AFTER, TURN = 10, 5, 70


@dataclass(frozen=True)
class Point:
    """The mean percent of the buildings on one day; what was reported and confirmed is not known of days to come."""

    day: datetime.date
    plan: float
    reported: float | None
    confirmed: float | None

    @property
    def deviation(self) -> float | None:
        """Percent ahead of the plan; below 0 behind it."""
        return None if self.reported is None else self.reported - self.plan

    @property
    def critical_below(self) -> float:
        """What is reported below this is critically late."""
        return max(self.plan - (LATE_BEFORE if self.plan <= TURN else LATE_AFTER), 0.0)


@dataclass(frozen=True)
class Curve:
    """``buildings``: how many it is the mean of; ``day``: up to which day it tells what happened."""

    buildings: int
    day: datetime.date
    points: list[Point]

    @property
    def present(self) -> Point | None:
        """The point of the day asked for."""
        return next((point for point in self.points if point.day == self.day), None)


def curve_of(asked: Asked) -> Curve:
    """The curve of the question's site or regions. Empty while no building was begun there."""
    day = asked.when.date
    facts = facts_of(asked)
    if not facts.count:
        return Curve(0, day, [])
    begin = min(begun for _kind, begun, _end in facts.starts)
    end = max(begun + datetime.timedelta(days=span_of(begun, end)) for _kind, begun, end in facts.starts)
    days = _weeks(begin, max(end, day), day)
    reported, confirmed = _risen(facts.reported, days), _risen(facts.confirmed, days)
    points = [
        Point(
            one,
            plan,
            reported[place] / facts.count if one <= day else None,
            confirmed[place] / facts.count if one <= day else None,
        )
        for place, (one, plan) in enumerate(zip(days, planned(facts.starts, days), strict=True))
    ]
    return Curve(facts.count, day, points)


def _weeks(begin: datetime.date, end: datetime.date, day: datetime.date) -> list[datetime.date]:
    """A day in every week from the beginning to the end, both of them among them, and the day asked for."""
    days = {begin + number * _WEEK for number in range((end - begin).days // 7 + 1)}
    return sorted({*days, begin, end} | ({day} if day >= begin else set()))


def _risen(by_day: Counter, days: Sequence[datetime.date]) -> list[float]:
    """What was added up by each of the days, which rise."""
    steps, total, totals = sorted(by_day.items()), 0.0, []
    for day in days:
        while steps and steps[0][0] <= day:
            total += steps.pop(0)[1]
        totals.append(total)
    return totals
