"""The site's read-model, derived from its processes in the transaction that changes one of them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from sites import services
from sites.models import Site
from sites.stages import Flag, Stage
from workflows import registry, turns
from workflows.awaited import Awaited, awaited_at
from workflows.gates import LAND, OUTLET, has
from workflows.models import Process

SITE_FIELDS = ["stage", "flags", "progress", "waiting_since", "due_on", "renew_on", "processes", "states"]


Projected = list[tuple[Process, list[Awaited]]]


def project(site: Site, process: Process) -> Projected:
    """Put the process into the site's ``processes`` and derive the other columns; the caller saves with ``keep``.

    Returns the processes whose row it wrote, each with who is awaited there.
    Needs no query: the site row is locked and carries the same summary of every other process. One only when the
    process comes into a state that only one may be in, or leaves it: then it is decided whom the others await.
    """
    before = site.processes.get(str(process.pk), {}).get("state")
    judged = _judged(site, [process])
    if (before in process.single_in) != (process.state in process.single_in):
        judged += _judged(site, type(process).objects.filter(site=site).exclude(pk=process.pk))
    derive(site)
    return judged


def standing(site: Site, process: Process) -> tuple:
    """State and flags of the process as the site's row has them: what rules of other workflows may read of it."""
    row = site.processes.get(str(process.pk), {})
    return row.get("state"), row.get("flags")


def project_all(site: Site, processes: Iterable[Process]) -> Projected:
    """Derive all of the read-model anew from all the processes of the site; returns them as ``project`` does."""
    processes = list(processes)
    # First what they stand in: whether one is awaited depends on the others.
    site.processes = {str(process.pk): {"kind": process.kind, "state": process.state} for process in processes}
    judged = _judged(site, processes)
    derive(site)
    return judged


def project_dependents(site: Site, process: Process) -> Projected:
    """Judge the site's other processes anew whose rules depend on this one, which has changed its state.

    Returns them as ``project`` does. One query per kind that depends on it and is open at the site; usually none.
    """
    kinds = registry.dependents(process.kind)
    waiting: dict[str, list[int]] = defaultdict(list)
    for pk, row in site.processes.items():
        if row["kind"] in kinds and int(pk) != process.pk:
            waiting[row["kind"]].append(int(pk))
    judged = []
    for kind, ids in waiting.items():
        judged += _judged(site, registry.flow(kind).objects.filter(pk__in=ids))
    if judged:
        derive(site)
    return judged


def keep(site: Site, judged: Projected, more: Iterable[str] = (), beside: Iterable[services.Beside] = ()) -> None:
    """Save the site's read-model, and ``more`` of its fields, with whose turn it is at the processes judged anew.

    One statement, with what is written ``beside``.
    """
    services.save(site, [*SITE_FIELDS, *more], [*turns.settling(judged), *beside])


def _judged(site: Site, processes: Iterable[Process]) -> Projected:
    judged = []
    for process in processes:
        process.site = site
        awaited = awaited_at(process)
        site.processes[str(process.pk)] = summary(process, awaited)
        judged.append((process, awaited))
    return judged


def summary(process: Process, awaited: list[Awaited]) -> dict:
    """What the site's row keeps of one process."""
    changes = process.flags_change_on(timezone.localdate())
    return {
        "kind": process.kind,
        "state": process.state,
        "stage": int(process.stage),
        "flags": int(process.flags()),
        # In UTC, so that the texts sort like the moments they name.
        "since": _text(process.state_since),
        **({} if process.progress is None else {"progress": f"{process.progress:.2f}"}),
        **({"aspects": aspects} if (aspects := process.aspects()) else {}),
        "waiting": process.waiting,
        **({} if (waits := process.waits_since) == process.state_since else {"waits": _text(waits)}),
        "awaits": [one.as_row() for one in awaited],
        **({} if changes is None else {"renew_on": changes.isoformat()}),
    }


def waited_since(row: dict) -> str:
    """Since when somebody is awaited at the process whose summary this is."""
    return row.get("waits", row["since"])


def _text(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat()


def derive(site: Site) -> None:
    """Compute stage, flags, states, waiting time and deadlines from ``site.processes`` and the day alone."""
    rows = sorted(site.processes.items(), key=lambda row: (row[1]["stage"], row[1]["waiting"], int(row[0])))
    site.stage = max((row["stage"] for _, row in rows), default=Stage.REGISTERED)
    site.flags = int(Flag.NONE)
    for _, row in rows:
        site.flags |= row["flags"]
    # That one plot was rejected needs nobody's attention any more where another is accepted.
    if has(site, LAND, {"accepted"}):
        site.flags &= ~Flag.LAND_REJECTED
    # Later rows win: the furthest process of a kind, and among equals the one still moving, speaks for the kind.
    site.states = {row["kind"]: row["state"] for _, row in rows}
    percents = {row["kind"]: row["progress"] for _, row in rows if "progress" in row}
    # A site is as far as its outlet; where none is begun, as far as what else is being built.
    told = percents.get(OUTLET, next(iter(percents.values()), None))
    site.progress = None if told is None else Decimal(told)
    waits = [waited_since(row) for _, row in rows if row["waiting"]]
    site.waiting_since = min((parse_datetime(since) for since in waits), default=None)
    _deadlines(site)


def _deadlines(site: Site) -> None:
    """When the first awaited step is due, is that day past, and when must the clock look again?"""
    awaited = [one for row in site.processes.values() for one in row.get("awaits", ()) if "due" in one]
    due = min((one["due"] for one in awaited), default=None)
    site.due_on = due and datetime.date.fromisoformat(due)
    if site.due_on and site.due_on < timezone.localdate():
        site.flags |= Flag.OVERDUE
    # What was raised already needs no other look; what could not be raised is tried again every day.
    ends = [one["due"] for one in awaited if "to" not in one]
    days = [datetime.date.fromisoformat(day) + datetime.timedelta(days=1) for day in ends]
    days += [datetime.date.fromisoformat(row["renew_on"]) for row in site.processes.values() if "renew_on" in row]
    site.renew_on = min(days, default=None)
