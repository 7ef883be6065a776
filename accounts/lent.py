"""A role lent to a person, as one row of whichever statement reads it, and what it gives on a day."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple, Self

from django.db import models
from django.db.models import Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gis_data import codes

# For so long somebody whose delegation has ended is told so when he is refused; later the usual sentence does.
KEPT_DAYS = datetime.timedelta(days=92)

# Each field of ``Lent`` and where a delegation has it.
COLUMNS = {
    "key": "pk",
    "role": "assignment__role",
    "region": "assignment__region_id",
    "office": "assignment__office__name",
    "giver": "assignment__user_id",
    "full_name": "assignment__user__full_name",
    "username": "assignment__user__username",
    "active": "assignment__user__is_active",
    "valid_from": "valid_from",
    "valid_to": "valid_to",
    "held_from": "assignment__valid_from",
    "held_to": "assignment__valid_to",
    "revoked_at": "revoked_at",
}
# The same of an assignment of the person's own, for a statement that reads both.
OWN_COLUMNS = {
    "key": "pk",
    "role": "role",
    "region": "region_id",
    "office": "office__name",
    "giver": Value(None, models.BigIntegerField()),
    "full_name": Value(""),
    "username": Value(""),
    "active": Value(True),
    "valid_from": Value(None, models.DateField()),
    "valid_to": Value(None, models.DateField()),
    "held_from": "valid_from",
    "held_to": "valid_to",
    "revoked_at": Value(None, models.DateTimeField()),
}


class Lent(NamedTuple):
    """One delegation with what matters of the assignment and of its giver; without a giver, a role of one's own."""

    key: int
    role: str
    region: str
    office: str
    giver: int | None
    full_name: str
    username: str
    active: bool
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    held_from: datetime.date | None
    held_to: datetime.date | None
    revoked_at: datetime.datetime | None

    @classmethod
    def of(cls, values: Iterable) -> Self:
        """The row made of the values of ``COLUMNS``, dates as dates or, out of JSON, as text."""
        row = cls(*values)
        return row._replace(
            office=row.office or "",
            valid_from=_day(row.valid_from),
            valid_to=_day(row.valid_to),
            held_from=_day(row.held_from),
            held_to=_day(row.held_to),
            revoked_at=_moment(row.revoked_at),
        )

    @property
    def name(self) -> str:
        """The giver's name."""
        return self.full_name or self.username

    def why_not_on(self, day: datetime.date) -> str:
        """Why it gives nothing on the day, in a sentence; "" when it is in force."""
        return why_not_in_force(
            name=self.name,
            day=day,
            first=self.valid_from,
            last=self.valid_to,
            revoked=timezone.localdate(self.revoked_at) if self.revoked_at else None,
            held_from=self.held_from,
            held_to=self.held_to,
            active=self.active,
        )

    def reaches(self, code: str) -> bool:
        """Does it cover the place with that code?"""
        return code.startswith(codes.prefix(self.region))


def why_not_in_force(
    *,
    name: str,
    day: datetime.date,
    first: datetime.date,
    last: datetime.date,
    revoked: datetime.date | None,
    held_from: datetime.date | None,
    held_to: datetime.date | None,
    active: bool,
) -> str:
    """Why a delegation gives nothing on the day, in a sentence for its receiver; "" when it is in force.

    ``name`` is the giver's; ``held_from`` and ``held_to`` are the dates of his own assignment, beyond which nothing can
    be lent; ``active``: is his account open?
    """
    if revoked is not None:
        return _("Your delegation for %(name)s was revoked on %(date)s.") % {"name": name, "date": _in_words(revoked)}
    if not active:
        return _("Your delegation for %(name)s has ended: the account is closed.") % {"name": name}
    begins = max(filter(None, [first, held_from]))
    ends = min(filter(None, [last, held_to]))
    if ends < day:
        return _("Your delegation for %(name)s ended on %(date)s.") % {"name": name, "date": _in_words(ends)}
    if begins > day:
        return _("Your delegation for %(name)s begins on %(date)s.") % {"name": name, "date": _in_words(begins)}
    return ""


def _in_words(day: datetime.date) -> str:
    return date_format(day, "j F Y")


def _day(value: datetime.date | str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: datetime.datetime | str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
