"""Whose turn it is: kept as rows that follow every step, and asked of them for one person."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q

from accounts.roles import Role
from gis_data.querysets import prefix_q
from sites.services import Beside
from workflows import registry
from workflows.awaited import Awaited, remedies
from workflows.models import Process, Turn
from workflows.owners import held_nearest
from workflows.step import Step

# The columns of a row as ``turns_at`` gives them.
COLUMNS = (
    "process_id",
    "code",
    "kind",
    "state",
    "step",
    "awaited",
    "cause",
    "role",
    "since",
    "due_on",
    "held_in",
    "raised_to",
    "barred",
)
_GONE = f"DELETE FROM {Turn._meta.db_table} WHERE process_id = ANY(%s)"  # noqa: S608
_ROW = f"({', '.join(['%s'] * (len(COLUMNS) - 1))}, %s::bigint[])"
_KEPT = f"INSERT INTO {Turn._meta.db_table} ({', '.join(COLUMNS)}) VALUES "  # noqa: S608


def turns_at(process: Process, awaited: Iterable[Awaited]) -> list[tuple]:
    """The rows (``Turn``'s columns) that follow from who is awaited at the process, in the order of the steps.

    A rule that stops a step is made true by the steps of its owner that ask for what it reads; where there is none, it
    is the owner's turn all the same, under the name of the step that is stopped. What was raised is also the turn of
    the office it was raised to, which sees to it even where it may not take the step itself.
    """
    rows = []
    for one in awaited:
        found = remedies(type(process), one.guard, one.step, process.state) if one.guard else [one.step]
        raised, since = one.raised.to if one.raised else (), process.since_of(one.step)
        for step in found or [one.step]:
            here = [(str(role), "") for role in sorted(one.roles & step.by if found else one.roles)]
            held_in = step.region_for(process) if found else one.region
            barred = _separated(step, process) if found else []
            told = (
                process.pk,
                process.site.code,
                process.kind,
                str(process.state),
                step.name,
                one.step.name,
                one.cause,
            )
            rows += [
                (*told, role, since, one.due, held_in, region, barred)
                for role, region in dict.fromkeys((*here, *raised))
            ]
    return rows


def settling(found: Iterable[tuple[Process, list[Awaited]]]) -> list[Beside]:
    """The statements that keep whose turn it is at these processes, and nothing else of them; for ``services.save``."""
    latest = {process.pk: (process, awaited) for process, awaited in found}
    if not latest:
        return []
    rows = [row for process, awaited in latest.values() for row in turns_at(process, awaited)]
    statements: list[Beside] = [(_GONE, [list(latest)])]
    if rows:
        statements.append((_KEPT + ", ".join([_ROW] * len(rows)), [value for row in rows for value in row]))
    return statements


def settle(found: Iterable[tuple[Process, list[Awaited]]]) -> None:
    """Keep it where the site's own row does not change, under its lock."""
    with connection.cursor() as cursor:
        for sql, parameters in settling(found):
            cursor.execute(sql, parameters)


def turn_condition(user) -> Q | None:
    """The condition "this turn is the person's", over ``Turn``; None for who holds no role in a workflow.

    It is the nearest office's turn: the province may take a step of the regency's office, but it stands in the
    province's inbox only where no regency has such an office, or when it was raised to it.
    """
    held = {(grant.role, grant.region_code) for grant in user.scope.grants if grant.role != Role.VIEWER}
    if not held:
        return None
    condition = reduce(or_, (of_holder(role, region) for role, region in sorted(held))) & ~Q(barred__contains=[user.pk])
    for giver, regions in user.scope.acting_regions().items():
        condition &= ~(Q(barred__contains=[giver]) & prefix_q("code", regions))
    return condition


def of_holder(role: str, region: str) -> Q:
    """The condition "this turn is that of the role's holder in the region": as the nearest one, as that of the very
    region whose it is, or raised to it.

    Each of the three is whole in itself, so that an index finds it.
    """
    nearest = Q(role=role, raised_to="", held_in="") & held_nearest("code", Role(role), region)
    return nearest | Q(role=role, raised_to="", held_in=region) | Q(role=role, raised_to=region)


def roles_with_turns() -> frozenset[Role]:
    """The roles that some workflow may wait for."""
    return frozenset(
        role
        for flow in registry.flows()
        for step in flow.steps.values()
        if step.duty
        for role in step.by.union(*(guard.owners for guard in step.guards))
        if role != Role.CLOCK
    )


def _separated(step: Step, process: Process) -> list[int]:
    return sorted({pk for earlier in step.not_by_actor_of for pk in process.actors.get(earlier, [])})
