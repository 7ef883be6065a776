"""What deadlines are counted by, held in memory: the days offices are closed, and the terms set for steps."""

import datetime
import hashlib
import uuid
from dataclasses import dataclass, field

from django.core.cache import cache

from workflows.models import Holiday, StepTerm

_KEY = "workflows.calendar"
# Another process learns of a change after this time; deadlines are dates, so minutes do not matter.
_SECONDS = 300
_SATURDAY = 5


@dataclass
class Calendar:
    """The closed days beside the weekends, the terms by (workflow, step), and the ends of terms worked out so far."""

    closed: frozenset[datetime.date]
    terms: dict[tuple[str, str], int | None]
    ends: dict[tuple[datetime.date, int], datetime.date] = field(default_factory=dict)

    def is_open(self, day: datetime.date) -> bool:
        """Are offices open on the day?"""
        return day.weekday() < _SATURDAY and day not in self.closed

    def after(self, day: datetime.date, working_days: int) -> datetime.date:
        """The last day of a term that begins on the day after ``day``; see ``working_days.after``."""
        end = self.ends.get((day, working_days))
        if end is None:
            end, left = day, working_days
            while left:
                end += datetime.timedelta(days=1)
                left -= self.is_open(end)
            self.ends[day, working_days] = end
        return end

    @property
    def digest(self) -> str:
        """SHA-256 of all that deadlines depend on: another digest, and what was worked out before is out of date."""
        content = [sorted(map(str, self.closed)), sorted(map(str, self.terms.items()))]
        return hashlib.sha256(repr(content).encode()).hexdigest()


_kept: tuple[str, Calendar] = ("", Calendar(frozenset(), {}))


def calendar() -> Calendar:
    """The calendar as of five minutes ago at most; the database is asked when the cache has forgotten its mark."""
    global _kept
    mark = cache.get(_KEY)
    if mark is None or mark != _kept[0]:
        if mark is None:
            mark = uuid.uuid4().hex
            cache.set(_KEY, mark, _SECONDS)
        closed = frozenset(Holiday.objects.values_list("day", flat=True))
        terms = {(term.kind, term.step): term.days for term in StepTerm.objects.all()}
        _kept = (mark, Calendar(closed, terms))
    return _kept[1]


def forget() -> None:
    """Ask the database again at the next question: holidays or terms were changed."""
    cache.delete(_KEY)
