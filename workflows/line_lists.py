"""The lines of a process for reading: their columns in words, who wrote them, what may be done with each."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflows import permission, registry
from workflows.facts import Fact
from workflows.facts import shown as shown_value
from workflows.models import Process, Record
from workflows.step import Step

NEWEST = 5


@dataclass(frozen=True)
class Line:
    """One line. ``steps`` are those this person may take on it now; ``pending``: is there still something to happen?"""

    item: Record
    facts: list[Fact]
    steps: list[Step]
    pending: bool = False


@dataclass(frozen=True)
class LineList:
    """The lines of one kind, the newest first; ``count`` is how many there are in all."""

    kind: type[Record]
    lines: list[Line]
    count: int


def line_lists(process: Process, user, *, limit: int = NEWEST) -> list[LineList]:
    """For each kind of line of which there is any, the newest. Two queries per kind the workflow has."""
    found = [line_list(process, kind, user, 0, limit) for kind in registry.record_kinds(type(process))]
    return [one for one in found if one.count]


def line_list(process: Process, kind: type[Record], user, first: int, limit: int) -> LineList:
    """``limit`` lines of a kind, the newest first, after the first ``first``."""
    lines = kind.objects.filter(process_id=process.pk).order_by("-number").select_related("recorded_by", *_linked(kind))
    steps = [step for step in process.steps_from_here() if step.record and step.record.model is kind]
    changing = [step for step in steps if not step.record.adds]
    return LineList(
        kind,
        [
            Line(item, facts_of(item), _open_steps(process, item, changing, user), is_pending(process, item))
            for item in lines[first : first + limit]
        ],
        lines.count(),
    )


def facts_of(item: Record) -> list[Fact]:
    """The line's filled-in columns in words, and what follows from them beside each."""
    computed: dict[str, list[Fact]] = {}
    for fact in item.computed_facts():
        computed.setdefault(fact.name, []).append(fact)
    found = []
    for column in item.own_columns():
        if value := shown_value(item, column):
            found.append(Fact(column.name, column.verbose_name, value))
        found += computed.get(column.name, [])
    return found


def line_facts(process: Process) -> Line | None:
    """The line that the step at hand changes; None when it adds one, or is about none."""
    item = process.item
    return Line(item, facts_of(item), [], is_pending(process, item)) if item is not None and item.pk else None


def is_pending(process: Process, item: Record) -> bool:
    """Does some step of the workflow start in the line's state?"""
    return any(
        step.record and step.record.model is type(item) and item.state in step.record.sources
        for step in process.steps.values()
    )


def _open_steps(process: Process, item: Record, steps: Iterable[Step], user) -> list[Step]:
    before, process.item = process.item, item
    try:
        return [
            step
            for step in steps
            if item.state in step.record.sources and not permission.objection(step, process, user)
        ]
    finally:
        process.item = before


def _linked(kind: type[Record]) -> list[str]:
    return [column.name for column in kind.own_columns() if column.is_relation]
