"""Whole months: how instalments and monthly reports are counted."""

import calendar
import datetime


def months_after(day: datetime.date, count: int) -> datetime.date:
    """The same day so many months later; the month's last day where it has no such day (31 January → 28 February)."""
    number = day.year * 12 + day.month - 1 + count
    year, month = number // 12, number % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
