"""The time a simulated request says of itself; every other request is timed by the server."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

from sites.history import moments
from sites.models import Event, Site


def checked(at: datetime.datetime | None, *, site: Site, simulated: bool) -> datetime.datetime | None:
    """``at`` when it may stand in the ledger of the locked site, or None when the server's clock decides.

    A simulated story may lie before the real entry that registered the site, but it never runs backwards.
    Raises ValueError: for a process that is not simulated, for a time in the future, and for one before the site's
    last simulated entry.
    """
    if at is None:
        return None
    if not simulated:
        raise ValueError("only a simulated process has its own time")
    if at > timezone.now():
        raise ValueError(f"the simulated time {at} lies in the future")
    entries = Event.objects.filter(site=site, simulated=True).order_by("-seq")
    last = entries.values_list("recorded_at", flat=True).first()
    if last is None:
        moments.begin_before(site, at)
    elif at < last:
        raise ValueError(f"the simulated time {at} lies before the site's last entry ({last})")
    return at


_at: ContextVar[datetime.datetime | None] = ContextVar("simulated_time", default=None)


@contextmanager
def during(at: datetime.datetime | None) -> Iterator[None]:
    """While a simulated request is answered: rules and steps that ask for ``today`` are told its day."""
    token = _at.set(at)
    try:
        yield
    finally:
        _at.reset(token)


def today() -> datetime.date:
    """The day of the request that is being answered: its own for a simulated one, the present day for all others."""
    return timezone.localdate(_at.get())
