"""The lines of a process for reading: their columns in words, their files, authors, and what may be done with each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q

from workflows import permission, registry
from workflows.choosing import CORRECTS
from workflows.facts import Fact
from workflows.facts import shown as shown_value
from workflows.models import Evidence, Process, Record
from workflows.step import Step
from workflows.views.gallery import Picture, pictures

NEWEST = 5


@dataclass(frozen=True)
class Line:
    """One line. ``steps`` are those this person may take on it now; ``pending``: is there still something to happen?

    ``files`` are those it rests on; ``correction`` the step by which this person may put another line in its place.
    """

    item: Record
    facts: list[Fact]
    steps: list[Step]
    pending: bool = False
    files: list[Picture] = field(default_factory=list)
    correction: Step | None = None

    @property
    def tone(self) -> str:
        """The sign its state is shown with."""
        return self.item.tone or ("waiting" if self.pending else "")


@dataclass(frozen=True)
class LineList:
    """The lines of one kind; ``count`` is how many there are in all."""

    kind: type[Record]
    lines: list[Line]
    count: int


def line_lists(process: Process, user, *, limit: int = NEWEST) -> list[LineList]:
    """For each kind of line of which there is any: the newest first, or all in their order (``Record.whole_list``).

    Two queries per kind the workflow has, and one where the lines have files.
    """
    found = [
        line_list(process, kind, user, 0, None if kind.whole_list else limit)
        for kind in registry.record_kinds(type(process))
    ]
    return [one for one in found if one.count]


def line_list(process: Process, kind: type[Record], user, first: int, limit: int | None) -> LineList:
    """``limit`` lines of a kind (None: all), in the kind's order, after the first ``first``."""
    order = "number" if kind.whole_list else "-number"
    found = kind.objects.filter(process_id=process.pk).order_by(order).select_related("recorded_by", *_linked(kind))
    items = list(found[first : None if limit is None else first + limit])
    for item in items:
        item.process = process
    steps = [step for step in process.steps_from_here() if step.record and step.record.model is kind]
    changing = [step for step in steps if not step.record.adds]
    correction, corrected = _correction(process, items, steps, user)
    files = _files(process, items)
    return LineList(
        kind,
        [
            Line(
                item,
                facts_of(item),
                _open_steps(process, item, changing, user),
                is_pending(process, item),
                files.get(item.pk, []),
                None if item.number in corrected else correction,
            )
            for item in items
        ],
        len(items) if limit is None else found.count(),
    )


def facts_of(item: Record) -> list[Fact]:
    """The line's filled-in columns in words, and what follows from them beside each."""
    computed: dict[str, list[Fact]] = {}
    for fact in item.computed_facts():
        computed.setdefault(fact.name, []).append(fact)
    found = []
    for column in item.own_columns():
        if column.name not in item.unlisted and (value := shown_value(item, column)):
            found.append(Fact(column.name, column.verbose_name, value))
        found += computed.get(column.name, [])
    return found


def line_facts(process: Process) -> Line | None:
    """The line that the step at hand changes; None when it adds one, or is about none."""
    item = process.item
    if item is None or not item.pk:
        return None
    return Line(item, facts_of(item), [], is_pending(process, item), _files(process, [item]).get(item.pk, []))


def is_pending(process: Process, item: Record) -> bool:
    """Does some step of the workflow start in the line's state?"""
    return any(
        step.record and step.record.model is type(item) and item.state in step.record.sources
        for step in process.steps.values()
    )


def _files(process: Process, items: Sequence[Record]) -> dict[int, list[Picture]]:
    """The files that the lines rest on, by the line: those of the rounds they were written in. One query, or none."""
    rounds = {
        (slot, number): item.pk for item in items for slot, number in item.rounds.items() if slot in process.fresh_slots
    }
    if not rounds:
        return {}
    asked = reduce(or_, (Q(slot=slot, round=number) for slot, number in rounds))
    attached = process.evidence.filter(asked, withdrawn_at=None).select_related("uploaded_by").order_by("pk")
    by_line: dict[int, list[Evidence]] = {}
    for one in attached:
        by_line.setdefault(rounds[one.slot, one.round], []).append(one)
    return {pk: pictures(process, files) for pk, files in by_line.items()}


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


def _correction(process: Process, items: Sequence[Record], steps: Iterable[Step], user) -> tuple[Step | None, set[int]]:
    """The step by which this person may correct lines, and which of these were corrected already. No query without."""
    for step in steps:
        if step.record.adds and CORRECTS in step.asks and not permission.objection(step, process, user):
            later = step.record.model.objects.filter(process_id=process.pk, corrects__in=[one.number for one in items])
            return step, set(later.values_list(CORRECTS, flat=True))
    return None, set()


def _linked(kind: type[Record]) -> list[str]:
    return [column.name for column in kind.own_columns() if column.is_relation]
