"""What the API says about the form of a step, read from the very form that checks it."""

from typing import Any

from django import forms
from ninja import Field, Schema

from gis_data.api import Named
from workflows.api.catalogue import RuleOut, SlotOut, named_reasons, named_roles, named_warnings
from workflows.api.process_schemas import value_of
from workflows.field_types import FieldType, type_of
from workflows.forms import step_form
from workflows.models import Process, Record
from workflows.step import Step

_REASON_FIELDS = {"reason_code", "reason_text"}


class FormField(Schema):
    """One field: shapes are taken as GeoJSON, numbers with a point, dates as ISO 8601."""

    name: str
    type: FieldType
    label: str
    help: str
    required: bool
    choices: list[Named] = Field(description="Empty for other types than choice.")
    max_length: int | None
    minimum: str | None
    maximum: str | None
    value: Any = Field(description="What is filled in at present; null or empty when nothing is.")

    @classmethod
    def of(cls, row: Process | Record, name: str, field: forms.Field) -> "FormField":
        choices = field.choices if isinstance(field, forms.ChoiceField) else ()
        return cls(
            name=name,
            type=type_of(field),
            label=str(field.label),
            help=str(field.help_text),
            required=field.required,
            choices=[Named(value=str(value), label=str(label)) for value, label in choices if value != ""],
            max_length=getattr(field, "max_length", None),
            minimum=_text(getattr(field, "min_value", None)),
            maximum=_text(getattr(field, "max_value", None)),
            value=value_of(row, name),
        )


class StepForm(Schema):
    """Everything one step takes."""

    name: str
    label: str
    help: str
    by: list[Named]
    fields: list[FormField]
    reasons: list[Named] = Field(description="When there are any, `reason` with a code and a sentence is required.")
    evidence: list[SlotOut]
    guards: list[RuleOut]
    warnings: list[Named] = Field(description="Rules that warn whoever decides and never block: code and words.")

    @classmethod
    def of(cls, process: Process, step: Step) -> "StepForm":
        fields = step_form(process, step).fields
        row = process.item if step.record else process
        return cls(
            name=step.name,
            label=str(step.label),
            help=str(step.help),
            by=named_roles(step.by),
            fields=[FormField.of(row, name, field) for name, field in fields.items() if name not in _REASON_FIELDS],
            reasons=named_reasons(step),
            evidence=[SlotOut.of(slot) for slot in step.evidence],
            guards=[RuleOut.of(guard) for guard in step.guards],
            warnings=named_warnings(step),
        )


def _text(bound) -> str | None:
    return None if bound is None else str(bound)
