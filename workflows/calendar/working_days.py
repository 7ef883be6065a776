"""Working days: Monday to Friday without holidays and joint leave, which is how offices count their deadlines."""

import datetime

from django.core.cache import cache

from workflows.models import Holiday

_KEY = "workflows.holidays"
# Another process learns of a changed list after this time; deadlines are dates, so minutes do not matter.
_SECONDS = 300
_SATURDAY = 5


def holidays() -> frozenset[datetime.date]:
    """All days on which offices are closed beside the weekends; asked of the database every five minutes at most."""
    days = cache.get(_KEY)
    if days is None:
        days = frozenset(Holiday.objects.values_list("day", flat=True))
        cache.set(_KEY, days, _SECONDS)
    return days


def forget_holidays() -> None:
    """Ask the database again at the next question: the list was changed."""
    cache.delete(_KEY)


def is_working_day(day: datetime.date) -> bool:
    """Are offices open on the day?"""
    return day.weekday() < _SATURDAY and day not in holidays()


def after(day: datetime.date, working_days: int) -> datetime.date:
    """The last day of a term of so many working days that begins on the day after ``day``.

    Nothing falls due on the day it began: a term of one day that begins on a Friday ends on Monday.
    Raises ValueError for a term shorter than one day.
    """
    if working_days < 1:
        raise ValueError(f"a term has at least one working day, not {working_days}")
    closed = holidays()
    while working_days:
        day += datetime.timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in closed:
            working_days -= 1
    return day


def between(first: datetime.date, last: datetime.date) -> int:
    """How many working days lie after ``first`` up to and including ``last``; 0 when ``last`` is not later."""
    days = (last - first).days
    closed = holidays()
    passed = (first + datetime.timedelta(days=number) for number in range(1, days + 1))
    return sum(day.weekday() < _SATURDAY and day not in closed for day in passed)
