"""The inbox: what awaits a person, one queue per decision, so that like is decided with like."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.gis.db.models import GeometryField
from django.db import connection
from django.db.models import Count, Min, Q, QuerySet, Value
from django.utils import timezone

from accounts.scope import Scope
from gis_data.querysets import prefix_q
from sites.models import Event
from workflows import registry
from workflows.awaited import Awaited, awaited_at, remedies
from workflows.models import Process
from workflows.selectors import last_moves
from workflows.step import Step
from workflows.turns import turn_condition

_SHAPES_OF_PLACE = (
    "site__position",
    "site__village__point",
    "site__village__parent__point",
    "site__village__parent__parent__point",
)


@dataclass(frozen=True)
class Queue:
    """All processes that await this person for one step. ``key`` names it in addresses: "kind.step"."""

    flow: type[Process]
    step: Step
    condition: Q
    count: int
    oldest: datetime.datetime | None

    @property
    def key(self) -> str:
        return f"{self.flow.kind_name}.{self.step.name}"

    def processes(self) -> QuerySet:
        """The processes, oldest first, with their site and place; without shapes, which cost more than all the rest."""
        waiting = self.flow.objects.filter(self.condition).select_related("site__village__parent__parent")
        shapes = [column.name for column in self.flow._meta.local_fields if isinstance(column, GeometryField)]
        return waiting.defer(*shapes, *_SHAPES_OF_PLACE).order_by("state_since", "pk")


def queues(user, *, region: str = "") -> list[Queue]:
    """The person's queues that hold something, the one with the oldest process first; within a region if given.

    One query per workflow in which the person has a duty. Raises gis_data.codes.InvalidCode.
    """
    found = [queue for flow in registry.flows() for queue in _turns(flow, user, region).queues()]
    return sorted(found, key=lambda queue: (queue.oldest, queue.key))


def has_duties(user) -> bool:
    """Could anything ever await this person? Asks nothing of the database but the person's scope."""
    return any(_turns(flow, user).conditions for flow in registry.flows())


def oldest(waiting: list[Queue], limit: int) -> list[tuple[Queue, Process]]:
    """The oldest processes of the queues with the queue each stands in; one query per queue."""
    found = [(queue, process) for queue in waiting for process in queue.processes()[:limit]]
    return sorted(found, key=lambda pair: (pair[1].state_since, pair[1].pk))[:limit]


def cause_of(queue: Queue, process: Process) -> tuple[str, bool]:
    """What is to be put right at a process of the queue, "" when the step itself is awaited; and does the remedy lie
    outside the process, so that the step is not this person's to take?"""
    causes = [one for one in awaited_in(queue, process) if one.guard]
    return next((one.sentence for one in causes), ""), any(one.step is queue.step for one in causes)


def awaited_in(queue: Queue, process: Process) -> list[Awaited]:
    """Why a process stands in the queue: what is awaited by the queue's step, or can be put right by it."""
    return [
        one
        for one in awaited_at(process)
        if one.step is queue.step
        or (one.guard and queue.step in remedies(queue.flow, one.guard, one.step, process.state))
    ]


def returns_of(queue: Queue, processes: Iterable[Process]) -> dict[int, Event]:
    """The entry that sent a process back, by the process, for those that stand where only a return leads.

    One query if there are any, else none.
    """
    leading: dict[str, list[Step]] = {}
    for step in queue.flow.steps.values():
        leading.setdefault(step.target, []).append(step)
    back = {state for state, steps in leading.items() if all(step.tone == "back" for step in steps)}
    return last_moves(process.pk for process in processes if process.state in back)


@dataclass(frozen=True)
class _Person:
    """Of a person what his turns depend on; the same in every request until an assignment of his begins or ends."""

    pk: int
    scope: Scope


@dataclass(frozen=True)
class _Turns:
    """When which step of a workflow is a person's turn, and the statement that counts what awaits him."""

    flow: type[Process]
    conditions: tuple[tuple[Step, Q], ...]
    sql: str = ""
    parameters: tuple = ()

    def queues(self) -> list[Queue]:
        """The queues that hold something. One query, or none."""
        if not self.conditions:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.parameters)
            found = {name: (count, oldest) for name, count, oldest in cursor.fetchall()}
        return [
            Queue(self.flow, step, condition, *found[step.name])
            for step, condition in self.conditions
            if found[step.name][0]
        ]


def _turns(flow: type[Process], user, region: str = "") -> _Turns:
    return _composed(flow, _Person(user.pk, user.scope), region, timezone.localdate())


@lru_cache(maxsize=512)
def _composed(flow: type[Process], person: _Person, region: str, _today: datetime.date) -> _Turns:
    """Composed once for a person and a day, whose assignments are in it: the menu of every page counts, and composing
    takes several times as long as the database's answer."""
    place = prefix_q("site__code", [region]) if region else Q()
    conditions = tuple(
        (step, condition & place)
        for step in flow.steps.values()
        if (condition := turn_condition(flow, step, person)) is not None
    )
    if not conditions:
        return _Turns(flow, ())
    parts = [
        flow.objects.filter(condition, kind=flow.kind_name)
        .order_by()
        .values(name=Value(step.name))
        .annotate(count=Count("pk"), oldest=Min("state_since"))
        for step, condition in conditions
    ]
    return _Turns(flow, conditions, *parts[0].union(*parts[1:], all=True).query.sql_with_params())
