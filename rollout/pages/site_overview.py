"""The overview of a site: one line per workflow, how far it is, who is awaited and since when."""

import datetime
from dataclasses import dataclass

from workflows import registry
from workflows.lanes import LaneState
from workflows.models import Process
from workflows.site_work import OpenProcess, SiteWork


@dataclass(frozen=True)
class Line:
    """One process.

    ``place`` of ``length``: how many states of its way it has reached; 0 for one that ended beside the way.
    ``offices``: those that are awaited, "" when nobody is; ``mine``: is it the reader's turn?
    """

    process: Process
    place: int
    length: int
    offices: str = ""
    since: datetime.datetime | None = None
    due: datetime.date | None = None
    mine: bool = False


def overview(work: SiteWork) -> list[Line]:
    """The lines in the order of the workflows: what goes on, and what is done. No query."""
    lines = []
    for flow in registry.flows():
        lines += [_going(one) for one in work.open if type(one.process) is flow]
        lines += [_line(one.process, one.lane) for one in work.settled if type(one.process) is flow]
    return lines


def _going(one: OpenProcess) -> Line:
    offices = dict.fromkeys(name for step in one.duties for awaited in step.awaited for name in awaited.offices)
    return _line(
        one.process,
        one.lane,
        offices="; ".join(offices),
        since=one.process.waits_since if one.duties else None,
        due=min((step.due for step in one.duties if step.due), default=None),
        mine=bool(one.mine),
    )


def _line(process: Process, lane: list[LaneState], **more) -> Line:
    reached = [number for number, state in enumerate(lane, 1) if state.status != "ahead"]
    return Line(process, max(reached, default=0), len(lane), **more)
