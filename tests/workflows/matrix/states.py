"""A process of any workflow in any state, with a line of every kind in any state, put there past the gate.

The matrix asks who may take which step where; how a process came there is what the tests of each workflow play. What is
put here is whatever makes a step possible to ask for: a day that has come, a state to go back to.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models
from django.utils import timezone

from sites.models import Site
from tests.workflows.matrix.people import RELATIONS
from workflows import registry
from workflows.models import Process, Record
from workflows.services.start import start

LONG_AGO = datetime.date(2025, 3, 3)


def opened(flow: type[Process], people: dict) -> Process:
    """A process of the workflow, opened by somebody of its regency, with at least one line of every kind."""
    role = sorted(flow.started_by)[0]
    actor = people[str(role), "own regency"]
    process = start(site_code=next(iter(Site.objects.all())).code, kind=flow.kind_name, actor=actor)
    for model in registry.record_kinds(flow):
        # Some are opened with the lines they will need.
        if line_of(process, model) is None:
            _line(model, process, actor)
    return process


def put(process: Process, state: str, decides: str = RELATIONS["own regency"]) -> None:
    """The process stands in that state now, each day of the clock's has come, and a pause has a state to end in.

    ``decides``: the region to which steps belong that only one region may take.
    """
    flow = type(process)
    own = {field.name: _something(field) for field in flow._meta.local_fields if _is_plain(field)}
    own |= {
        step.resumption.column: sorted(step.resumption.states)[0] for step in flow.steps.values() if step.resumption
    }
    own |= {step.due.column: LONG_AGO for step in flow.steps.values() if step.due and not step.record}
    own |= {step.at: decides for step in flow.steps.values() if step.at}
    with past_triggers():
        Process.objects.filter(pk=process.pk).update(state=state)
        flow.objects.filter(pk=process.pk).update(**own)


def line_of(process: Process, model: type[Record]) -> Record | None:
    """The line of that kind which the matrix asks about: the first."""
    return model.objects.filter(process_id=process.pk).order_by("number").first()


def put_line(process: Process, model: type[Record], state: str) -> int:
    """The line of that kind stands in that state now, its day has come, and nobody did anything to it; its number."""
    line = line_of(process, model)
    due = {step.due.column: LONG_AGO for step in process.steps.values() if step.due and step.record}
    own = {name: day for name, day in due.items() if name in {field.name for field in model.own_columns()}}
    model.objects.filter(pk=line.pk).update(state=state, actors={}, **own)
    return line.number


@contextmanager
def past_triggers() -> Iterator[None]:
    """The database refuses what the declarations do not know; here it is asked not to look."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")


def _line(model: type[Record], process: Process, actor) -> Record:
    """A line whose columns hold something of their kind; what it says is of no interest."""
    now = timezone.now()
    values = {field.name: _something(field) for field in model.own_columns() if not field.blank}
    return model.objects.create(
        process_id=process.pk,
        number=1,
        state=str(model.initial),
        recorded_by=actor,
        recorded_at=now,
        changed_at=now,
        **values,
    )


def _is_plain(field: models.Field) -> bool:
    """Is the column a date, or a count that lines add up to? Texts, choices and references may stay empty."""
    return isinstance(field, models.DateField | models.IntegerField | models.DecimalField) and not field.is_relation


def _something(field: models.Field) -> object:
    if field.has_default() and not isinstance(field, models.IntegerField):
        return field.get_default()
    if field.is_relation:
        return field.related_model._base_manager.first()
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return LONG_AGO
    if isinstance(field, models.DecimalField | models.IntegerField):
        return 1
    return "x"
