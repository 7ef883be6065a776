"""Which days can be meant: outside these bounds a date is a slip of the pen, not a date."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# No village, office or survey of ours is older than the Republic (17 August 1945).
EARLIEST = datetime.date(1945, 8, 17)
# As far ahead as an office's validity may be planned.
LATEST = datetime.date(2100, 12, 31)


def why_impossible(day: datetime.date, *, past: bool = False) -> str:
    """Why nobody can mean this day, in a sentence; "" when he can. ``past``: it must have come already."""
    if day < EARLIEST:
        return _("%(date)s is too long ago; check the year.") % {"date": date_format(day, "j F Y")}
    if past and day > timezone.localdate():
        return _("This date is in the future.")
    if day > LATEST:
        return _("%(date)s is too far ahead; check the year.") % {"date": date_format(day, "j F Y")}
    return ""


def possible_day(day: datetime.date) -> None:
    """A form field's validator. Raises ValidationError."""
    if sentence := why_impossible(day):
        raise ValidationError(sentence, code="impossible_day")


def past_day(day: datetime.date) -> None:
    """The same for what has happened already: a survey, a drawing, a decision. Raises ValidationError."""
    if sentence := why_impossible(day, past=True):
        raise ValidationError(sentence, code="impossible_day")
