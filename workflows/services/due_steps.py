"""The steps that time takes: those whose day has come are found, and taken through the gate as the clock."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import IntegerField, QuerySet, Value

from workflows import registry
from workflows.models import Process
from workflows.refusals import Stale
from workflows.services.take_step import take_step
from workflows.step import Step
from workflows.submission import Submission

PORTION = 1000
# Others may work on the same process while the clock runs: it reads again, and gives up after so many times.
_TRIES = 5
_NAMESPACE = uuid.UUID("5c5ea3f4-6d0c-4f6e-9a35-1d3f1b0c7c10")


@dataclass(frozen=True)
class ClockStep:
    """A declared step of the clock, with its workflow."""

    flow: type[Process]
    step: Step

    @property
    def name(self) -> str:
        """ "workflow.step"."""
        return f"{self.flow.kind_name}.{self.step.name}"

    @property
    def on_line(self) -> bool:
        """Is it about a line of the process?"""
        return self.step.record is not None and not self.step.record.adds

    def due(self, today: datetime.date) -> QuerySet:
        """The processes, or the lines of processes, for which the step is due: key, process, its site's code and its
        version, the day it was due, and the line's number."""
        day = self.step.due.column
        if self.on_line:
            rows = self.step.record.model.objects.filter(
                state__in=self.step.record.sources,
                process__kind=self.flow.kind_name,
                process__state__in=self.step.sources,
            ).values_list("pk", "process_id", "process__site__code", "process__version", day, "number")
        else:
            rows = self.flow.objects.filter(state__in=self.step.sources).values_list(
                "pk", "pk", "site__code", "version", day, Value(None, IntegerField())
            )
        return rows.filter(self.step.due.condition(today)).order_by("pk")


@dataclass(frozen=True)
class DueStep:
    """A step that is due: for which process, and for which of its lines when it changes one."""

    what: ClockStep
    key: int
    process_id: int
    site: str
    day: datetime.date
    line: int | None = None

    @property
    def name(self) -> tuple[str, int]:
        """What tells it from every other that is due."""
        return self.what.name, self.key


def clock_steps() -> list[ClockStep]:
    """Every declared step that time takes."""
    return [ClockStep(flow, step) for flow in registry.flows() for step in flow.steps.values() if step.due is not None]


def due_steps(what: ClockStep, today: datetime.date) -> Iterator[DueStep]:
    """Everything for which the step is due, a portion at a time; one query for each thousand."""
    last = 0
    while portion := list(what.due(today).filter(pk__gt=last)[:PORTION]):
        last = portion[-1][0]
        for key, process_id, site, _version, day, line in portion:
            yield DueStep(what, key, process_id, site, day, line)


def take_due(due: DueStep, *, clock, today: datetime.date) -> bool:
    """Take the step if it is still due; was it taken by this call?

    Two clocks at once send the same request, named by process, step and version, which the gate answers once.
    Raises what ``take_step`` raises.
    """
    for attempt in range(1, _TRIES + 1):
        row = due.what.due(today).filter(pk=due.key).first()
        if row is None:
            return False
        version = row[3]
        name = f"{due.process_id}.{due.what.step.name}.{due.line or ''}.{version}"
        submission = Submission(version=version, item=due.line, client_id=uuid.uuid5(_NAMESPACE, name))
        try:
            taken = take_step(process_id=due.process_id, step=due.what.step.name, actor=clock, submission=submission)
        except Stale:
            if attempt == _TRIES:
                raise
        else:
            return not taken.replayed
    return False
