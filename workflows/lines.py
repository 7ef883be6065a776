"""The lines of a process: found for a step, numbered, written with it, and told in the ledger."""

from collections.abc import Iterable
from functools import cache

from django.utils.translation import gettext as _

from gis_data.composed import Composed
from sites.authorship import Authorship
from workflows import rows
from workflows.models import Process, Record
from workflows.refusals import Invalid, WrongState
from workflows.step import Step

# In an entry's changes: the line's kind and number. Its columns stand there as "kind.column".
ITEM = "item"


def open_item(process: Process, step: Step, number: int | None) -> None:
    """``find_item`` and ``check_open``, for the gate: the process is locked, and its lines with it."""
    find_item(process, step, number)
    check_open(process, step)


def find_item(process: Process, step: Step, number: int | None) -> None:
    """Give the process the ``item`` that the step adds or changes; None when it is about none.

    A new line has no number yet. Raises Invalid when the line is not named or not there.
    """
    process.item = None
    if step.record is None:
        return
    if step.record.adds:
        process.item = step.record.model(process=process)
        return
    if number is None:
        raise Invalid({ITEM: [_("Name the line this is about.")]})
    process.item = step.record.model.objects.filter(process_id=process.pk, number=number).first()
    if process.item is None:
        raise Invalid({ITEM: [_("There is no such line.")]})
    process.item.process = process


def check_open(process: Process, step: Step) -> None:
    """Raises WrongState when the step does not start in the state of the process's ``item``."""
    item = process.item
    if item is not None and not step.record.adds and item.state not in step.record.sources:
        raise WrongState(
            _("“%(step)s” is not possible for %(line)s while its state is “%(state)s”.")
            % {"step": step.label, "line": item.caption, "state": item.state_label}
        )


def columns(item: Record | None) -> dict:
    """The line's own columns as the ledger keeps them; all empty for one that is not written yet."""
    if item is None:
        return {}
    fields = item.own_columns()
    if item.pk is None:
        return {field.name: None for field in fields}
    return rows.exact(item, fields)


def write(process: Process, step: Step, before: dict, by: Authorship) -> dict:
    """Write the item with what the step made of it; returns what the ledger says of it.

    ``before``: its ``columns`` before the form was read.
    """
    item, declared = process.item, step.record
    was = item.state
    if item.pk is None:
        item.number = _last_number(process, declared.model) + 1
        item.recorded_by, item.recorded_at = by.user, by.recorded_at
        item.state = declared.target or str(item.initial)
    elif declared.target is not None:
        item.state = item.reached(declared.target)
    item.actors = {**item.actors, step.name: sorted({*item.actors.get(step.name, []), *by.actors})}
    item.rounds = {**item.rounds, **{slot.name: process.rounds.get(slot.name, 0) for slot in step.evidence}}
    item.changed_at = by.recorded_at
    item.save()
    told = rows.changes(before, rows.exact(item, item.own_columns()))
    if was != item.state:
        told["state"] = [was or None, item.state]
    kind = item.kind_name
    return {ITEM: [None, f"{kind} {item.number}"]} | {f"{kind}.{name}": pair for name, pair in told.items()}


def add_all(process: Process, items: Iterable[Record], by: Authorship) -> dict:
    """Write lines that nobody typed in: those a process opens with, or a step draws up (a plan of instalments).

    Returns what the ledger says of them: each column of each line under "kind number.column".
    """
    told: dict[str, list] = {}
    by_kind: dict[type[Record], list[Record]] = {}
    for item in items:
        by_kind.setdefault(type(item), []).append(item)
    for kind, fresh in by_kind.items():
        for number, item in enumerate(fresh, start=_last_number(process, kind) + 1):
            item.process, item.number, item.state = process, number, str(item.initial)
            item.recorded_by, item.recorded_at, item.changed_at = by.user, by.recorded_at, by.recorded_at
            filled = rows.exact(item, item.own_columns()).items()
            told |= {
                f"{kind.kind_name} {number}.{name}": [None, value] for name, value in filled if value not in (None, "")
            }
        kind.objects.bulk_create(fresh)
    return told


def _last_number(process: Process, kind: type[Record]) -> int:
    found = _numbers(kind).rows(process.pk)
    return found[0][0] if found else 0


@cache
def _numbers(kind: type[Record]) -> Composed:
    """The last number of a process's lines of the kind; asked for every line that is added."""
    return Composed(
        lambda process: kind.objects.filter(process_id=process).order_by("-number").values_list("number")[:1], -1
    )
