"""Days inside sentences, in the reader's way: 5 March 2026."""

import datetime

from django.utils.formats import date_format


def day(value: datetime.date) -> str:
    """A day in words."""
    return date_format(value, "DATE_FORMAT")
