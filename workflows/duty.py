"""When a step awaits its actor, and when the clock takes it: conditions on the columns of what it is about."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Q


@dataclass(frozen=True)
class Duty:
    """When a step awaits its actor: always while the process is in a source state, or only while a column says so.

    ``until_filled``: as long as that text is empty. ``until_known``, ``when_known``: as long as that date or number is
    missing, or once it is there. ``when_positive``: as long as that count is above zero. ``when_more``: as long as the
    first of two counts is above the second. ``of_opener``: of all roles that may take it, the one is awaited under
    which the process was opened; the others may, and are not asked.
    """

    until_filled: str = ""
    until_known: str = ""
    when_known: str = ""
    when_positive: str = ""
    when_more: tuple[str, str] | None = None
    of_opener: bool = False

    def holds(self, process) -> bool:
        return (
            not (self.until_filled and getattr(process, self.until_filled))
            and not (self.until_known and getattr(process, self.until_known) is not None)
            and not (self.when_known and getattr(process, self.when_known) is None)
            and not (self.when_positive and getattr(process, self.when_positive) <= 0)
            and not (self.when_more and getattr(process, self.when_more[0]) <= getattr(process, self.when_more[1]))
        )

    @property
    def conditional(self) -> bool:
        """Is it awaited only at times while the process is in a source state?"""
        return bool(self.until_filled or self.until_known or self.when_known or self.when_positive or self.when_more)

    @property
    def condition(self) -> Q:
        condition = Q()
        if self.until_filled:
            condition &= Q(**{self.until_filled: ""})
        if self.until_known:
            condition &= Q(**{f"{self.until_known}__isnull": True})
        if self.when_known:
            condition &= Q(**{f"{self.when_known}__isnull": False})
        if self.when_positive:
            condition &= Q(**{f"{self.when_positive}__gt": 0})
        if self.when_more:
            condition &= Q(**{f"{self.when_more[0]}__gt": F(self.when_more[1])})
        return condition


ALWAYS = Duty()


@dataclass(frozen=True)
class Due:
    """When the clock takes a step: on the day in ``column``, moved by so many days (90 days before it: ``days=-90``).

    The column is the process's, or the line's for a step that changes lines. An empty column is never due.
    """

    column: str
    days: int = 0

    def reached(self, subject, today: datetime.date) -> bool:
        """Is the step due for the process (or line) today, or overdue?"""
        day = getattr(subject, self.column)
        return day is not None and day + datetime.timedelta(days=self.days) <= today

    def condition(self, today: datetime.date) -> Q:
        """The same question as a condition of a query."""
        return Q(**{f"{self.column}__lte": today - datetime.timedelta(days=self.days)})
