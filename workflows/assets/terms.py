"""Terms of loans: years on the calendar, and the days on which a coming end is told."""

import datetime

from django.utils.formats import date_format

YEARS = 5  # the longest term (Permendagri 19/2016)
REMINDERS = (180, 90, 60, 30)  # days before the end


def latest_end(start: datetime.date) -> datetime.date:
    """The last day a term that begins then may end on: the same day five years later (28 February for the 29th)."""
    try:
        return start.replace(year=start.year + YEARS)
    except ValueError:
        return start.replace(year=start.year + YEARS, day=28)


def next_reminder(end: datetime.date, today: datetime.date) -> datetime.date | None:
    """The next day after today on which the end is to be told; None when no more is due."""
    days = (end - datetime.timedelta(days=before) for before in REMINDERS)
    return next((day for day in days if day > today), None)


def reached(end: datetime.date, today: datetime.date) -> int | None:
    """Which reminder the day has reached: 180, 90, 60 or 30 days before the end; None before the first."""
    left = (end - today).days
    return min((before for before in REMINDERS if left <= before), default=None)


def in_words(day: datetime.date) -> str:
    return date_format(day, "DATE_FORMAT")
