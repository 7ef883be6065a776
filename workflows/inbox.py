"""The inbox: what awaits a person, one queue per decision, so that like is decided with like."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet, Value

from gis_data.querysets import prefix_q
from workflows import registry
from workflows.awaited import awaited_at, remedies
from workflows.models import Process
from workflows.step import Step
from workflows.turns import turn_condition


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
        """The processes, oldest first, with their site and place."""
        waiting = self.flow.objects.filter(self.condition)
        return waiting.select_related("site__village__parent__parent").order_by("state_since", "pk")


def queues(user, *, region: str = "") -> list[Queue]:
    """The person's queues that hold something, the one with the oldest process first; within a region if given.

    One query per workflow in which the person has a duty. Raises gis_data.codes.InvalidCode.
    """
    found = []
    for flow in registry.flows():
        conditions = [
            (step, condition)
            for step in flow.steps.values()
            if (condition := turn_condition(flow, step, user)) is not None
        ]
        found += _counted(flow, conditions, prefix_q("site__code", [region]) if region else Q())
    return sorted(found, key=lambda queue: (queue.oldest, queue.key))


def has_duties(user) -> bool:
    """Could anything ever await this person? Asks nothing of the database but the person's scope."""
    return any(
        turn_condition(flow, step, user) is not None for flow in registry.flows() for step in flow.steps.values()
    )


def oldest(waiting: list[Queue], limit: int) -> list[tuple[Queue, Process]]:
    """The oldest processes of the queues with the queue each stands in; one query per queue."""
    found = [(queue, process) for queue in waiting for process in queue.processes()[:limit]]
    return sorted(found, key=lambda pair: (pair[1].state_since, pair[1].pk))[:limit]


def cause_of(queue: Queue, process: Process) -> tuple[str, bool]:
    """What is to be put right at a process of the queue, "" when the step itself is awaited; and does the remedy lie
    outside the process, so that the step is not this person's to take?"""
    causes = [
        one
        for one in awaited_at(process)
        if one.guard
        and (one.step is queue.step or queue.step in remedies(queue.flow, one.guard, one.step, process.state))
    ]
    return next((one.sentence for one in causes), ""), any(one.step is queue.step for one in causes)


def _counted(flow: type[Process], conditions: list[tuple[Step, Q]], place: Q) -> list[Queue]:
    """The queues of one workflow that hold something. One query: a part for each step."""
    parts = [
        flow.objects.filter(condition & place, kind=flow.kind_name)
        .order_by()
        .values(name=Value(step.name))
        .annotate(count=Count("pk"), oldest=Min("state_since"))
        for step, condition in conditions
    ]
    if not parts:
        return []
    found = {row["name"]: row for row in parts[0].union(*parts[1:], all=True)}
    return [
        Queue(flow, step, condition & place, found[step.name]["count"], found[step.name]["oldest"])
        for step, condition in conditions
        if found[step.name]["count"]
    ]
