"""Who is waited for at many sites at once: the step, the offices that own it, and since when."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sites.models import Site
from workflows import registry
from workflows.models import Process
from workflows.owners import Owners, names_of, owners_at
from workflows.step import Step


@dataclass(frozen=True)
class Awaited:
    """One step that is waited for, in words, and the offices that own it."""

    step: str
    owners: list[str]


@dataclass(frozen=True)
class Wait:
    """The process of a site that has waited longest, since when, and what holds it there."""

    process: Process
    since: datetime.datetime
    awaited: list[Awaited]


def waits_at(sites: Iterable[Site]) -> dict[int, Wait]:
    """For each site that waits for somebody, by its id, what waits longest there.

    One query per kind of workflow among them and one for the offices, however many sites.
    """
    longest = {site.pk: wait for site in sites if (wait := _longest(site))}
    by_kind: dict[str, list[int]] = defaultdict(list)
    for process_id, kind in longest.values():
        by_kind[kind].append(process_id)
    found: dict[int, Process] = {}
    for kind, ids in by_kind.items():
        found |= registry.flow(kind).objects.select_related("site").in_bulk(ids)
    due = {process.pk: due_steps(process) for process in found.values()}
    roles = {role for steps in due.values() for step in steps for role in step.by}
    owners = owners_at(roles, {process.site.code for process in found.values()}) if found else {}
    return {
        site_id: _wait(found[process_id], due[process_id], owners)
        for site_id, (process_id, _kind) in longest.items()
        if process_id in found
    }


def due_steps(process: Process) -> list[Step]:
    """The steps that await their actor now, whoever that is."""
    return [step for step in process.steps_from_here() if step.duty is not None and step.duty.holds(process)]


def _longest(site: Site) -> tuple[int, str] | None:
    """Id and kind of the process that has waited longest, from the site's own row."""
    waiting = [(row["since"], int(pk), row["kind"]) for pk, row in site.processes.items() if row["waiting"]]
    return min(waiting)[1:] if waiting else None


def _wait(process: Process, steps: list[Step], owners: dict[str, Owners]) -> Wait:
    here = owners.get(process.site.code, {})
    return Wait(process, process.state_since, [Awaited(str(step.label), names_of(step.by, here)) for step in steps])
