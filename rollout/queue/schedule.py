"""Periodic work: what is put into the queue when its time has come, once, however many workers look."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks.base import Task

from rollout.models import ScheduledRun
from rollout.queue import tasks
from rollout.reports.weekly.schedule import make_weekly_reports
from workflows.calendar.working_days import is_working_day
from workflows.notifications import tasks as telling

# The day is a new one, and its deadlines with it.
_AFTER_MIDNIGHT = datetime.time(0, 10)
# When nobody is waiting for an answer.
_NIGHT = datetime.time(2, 0)
# The report of the week lies ready when its meeting is prepared.
_MONDAY, _BEFORE_OFFICE = 0, datetime.time(5, 0)


@dataclass(frozen=True)
class Periodic:
    """Work that is due once in every period. ``period`` gives the beginning of the one that a moment lies in, or None
    when there is none. The task is given that beginning as text."""

    name: str
    task: Task
    period: Callable[[datetime.datetime], datetime.datetime | None]


def daily(at: datetime.time, *, working_days: bool = False) -> Callable[[datetime.datetime], datetime.datetime | None]:
    """One period a day, from that time of the day here until midnight; ``working_days``: not while offices are closed.

    A worker that comes late finds the day's work still due; one that comes the next day does not.
    """

    def period(now: datetime.datetime) -> datetime.datetime | None:
        here = timezone.localtime(now)
        begins = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
        open_today = not working_days or is_working_day(here.date())
        return begins if open_today and here >= begins else None

    return period


def weekly(weekday: int, at: datetime.time) -> Callable[[datetime.datetime], datetime.datetime | None]:
    """One period a week, from that time of the weekday (0 is Monday) here until the next."""

    def period(now: datetime.datetime) -> datetime.datetime:
        here = timezone.localtime(now)
        begins = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
        begins -= datetime.timedelta(days=(here.weekday() - weekday) % 7)
        return begins if here >= begins else begins - datetime.timedelta(days=7)

    return period


def periodic_work() -> tuple[Periodic, ...]:
    """Everything that time makes due, as the settings say."""
    digest_time = datetime.time(settings.DIGEST_HOUR)
    return (
        Periodic("clock", tasks.run_clock, daily(_AFTER_MIDNIGHT)),
        Periodic("digests", telling.send_digests, daily(digest_time, working_days=True)),
        Periodic("old notifications", telling.forget_old, daily(_NIGHT)),
        Periodic("weekly report", make_weekly_reports, weekly(_MONDAY, _BEFORE_OFFICE)),
        Periodic("housekeeping", tasks.keep_house, daily(_NIGHT)),
    )


class Schedule:
    """What one worker knows to be in the queue already, so that it asks the database once in a period."""

    def __init__(self, work: tuple[Periodic, ...]) -> None:
        self._work = work
        self._known: dict[str, datetime.datetime] = {}

    def enqueue_due(self, now: datetime.datetime) -> list[str]:
        """Put into the queue what is due at the moment and nobody has put there; returns the names of the work."""
        made = []
        for periodic in self._work:
            period = periodic.period(now)
            if period is None or self._known.get(periodic.name) == period:
                continue
            if _enqueue_once(periodic, period):
                made.append(periodic.name)
            self._known[periodic.name] = period
        return made


def _enqueue_once(periodic: Periodic, period: datetime.datetime) -> bool:
    """The row and the job come in one transaction; False when another worker's row is there."""
    try:
        with transaction.atomic():
            ScheduledRun.objects.create(name=periodic.name, period=period)
            periodic.task.enqueue(period.isoformat())
    except IntegrityError as error:
        if "scheduled_once_per_period" not in str(error):
            raise
        return False
    return True
