"""How long a connection was down: spells that may touch or overlap, counted once."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE = datetime.timedelta(minutes=1)
Spell = tuple[datetime.datetime, datetime.datetime]


def downtime(spells: Iterable[Spell]) -> datetime.timedelta:
    """The time covered by the spells (begin, end), aware; what two of them share counts once."""
    total, covered_until = datetime.timedelta(), None
    for began, ended in sorted(spells):
        if covered_until is not None and began < covered_until:
            began = covered_until
        if ended > began:
            total += ended - began
            covered_until = ended
    return total


def overlapping(spell: Spell, others: Iterable[Spell]) -> Spell | None:
    """The first of the others that shares time with the spell; touching at an end is no overlap."""
    return next((other for other in sorted(others) if other[0] < spell[1] and spell[0] < other[1]), None)


def minutes(lasted: datetime.timedelta) -> int:
    """Whole minutes, as the process keeps them."""
    return lasted // MINUTE


def in_words(lasted: datetime.timedelta) -> str:
    """ "2 days 3 h 5 min": the two or three units that say it, without those that are zero."""
    total = minutes(lasted)
    days, rest = divmod(total, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [ngettext("%(count)d day", "%(count)d days", days) % {"count": days}] if days else []
    parts += [_("%(count)d h") % {"count": hours}] if hours else []
    parts += [_("%(count)d min") % {"count": left}] if left or not parts else []
    return " ".join(parts)


def share_working(since: datetime.datetime, until: datetime.datetime, down: datetime.timedelta) -> Decimal | None:
    """The part of the time, in percent with two decimals, in which it worked; None where no time has passed."""
    whole = until - since
    if whole <= datetime.timedelta():
        return None
    down = min(down, whole)
    return (Decimal(100) * (1 - Decimal(down / MINUTE) / Decimal(whole / MINUTE))).quantize(Decimal("0.01"))
