"""The forms that a phone carries along, made from the declarations of the steps that are captured without a signal."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django import forms
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db.models import Model
from django.forms import Textarea

from workflows import permission, registry
from workflows.field_types import type_of
from workflows.forms import step_form
from workflows.guards import Guard
from workflows.models import Process
from workflows.step import Step

_REASON_FIELDS = {"reason_code", "reason_text"}


def offline_steps(flow: type[Process], roles: Collection[str]) -> list[Step]:
    """The steps of the workflow that people with these roles may capture without a signal."""
    return [step for step in flow.steps.values() if step.offline and step.by & set(roles)]


def offline_roles() -> set[str]:
    """Every role that may capture something without a signal."""
    found = {role for flow in registry.flows() for step in flow.steps.values() if step.offline for role in step.by}
    return found | {role for flow in registry.flows() if flow.started_offline for role in flow.started_by}


def kinds(roles: Collection[str]) -> dict[str, Any]:
    """By workflow the forms of what these roles may capture, in the reader's language; workflows without any left out.

    No query: an offline step refers to no table.
    """
    found = {}
    for flow in registry.flows():
        steps = offline_steps(flow, roles)
        starts = flow.started_offline and bool(set(flow.started_by) & set(roles))
        if steps or starts:
            found[flow.kind_name] = {
                "label": str(flow.label),
                "initial": str(flow.initial),
                "states": {str(value): str(label) for value, label in flow.State.choices},
                "lines": {model.kind_name: _line_kind(model) for model in _line_kinds(steps)},
                "start": {"label": str(flow.label), "help": _may_start(flow)} if starts else None,
                "steps": {step.name: _step(flow, step) for step in steps},
            }
    return found


def _may_start(flow: type[Process]) -> str:
    return str(permission.reserved_for(flow.started_by))


def _line_kinds(steps: list[Step]) -> list:
    return list(dict.fromkeys(step.record.model for step in steps if step.record))


def _line_kind(model) -> dict[str, Any]:
    states = {str(value): str(label) for value, label in model.State.choices} if model.State else {}
    return {"label": str(model.label), "states": states}


def _step(flow: type[Process], step: Step) -> dict[str, Any]:
    process = flow()
    if step.record:
        process.item = step.record.model()
    fields = step_form(process, step).fields
    record = step.record
    model = record.model if record else flow
    return {
        "label": str(step.label),
        "help": str(step.help),
        "tone": step.tone,
        "sources": sorted(step.sources),
        "target": step.target,
        "resumes": step.resumption is not None,
        "not_by_actor_of": list(step.not_by_actor_of),
        "records": record.model.kind_name if record and record.adds else None,
        "about": record.model.kind_name if record and not record.adds else None,
        "about_states": sorted(record.sources) if record and not record.adds else [],
        "fields": [_field(name, field, model) for name, field in fields.items() if name not in _REASON_FIELDS],
        "reasons": [[str(value), str(label)] for value, label in step.reasons.choices] if step.reasons else [],
        "evidence": [
            {
                "slot": slot.name,
                "label": str(slot.label),
                "minimum": slot.minimum,
                "accepts": slot.accepts,
                "located": slot.located,
            }
            for slot in step.evidence
        ],
        "advice": [_advice(guard) for guard in step.guards],
    }


def _advice(guard: Guard) -> dict[str, Any]:
    """A rule in words, with what of it a phone can judge by itself."""
    said = {"code": guard.code, "label": str(guard.label)}
    return {**said, "judged": [one.as_data() for one in guard.judged]} if guard.judged else said


def _field(name: str, field: forms.Field, model: type[Model]) -> dict[str, Any]:
    # Bounds stand at the column; not every kind of form field repeats them.
    limits = model._meta.get_field(name).validators
    said = {
        "name": name,
        "type": type_of(field),
        "label": str(field.label),
        "help": str(field.help_text),
        "required": field.required,
        "choices": [[str(value), str(label)] for value, label in field.choices if value != ""]
        if isinstance(field, forms.ChoiceField)
        else None,
        "max_length": getattr(field, "max_length", None),
        "min": _text(max(_limits(limits, MinValueValidator), default=None)),
        "max": _text(min(_limits(limits, MaxValueValidator), default=None)),
        "decimals": getattr(field, "decimal_places", None),
        "long": isinstance(field.widget, Textarea) or None,
    }
    # What says nothing is left out: it is carried over a weak link.
    return {key: value for key, value in said.items() if value not in (None, "")}


def _limits(validators: Iterable[Callable], kind: type[BaseValidator]) -> list:
    return [one.limit_value for one in validators if type(one) is kind]


def _text(bound) -> str | None:
    return None if bound is None else str(bound)
