"""The inbox: what awaits a person, one queue per decision, so that like is decided with like."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from gis_data.querysets import prefix_q
from workflows import registry
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


def _counted(flow: type[Process], conditions: list[tuple[Step, Q]], place: Q) -> list[Queue]:
    if not conditions:
        return []
    waiting = flow.objects.filter(place)
    totals = {}
    for step, condition in conditions:
        totals[f"{step.name}_count"] = Count("pk", filter=condition)
        totals[f"{step.name}_oldest"] = Min("state_since", filter=condition)
    # Only states that some duty starts in are looked at, so that the index on kind and state serves.
    states = {state for step, _ in conditions for state in step.sources}
    counted = waiting.filter(kind=flow.kind_name, state__in=states).aggregate(**totals)
    return [
        Queue(flow, step, condition & place, counted[f"{step.name}_count"], counted[f"{step.name}_oldest"])
        for step, condition in conditions
        if counted[f"{step.name}_count"]
    ]
