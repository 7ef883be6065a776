"""Deadlines: the last day on which an awaited step is in time, and how late it is after that."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from workflows.calendar import working_days
from workflows.calendar.kept import calendar
from workflows.models import Process
from workflows.step import Step

_HERE = ZoneInfo(settings.TIME_ZONE)


def term_of(kind: str, step: Step) -> int | None:
    """The step's term in working days: the one set in the table of terms, else the declared one; None: no term."""
    return calendar().terms.get((kind, step.name), step.within)


def due_on(process: Process, step: Step) -> datetime.date | None:
    """The last day of the step's term, counted from the local day since which it is awaited (``Process.since_of``).

    A step that is awaited once a date is known (``Duty.when_known``) has its term from that date, if it is later.
    None for a step without a term, and before the process is opened. No query.
    """
    if process.state_since is None or (days := term_of(process.kind_name, step)) is None:
        return None
    begun = process.since_of(step).astimezone(_HERE).date()
    known = getattr(process, step.duty.when_known) if step.duty and step.duty.when_known else None
    if isinstance(known, datetime.date) and known > begun:
        begun = known
    return calendar().after(begun, days)


def days_late(due: datetime.date, today: datetime.date) -> int:
    """Working days since the term ended; 0 while it runs, and over the weekend after it."""
    return working_days.between(due, today)
