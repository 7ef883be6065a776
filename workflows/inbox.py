"""The inbox: what awaits a person, one queue per decision, so that like is decided with like."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.contrib.gis.db.models import GeometryField
from django.db import connection
from django.db.models import Count, Min, Q, QuerySet, Window
from django.db.models.functions import DenseRank
from django.utils import timezone

from accounts.scope import Scope
from gis_data.querysets import prefix_q
from sites.models import Event
from workflows import registry
from workflows.awaited import Awaited, awaited_at, remedies
from workflows.models import Process, Turn
from workflows.selectors import last_moves
from workflows.step import Step
from workflows.turns import roles_with_turns, turn_condition

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
    turns: QuerySet[Turn] = field(repr=False, compare=False)
    count: int
    oldest: datetime.datetime

    @property
    def key(self) -> str:
        return f"{self.flow.kind_name}.{self.step.name}"

    @property
    def processes(self) -> "Queued":
        """The processes, oldest first; counted and cut like a list."""
        return Queued(self)


class Queued:
    """The processes of a queue as a paginator wants them: a portion costs two queries, whatever stands before it."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def __len__(self) -> int:
        return self._queue.count

    def __getitem__(self, portion: slice) -> list[Process]:
        mine = self._queue.turns.filter(kind=self._queue.flow.kind_name, step=self._queue.step.name)
        ids = mine.values_list("process_id", flat=True).order_by("since", "process_id").distinct("since", "process_id")
        found = _fetched({self._queue.flow: list(ids[portion])})
        return sorted(found.values(), key=lambda process: (process.since_of(self._queue.step), process.pk))


def queues(user, *, region: str = "") -> list[Queue]:
    """The person's queues that hold something, the one with the oldest process first; within a region if given.

    One query. Raises gis_data.codes.InvalidCode.
    """
    mine = turns_of(user, region=region)
    if mine is None:
        return []
    steps = {(flow.kind_name, step.name): (flow, step) for flow in registry.flows() for step in flow.steps.values()}
    with connection.cursor() as cursor:
        cursor.execute(*_counting(_Person(user.pk, user.scope), region, timezone.localdate()))
        rows = cursor.fetchall()
    found = [
        Queue(*steps[kind, step], mine, count, since) for kind, step, count, since in rows if (kind, step) in steps
    ]
    return sorted(found, key=lambda queue: (queue.oldest, queue.key))


def turns_of(user, *, region: str = "") -> QuerySet[Turn] | None:
    """What is this person's turn, within a region if given; None when nothing ever is. Raises InvalidCode."""
    condition = _condition(_Person(user.pk, user.scope), region, timezone.localdate())
    return None if condition is None else Turn.objects.filter(condition)


def has_duties(user) -> bool:
    """Could anything ever await this person? Asks nothing of the database but the person's scope."""
    return any(grant.role in roles_with_turns() for grant in user.scope.grants)


def firsts(waiting: list[Queue], limit: int) -> dict[str, list[Process]]:
    """The oldest processes of each queue, by the queue's key; one query, and one per workflow among them."""
    if not waiting:
        return {}
    place = Window(DenseRank(), partition_by=["kind", "step"], order_by=["since", "process_id"])
    leading = waiting[0].turns.annotate(place=place).filter(place__lte=limit)
    rows = list(leading.values_list("kind", "step", "process_id", "place").order_by("place", "kind", "step").distinct())
    ids: dict[type[Process], list[int]] = {}
    for kind, _step, pk, _place in rows:
        ids.setdefault(registry.flow(kind), []).append(pk)
    found = _fetched(ids)
    queued: dict[str, list[Process]] = {queue.key: [] for queue in waiting}
    for kind, step, pk, _place in rows:
        if pk in found and f"{kind}.{step}" in queued:
            queued[f"{kind}.{step}"].append(found[pk])
    return queued


def oldest(waiting: list[Queue], limit: int) -> list[tuple[Queue, Process]]:
    """The oldest processes of the queues with the queue each stands in; one query, and one per workflow among them."""
    if not waiting:
        return []
    by_step = {(queue.flow.kind_name, queue.step.name): queue for queue in waiting}
    mine = waiting[0].turns.order_by("since", "process_id", "step").distinct("since", "process_id", "step")
    first = list(mine.values_list("process_id", "kind", "step")[:limit])
    ids: dict[type[Process], list[int]] = {}
    for pk, kind, _step in first:
        ids.setdefault(registry.flow(kind), []).append(pk)
    found = _fetched(ids)
    return [(by_step[kind, step], found[pk]) for pk, kind, step in first if pk in found and (kind, step) in by_step]


def _fetched(ids: dict[type[Process], list[int]]) -> dict[int, Process]:
    """The processes with their site and place; without shapes, which cost more than all the rest."""
    found: dict[int, Process] = {}
    for flow, numbers in ids.items():
        shapes = [column.name for column in flow._meta.local_fields if isinstance(column, GeometryField)]
        placed = flow.objects.select_related("site__village__parent__parent").defer(*shapes, *_SHAPES_OF_PLACE)
        found |= placed.in_bulk(numbers)
    return found


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

    Sent back is what is proposed again by the step that proposed it: a case that fell behind, or was put out of
    service, was not. One query if there are any, else none.
    """
    if queue.flow.initial not in queue.step.sources:
        return {}
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


@lru_cache(maxsize=512)
def _condition(person: _Person, region: str, _today: datetime.date) -> Q | None:
    """Composed once for a person and a day, whose assignments are in it: the menu of every page counts, and composing
    takes several times as long as the database's answer."""
    condition = turn_condition(person)
    return condition & prefix_q("code", [region]) if condition is not None and region else condition


@lru_cache(maxsize=512)
def _counting(person: _Person, region: str, today: datetime.date) -> tuple[str, tuple]:
    mine = Turn.objects.filter(_condition(person, region, today)).order_by()
    counted = mine.values_list("kind", "step").annotate(count=Count("process", distinct=True), oldest=Min("since"))
    return counted.query.sql_with_params()
