"""The faults of a connection that count, with the one at hand, and the downtime they add up to."""

import datetime

from workflows.internet.downtime import Spell, downtime, minutes
from workflows.internet.lines import Fault


def spells_of(process, *, but: Fault | None = None) -> list[Spell]:
    """The closed faults of the connection as (begin, end), without the given one."""
    closed = Fault.objects.filter(process_id=process.pk, state=Fault.State.CLOSED)
    if but is not None and but.pk:
        closed = closed.exclude(pk=but.pk)
    return list(closed.values_list("began_at", "ended_at"))


def minutes_down(process, closing: Fault | None = None) -> int:
    """Whole minutes of downtime; ``closing`` counts too, though it is not written yet."""
    spells = spells_of(process, but=closing)
    return minutes(downtime([*spells, (closing.began_at, closing.ended_at)] if closing else spells))


def all_down(process, until: datetime.datetime) -> datetime.timedelta:
    """The downtime of the faults that are over, and of the present one up to that moment."""
    since = process.faulty_since
    present = max(until - since, datetime.timedelta()) if since else datetime.timedelta()
    return datetime.timedelta(minutes=process.minutes_down) + present
