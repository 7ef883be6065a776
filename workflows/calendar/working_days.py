"""Working days: Monday to Friday without holidays and joint leave, which is how offices count their deadlines."""

import datetime

from workflows.calendar.kept import calendar


def is_working_day(day: datetime.date) -> bool:
    """Are offices open on the day?"""
    return calendar().is_open(day)


def after(day: datetime.date, working_days: int) -> datetime.date:
    """The last day of a term of so many working days that begins on the day after ``day``.

    Nothing falls due on the day it began: a term of one day that begins on a Friday ends on Monday.
    Raises ValueError for a term shorter than one day.
    """
    if working_days < 1:
        raise ValueError(f"a term has at least one working day, not {working_days}")
    return calendar().after(day, working_days)


def between(first: datetime.date, last: datetime.date) -> int:
    """How many working days lie after ``first`` up to and including ``last``; 0 when ``last`` is not later."""
    known = calendar()
    passed = (first + datetime.timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(known.is_open(day) for day in passed)
