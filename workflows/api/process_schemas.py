"""What the API says about a process and what may happen to it next."""

import datetime
import json
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone
from ninja import Field, Schema

from gis_data.api import Named
from gis_data.forms import geojson
from workflows import registry
from workflows.api.catalogue import LineDeclared, SlotOut, named_reasons, named_roles
from workflows.api.evidence_schemas import EvidenceOut
from workflows.calendar.deadlines import days_late
from workflows.models import Process, Record, Waiver
from workflows.selectors import AwaitedOffices, GuardAnswer, NextStep, SlotAnswer


class ProcessHead(Schema):
    """Which process, where, and how far."""

    id: int
    site: str = Field(description="The site's code.")
    kind: Named
    state: Named
    version: int = Field(description="Moves with every change; a step names the version it was decided on.")
    opened_at: datetime.datetime
    state_since: datetime.datetime
    waived: bool = Field(description="Was a rule set aside?")
    simulated: bool


class ProcessSummary(ProcessHead):
    """A process as lists show it."""

    @staticmethod
    def resolve_site(process: Process) -> str:
        return process.site.code

    @staticmethod
    def resolve_kind(process: Process) -> Named:
        return Named(value=process.kind, label=str(registry.flow(process.kind).label))

    @staticmethod
    def resolve_state(process: Process) -> Named:
        return Named.of(registry.flow(process.kind).State(process.state))


class Computed(Schema):
    """A fact that the program worked out from the stated ones, in words."""

    beside: str = Field(description="The field it stands beside.")
    label: str
    value: str


class WaiverOut(Schema):
    """A rule that was set aside, by whom, why, and what the rule had said."""

    step: str
    guard: str
    unmet: str
    reason: Named
    text: str
    by: str
    at: datetime.datetime

    @classmethod
    def of(cls, waiver: Waiver) -> "WaiverOut":
        return cls(
            step=waiver.step,
            guard=waiver.guard,
            unmet=waiver.unmet,
            reason=Named(value=waiver.reason_code, label=str(waiver.get_reason_code_display())),
            text=waiver.reason_text,
            by=str(waiver.waived_by),
            at=waiver.waived_at,
        )


class GuardOut(Schema):
    """What a rule says now."""

    code: str
    label: str
    sentence: str = Field(description="Why it does not hold; empty when it holds.")
    pending: bool = Field(description="Judged on submission: what it reads is not filled in yet.")
    waivable: bool = Field(description="May this person set it aside with a reason?")

    @classmethod
    def of(cls, answer: GuardAnswer) -> "GuardOut":
        return cls(
            code=answer.guard.code,
            label=str(answer.guard.label),
            sentence=answer.sentence,
            pending=answer.pending,
            waivable=answer.waivable,
        )


class SlotFilled(SlotOut):
    """A slot with the files in it."""

    missing: str = Field(description="What is still lacking; empty when the slot is filled.")
    files: list[EvidenceOut] = Field(description="The files that count.")
    earlier: list[EvidenceOut] = Field(description="Files of earlier rounds; they do not count.")

    @classmethod
    def answering(cls, answer: SlotAnswer) -> "SlotFilled":
        return cls(
            **SlotOut.of(answer.slot).model_dump(),
            missing=answer.missing,
            files=[EvidenceOut.of(item) for item in answer.files],
            earlier=[EvidenceOut.of(item) for item in answer.earlier],
        )


class Escalated(Schema):
    """What was not done within its term, raised to the next office."""

    offices: list[str]
    on: datetime.date


class AwaitedOut(Schema):
    """Offices, or people, that are waited for."""

    offices: list[str]
    cause: str = Field(description="What they have to put right first; empty when they are to take the step itself.")
    due: datetime.date | None = Field(description="The last day of their term; null: there is none.")
    days_late: int = Field(description="Working days since that day; 0 while the term runs.")
    escalated: Escalated | None = Field(description="To whom it was raised after that day; null: it was not.")

    @classmethod
    def of(cls, one: AwaitedOffices) -> "AwaitedOut":
        return cls(
            offices=one.offices,
            cause=one.cause,
            due=one.due,
            days_late=days_late(one.due, timezone.localdate()) if one.due else 0,
            escalated=Escalated(offices=list(one.raised.names), on=one.raised.on) if one.raised else None,
        )


class StepOpen(Schema):
    """A step from the present state, as this person sees it."""

    name: str
    label: str
    help: str
    tone: str = Field(description="forward, back or stop")
    target: str | None = Field(description="Null: the state stays.")
    objection: str = Field(description="Why this person may not take it; empty when he may.")
    by: list[Named]
    owners: list[str] = Field(description="The offices, or people, that can take it.")
    awaited: list[AwaitedOut] = Field(
        description="Who is waited for, so that it can be taken: the owners of a rule that stops it, else whoever can "
        "take it. Empty for a step that awaits nobody."
    )
    turn: bool = Field(description="Is it this person's turn? The same as in his inbox.")
    acting_for: str = Field(description="Whose role this person exercises by it; empty for his own.")
    line: LineDeclared | None = Field(description="What it does to the lines of the process; null: nothing.")
    asks: list[str]
    optional: list[str]
    reasons: list[Named]
    guards: list[GuardOut]
    warnings: list[str] = Field(
        description="What whoever decides should notice; never blocks. Empty for a step that is not this person's "
        "and awaits nobody."
    )
    evidence: list[SlotFilled]

    @classmethod
    def of(cls, next_step: NextStep) -> "StepOpen":
        step = next_step.step
        return cls(
            name=step.name,
            label=str(step.label),
            help=str(step.help),
            tone=step.tone,
            target=step.target,
            objection=next_step.objection,
            by=named_roles(step.by),
            owners=next_step.owners,
            awaited=[AwaitedOut.of(one) for one in next_step.awaited],
            turn=next_step.turn,
            acting_for=next_step.acting_for,
            line=LineDeclared.of(step),
            asks=list(step.asks),
            optional=list(step.optional),
            reasons=named_reasons(step),
            guards=[GuardOut.of(answer) for answer in next_step.guards],
            warnings=next_step.warnings,
            evidence=[SlotFilled.answering(answer) for answer in next_step.slots],
        )


class ProcessDetail(ProcessHead):
    """A process with what is known, and each step that may follow with what is in its way."""

    fields: dict[str, Any] = Field(
        description="Every column the steps ask for: decimals as text, dates as ISO 8601, shapes as GeoJSON."
    )
    computed: list[Computed]
    waivers: list[WaiverOut]
    evidence: list[EvidenceOut] = Field(description="Every file attached now, whichever step asked for it.")
    steps: list[StepOpen]


def value_of(row: Process | Record, name: str) -> Any:
    """A column as a JSON value that the step's form takes back as it is."""
    value = getattr(row, row._meta.get_field(name).attname)
    if isinstance(value, GEOSGeometry):
        return json.loads(geojson(value))
    return value if value is None or isinstance(value, bool | int) else str(value)
