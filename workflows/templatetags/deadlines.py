"""Deadlines in sentences: until when, how late, and to whom it was raised."""

import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.awaited import Raised
from workflows.calendar.deadlines import days_late

register = template.Library()


@register.filter
def term(due: datetime.date | None) -> str:
    """ "due 24 Nov 2026", or "was due 24 Nov 2026, 3 working days late"; "" without a term."""
    if due is None:
        return ""
    today, date = timezone.localdate(), date_format(due, "DATE_FORMAT")
    if due >= today:
        return _("due %(date)s") % {"date": date}
    late = days_late(due, today)
    if not late:
        # The weekend after the last day.
        return _("was due %(date)s") % {"date": date}
    return ngettext(
        "was due %(date)s, %(num)d working day late", "was due %(date)s, %(num)d working days late", late
    ) % {"date": date, "num": late}


@register.filter
def is_late(due: datetime.date | None) -> bool:
    """Has the last day of the term passed?"""
    return due is not None and due < timezone.localdate()


@register.filter
def escalation(raised: Raised | None) -> str:
    """ "Escalated to Dinas Koperasi Provinsi on 24 Nov 2026."; "" for what was not raised."""
    if raised is None:
        return ""
    return _("Escalated to %(offices)s on %(date)s.") % {
        "offices": "; ".join(raised.names),
        "date": date_format(raised.on, "DATE_FORMAT"),
    }
