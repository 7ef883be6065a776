"""What was waited for on a day, and by whom: from the turns that stand now, or from the history of the processes."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.roles import Role
from rollout.reports.asked import Asked
from workflows import registry
from workflows.history.waits import waits_at
from workflows.owners import names_of, owners_at
from workflows.stuck import Narrowed, of_work, turns_in


@dataclass(frozen=True)
class Waiting:
    """One thing that a process waits for; ``cause``: the rule that stops it, in words, "" for none."""

    code: str
    kind: str
    process_id: int
    state: str
    step: str
    cause: str
    roles: frozenset[Role]
    since: datetime.datetime


def waiting(asked: Asked, first: int | None = None) -> list[Waiting]:
    """What has waited longest first; ``first`` of them, or all. Two queries."""
    if not asked.when.is_now:
        found = [
            Waiting(
                one.process.site_code,
                one.process.flow.kind_name,
                one.process.pk,
                one.process.state,
                one.step,
                one.cause,
                one.roles,
                one.since,
            )
            for one in waits_at(asked.codes, asked.when.day, asked.kind)
        ]
        return sorted(found, key=lambda one: (one.since, one.process_id, one.step))[:first]
    return _present(asked, first)


def _present(asked: Asked, first: int | None) -> list[Waiting]:
    turns = of_work(turns_in(list(asked.codes)), Narrowed(kind=asked.kind))
    named = ("since", "process_id", "awaited", "cause")
    cases = turns.order_by(*named).distinct(*named).values_list("code", "kind", "state", *named)[:first]
    roles: dict[tuple, set[Role]] = defaultdict(set)
    rows = list(cases)
    of_these = turns.filter(process_id__in={row[4] for row in rows}) if first else turns
    for process_id, awaited, cause, role in of_these.values_list("process_id", "awaited", "cause", "role").distinct():
        roles[process_id, awaited, cause].add(Role(role))
    return [
        Waiting(
            code,
            kind,
            process_id,
            state,
            *_in_words(kind, awaited, cause),
            frozenset(roles[process_id, awaited, cause]),
            since,
        )
        for code, kind, state, since, process_id, awaited, cause in rows
    ]


def _in_words(kind: str, awaited: str, cause: str) -> tuple[str, str]:
    step = registry.flow(kind).steps[awaited]
    guard = next((guard for guard in step.guards if guard.code == cause), None)
    return str(step.label), str(guard.label) if guard else ""


def offices_of(found: Iterable[Waiting]) -> dict[tuple[str, frozenset[Role]], str]:
    """Whose each is today: the offices nearest to the site that hold one of the roles, by (site, roles). One query."""
    found = list(found)
    owners = owners_at({role for one in found for role in one.roles}, {one.code for one in found}) if found else {}
    return {(one.code, one.roles): "; ".join(names_of(one.roles, owners[one.code])) for one in found}
