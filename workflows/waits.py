"""Who is waited for at many sites at once: the step, the offices that own it, why, and since when."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime

from sites.models import Site
from workflows import registry
from workflows.awaited import Awaited, awaited_at, from_row
from workflows.models import Process
from workflows.owners import Owners, names_of, owners_at
from workflows.projection import waited_since
from workflows.selectors import processes_at


@dataclass(frozen=True)
class AwaitedStep:
    """One step that is waited for, in words; the offices that are awaited; and what they have to put right first, ""
    when the step itself is all."""

    step: str
    owners: list[str]
    cause: str = ""


@dataclass(frozen=True)
class Wait:
    """The process of a site that has waited longest, since when, and what holds it there."""

    process_id: int
    kind: str
    since: datetime.datetime
    awaited: list[AwaitedStep]


@dataclass(frozen=True)
class Case:
    """A process that speaks for its site, and who is awaited there; nobody when it is done."""

    process: Process
    awaited: list[AwaitedStep]


def cases_at(site: Site) -> list[Case]:
    """The site's processes that go on, what has waited longest first, and then those that reached their goal.

    One query per kind of workflow there, and one for the offices.
    """
    shown = [process for process in processes_at(site) if process.is_open_or_won]
    awaited = {process.pk: awaited_at(process) for process in shown}
    roles = {role for found in awaited.values() for one in found for role in one.roles}
    owners = owners_at(roles, [site.code])[site.code] if roles else {}
    return [
        Case(process, [_told(one, one.sentence, owners) for one in awaited[process.pk]])
        for process in sorted(shown, key=lambda process: (not awaited[process.pk], process.waits_since, process.pk))
    ]


def waits_at(sites: Iterable[Site]) -> dict[int, Wait]:
    """For each site that waits for somebody, by its id, what waits longest there.

    From the sites' own rows: one query for the offices, and one per kind of workflow in which a rule that does not hold
    is to be told, however many sites.
    """
    sites = list(sites)
    longest = {site.pk: wait for site in sites if (wait := _longest(site))}
    rows = {
        process_id: [one for row in awaits if (one := from_row(registry.flow(kind), row))]
        for _since, process_id, kind, awaits in longest.values()
    }
    roles = {role for awaited in rows.values() for one in awaited for role in one.roles}
    codes = {site.pk: site.code for site in sites if site.pk in longest}
    owners = owners_at(roles, codes.values()) if rows else {}
    stopped = _stopped(longest.values())
    return {
        site_id: Wait(
            process_id,
            kind,
            parse_datetime(since),
            [_in_words(one, stopped.get(process_id), owners[codes[site_id]]) for one in rows[process_id]],
        )
        for site_id, (since, process_id, kind, _awaits) in longest.items()
    }


def _longest(site: Site) -> tuple[str, int, str, list[dict]] | None:
    """Since when, id, kind and who is awaited of the process that has waited longest."""
    waiting = [
        (waited_since(row), int(pk), row["kind"], row["awaits"]) for pk, row in site.processes.items() if row["waiting"]
    ]
    return min(waiting, key=lambda row: row[:2], default=None)


def _stopped(waits: Iterable[tuple[str, int, str, list[dict]]]) -> dict[int, Process]:
    """The processes in which a rule does not hold, whose owners are awaited: it says its sentence of the process."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for _since, process_id, kind, awaits in waits:
        if any(row["cause"] for row in awaits):
            by_kind[kind].append(process_id)
    found: dict[int, Process] = {}
    for kind, ids in by_kind.items():
        found |= registry.flow(kind).objects.select_related("site").in_bulk(ids)
    return found


def _in_words(awaited: Awaited, process: Process | None, owners: Owners) -> AwaitedStep:
    cause = ""
    if awaited.guard and process:
        # A rule that time has made true since keeps its name until the read-model is derived anew.
        cause = awaited.guard.unmet(process) or str(awaited.guard.label)
    return _told(awaited, cause, owners)


def _told(awaited: Awaited, cause: str, owners: Owners) -> AwaitedStep:
    return AwaitedStep(str(awaited.step.label), names_of(awaited.roles, owners, awaited.region), cause)
