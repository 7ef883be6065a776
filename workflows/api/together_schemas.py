"""What the API says of decisions for several: the cases that wait, what is asked of them, and what came of each."""

import datetime
from typing import Any

from ninja import Field, Schema

from gis_data.api import Line, Named, RegionCode
from sites.api.ledger_schemas import EntryRef
from sites.models import Event
from workflows.api.form_schemas import StepForm
from workflows.api.ids import Id
from workflows.api.steps import MAX_VERSION, ReasonIn
from workflows.models import BulkDecision, BulkItem
from workflows.together.cases import MOST_AT_ONCE, Case
from workflows.together.taking_back import TakingBack


class CaseRef(Schema):
    """A case, and the version of it that was read."""

    model_config = {"extra": "forbid"}

    process: Id
    version: int = Field(ge=1, le=MAX_VERSION, strict=True)


class ChosenIn(Schema):
    """Which cases: those that are named, and with ``all`` besides every other one about which nothing is noticed."""

    model_config = {"extra": "forbid"}

    cases: list[CaseRef] = Field(default_factory=list, max_length=MOST_AT_ONCE)
    all: bool = Field(False, description=f"Every case that matches, {MOST_AT_ONCE} at most.")


class DecisionIn(ChosenIn):
    """One answer for many cases of one queue."""

    region: RegionCode | None = Field(None, description="Only cases at sites inside this region.")
    issuer: RegionCode | None = Field(None, description="Whose letter decides, where there are several governments.")
    under: Id | None = Field(
        None, description="An earlier decision of yours: its letter decides these too; then there is nothing to answer."
    )
    fields: dict[str, str | int | float | bool | None] = Field(default_factory=dict, max_length=50)
    papers: dict[str, Line] = Field(
        default_factory=dict, max_length=10, description="Slot to the word that its paper was kept under."
    )


class TakeBackIn(ChosenIn):
    """At which cases the decision is taken back, and why."""

    reason: ReasonIn


class CaseOut(Schema):
    """A case as it stands now, judged by the rules of the step."""

    process: int
    version: int
    site: str
    caption: str
    since: datetime.datetime
    objections: list[str] = Field(description="Why it cannot be decided with the others; empty: it can.")
    warnings: list[str] = Field(description="What should be noticed before.")

    @classmethod
    def of(cls, case: Case) -> "CaseOut":
        process = case.process
        return cls(
            process=process.pk,
            version=process.version,
            site=process.site.code,
            caption=process.caption,
            since=process.state_since,
            objections=case.objections,
            warnings=case.warnings,
        )


class Preview(Schema):
    """What would be decided of which."""

    decidable: list[CaseOut]
    exceptions: list[CaseOut]
    gone: str = Field(description="How many of the named cases do not await you any more, in a sentence; mostly empty.")


class Together(Schema):
    """The cases of one queue that could be decided by one answer, the oldest first."""

    kind: str
    step: str
    total: int
    issuer: str = Field(description="The region whose letter decides these; empty where no letter does.")
    issuers: list[str] = Field(description="The regions whose letters decide, where there are several.")
    form: StepForm
    decidable: list[CaseOut]
    exceptions: list[CaseOut]


class Paper(Schema):
    """A paper that was kept; ``word`` names it in the decision."""

    slot: str
    filename: str
    sha256: str
    word: str


class LetterOut(Schema):
    """The numbered letter that decides."""

    issuer: str
    body: str
    number: str
    dated: datetime.date


class Since(Schema):
    """What has become of a case since: the step that took it back or decided it anew, and its entry."""

    step: str
    entry: EntryRef


class ItemOut(Schema):
    """One case of a decision, and what came of it."""

    process: int
    site: str
    version: int
    status: Named
    sentence: str = Field(description="Why it was refused; else empty.")
    entry: EntryRef | None
    since: Since | None

    @classmethod
    def of(cls, item: BulkItem, since: Event | None) -> "ItemOut":
        return cls(
            process=item.process_id,
            site=item.process.site.code,
            version=item.version,
            status=Named.of(BulkItem.Status(item.status)),
            sentence=item.sentence,
            entry=EntryRef(seq=item.event_seq, hash=item.event_hash) if item.event_seq else None,
            since=since and Since(step=since.step, entry=EntryRef(seq=since.seq, hash=since.hash)),
        )


class DecisionOut(Schema):
    """A decision for several. While ``waiting`` is above zero it is being carried out: ask again."""

    id: int
    kind: str
    step: str
    created_at: datetime.datetime
    fields: dict[str, Any]
    letter: LetterOut | None
    reason: ReasonIn | None
    takes_back: int | None = Field(description="The earlier decision that this one takes back.")
    taken_back_by: list[int]
    take_back_until: str = Field(description="The last day on which it can be taken back; empty: it cannot.")
    total: int
    waiting: int
    done: int
    refused: int
    halted: bool = Field(description="Cases wait and nothing is at them: go on.")
    items: list[ItemOut]


class DecisionHead(Schema):
    """A decision for several as lists show it."""

    id: int
    kind: str
    step: str
    created_at: datetime.datetime
    takes_back: int | None

    @staticmethod
    def resolve_takes_back(decision: BulkDecision) -> int | None:
        return decision.takes_back_id


class TakeBack(Schema):
    """How a decision is taken back."""

    step: str
    label: str
    until: str
    reasons: list[Named]
    decidable: list[CaseOut]
    exceptions: list[CaseOut]

    @classmethod
    def of(cls, back: TakingBack) -> "TakeBack":
        return cls(
            step=back.step.name,
            label=str(back.step.label),
            until=back.last.isoformat() if back.last else "",
            reasons=[Named.of(reason) for reason in back.step.reasons],
            decidable=[CaseOut.of(case) for case in back.possible],
            exceptions=[CaseOut.of(case) for case in back.cases if not case.decidable],
        )
