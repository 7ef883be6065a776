"""The catalogue of workflows, read from their declarations."""

from dataclasses import asdict
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from accounts.roles import Role
from gis_data.api import Named
from sites.stages import Stage
from workflows import registry
from workflows.guards import Guard
from workflows.legal.bases import LegalBasis, cited
from workflows.models import Process, Record
from workflows.step import EvidenceSlot, Step

router = Router(tags=["workflows"])

Kind = Literal[*(flow.kind_name for flow in registry.flows())]


class StateOut(Named):
    """A state with what it means for the process and for its site."""

    initial: bool
    final: bool
    stage: str = Field(description="The stage of the site that this state proves.")


class SlotOut(Schema):
    """A place for files of one meaning."""

    slot: str
    label: str
    minimum: int = Field(description="How many files are asked for; 0: optional.")
    accepts: str = Field(description="photo, or document (PDF or photo)")
    located: bool = Field(description="Photos must carry a position.")
    fresh: bool = Field(
        description="Only files of the present round count: after a return or a reopening new ones are asked for."
    )

    @classmethod
    def of(cls, slot: EvidenceSlot) -> "SlotOut":
        return cls(
            slot=slot.name,
            label=str(slot.label),
            minimum=slot.minimum,
            accepts=slot.accepts,
            located=slot.located,
            fresh=slot.fresh,
        )


class LawOut(Schema):
    """A legal basis."""

    code: str
    number: str
    dated: str = Field(description="As exact as it is known: 2025-10-22, 2025-11 or 2025.")
    title: str
    link: str = Field(description="Where it can be read; empty when unknown.")
    checked: bool = Field(description="Were number and subject compared with a published source?")

    @classmethod
    def of(cls, law: LegalBasis) -> "LawOut":
        return cls(**asdict(law))


class RuleOut(Schema):
    """A guard: what must be true before a step may be taken."""

    code: str
    label: str
    waivable_by: list[Named] = Field(description="Roles that may set it aside with a reason; empty: nobody.")
    basis: list[LawOut] = Field(description="The regulations and circulars it rests on.")

    @classmethod
    def of(cls, guard: Guard) -> "RuleOut":
        return cls(
            code=guard.code,
            label=str(guard.label),
            waivable_by=named_roles(guard.waivable_by),
            basis=[LawOut.of(law) for law in cited(guard.basis)],
        )


class LineDeclared(Schema):
    """What a step does to the lines of its process."""

    kind: str
    adds: bool = Field(description="It adds a line; otherwise `item` names the one it changes.")
    sources: list[str] = Field(description="The states a line is changed from.")
    target: str | None = Field(description="The line's state afterwards; null: it stays, or is the first.")

    @classmethod
    def of(cls, step: Step) -> "LineDeclared | None":
        if step.record is None:
            return None
        return cls(
            kind=step.record.model.kind_name,
            adds=step.record.adds,
            sources=sorted(step.record.sources),
            target=step.record.target,
        )


class LineKind(Schema):
    """A kind of line that a process of the workflow has."""

    kind: str
    label: str
    states: list[Named]

    @classmethod
    def of(cls, model: type[Record]) -> "LineKind":
        states = [Named.of(state) for state in model.State] if model.State else []
        return cls(kind=model.kind_name, label=str(model.label), states=states)


class StepDeclared(Schema):
    """A step as it is declared: who, from where, to where, and what it takes."""

    name: str
    label: str
    help: str
    sources: list[str]
    target: str | None = Field(description="Null: the state stays.")
    tone: str = Field(description="forward, back or stop")
    by: list[Named]
    at: str = Field(
        description="The field with the code of the very region in which the role must be held; empty: a region "
        "in which the site lies."
    )
    offline: bool = Field(description="It may be captured on a phone without a signal, and is taken when it arrives.")
    not_by_actor_of: list[str] = Field(description="Steps whose actors may not take this one.")
    line: LineDeclared | None = Field(description="What it does to the lines of the process; null: nothing.")
    asks: list[str]
    optional: list[str]
    evidence: list[SlotOut]
    guards: list[RuleOut]
    warnings: list[Named] = Field(description="Rules that warn whoever decides and never block: code and words.")
    reasons: list[Named] = Field(description="When there are any, a reason and a sentence are required.")

    @classmethod
    def of(cls, step: Step) -> "StepDeclared":
        return cls(
            name=step.name,
            label=str(step.label),
            help=str(step.help),
            sources=sorted(step.sources),
            target=step.target,
            tone=step.tone,
            by=named_roles(step.by),
            at=step.at,
            offline=step.offline,
            not_by_actor_of=list(step.not_by_actor_of),
            line=LineDeclared.of(step),
            asks=list(step.asks),
            optional=list(step.optional),
            evidence=[SlotOut.of(slot) for slot in step.evidence],
            guards=[RuleOut.of(guard) for guard in step.guards],
            warnings=named_warnings(step),
            reasons=named_reasons(step),
        )


class WorkflowOut(Schema):
    """One workflow, whole."""

    kind: str
    label: str
    started_by: list[Named]
    states: list[StateOut]
    lines: list[LineKind]
    steps: list[StepDeclared]

    @classmethod
    def of(cls, flow: type[Process]) -> "WorkflowOut":
        return cls(
            kind=flow.kind_name,
            label=str(flow.label),
            started_by=named_roles(flow.started_by),
            states=[
                StateOut(
                    value=str(state.value),
                    label=str(state.label),
                    initial=state == flow.initial,
                    final=state in flow.final,
                    stage=Stage(flow.stage_of.get(state, Stage.REGISTERED)).slug,
                )
                for state in flow.State
            ],
            lines=[LineKind.of(model) for model in registry.record_kinds(flow)],
            steps=[StepDeclared.of(step) for step in flow.steps.values()],
        )


@router.get("/workflows", response=list[WorkflowOut], summary="The catalogue of workflows")
def list_workflows(request: HttpRequest) -> list[WorkflowOut]:
    """Every workflow with its states and steps: who may take them, what they ask, which rules they must meet."""
    return [WorkflowOut.of(flow) for flow in registry.flows()]


def named_roles(roles) -> list[Named]:
    """The roles with their names, in the order roles are declared."""
    held = set(roles)
    return [Named.of(role) for role in Role if role in held]


def named_reasons(step: Step) -> list[Named]:
    """The coded reasons of a step; none when it asks for no reason."""
    return [Named.of(reason) for reason in step.reasons] if step.reasons else []


def named_warnings(step: Step) -> list[Named]:
    """The rules of a step that warn and never block."""
    return [Named(value=warning.code, label=str(warning.label)) for warning in step.warnings]
