"""Commitments of agreements through the API: listed, read, reported done."""

import datetime
from typing import Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from gis_data.api import Named, Paragraphs, RegionCode, RegionRef
from workflows.api.ids import Id
from workflows.coordination import deeds, selectors
from workflows.coordination.gate import Request
from workflows.coordination.models import Agreement, AgreementEvent, Commitment
from workflows.documents import Scan

router = Router(tags=["coordination"])


class AgreementRef(Schema):
    """The document a commitment stands in."""

    id: int
    kind: Named
    number: str
    title: str
    signed_on: datetime.date

    @staticmethod
    def resolve_kind(agreement: Agreement) -> Named:
        return Named.of(Agreement.Kind(agreement.kind))


class CommitmentOut(Schema):
    """What an office promised to do by a day."""

    id: int
    number: int = Field(description="Counts the commitments of the agreement, from 1.")
    agreement: AgreementRef
    subject: str
    owner: str = Field(description="The office in charge.")
    regions: list[RegionRef] = Field(description="Where; it binds all that lies in them.")
    due_on: datetime.date
    late: bool = Field(description="Its day has passed, and nobody has reported it done.")
    state: Named
    done_on: datetime.date | None
    done_note: str
    version: int = Field(description="Moves with every change; a report names the version it was made on.")
    may: list[str] = Field(
        description="What this person may do to it now: report, confirm, send_back, postpone, cancel."
    )
    simulated: bool

    @staticmethod
    def resolve_owner(commitment: Commitment) -> str:
        return commitment.owner.name

    @staticmethod
    def resolve_regions(commitment: Commitment) -> list[RegionRef]:
        return [RegionRef.of(region) for region in commitment.regions.all()]

    @staticmethod
    def resolve_late(commitment: Commitment) -> bool:
        return commitment.is_late

    @staticmethod
    def resolve_state(commitment: Commitment) -> Named:
        return Named.of(Commitment.State(commitment.state))

    @staticmethod
    def resolve_may(commitment: Commitment, context: dict) -> list[str]:
        return [deed.name for deed in deeds.open_deeds(commitment, context["request"].user)]

    @staticmethod
    def resolve_simulated(commitment: Commitment) -> bool:
        return commitment.agreement.simulated


class CommitmentQuery(Schema):
    """What the list is narrowed to; together they all apply."""

    region: RegionCode | None = Field(None, description="Only those that bind this region or a place in it.")
    state: Literal["open", "done", "confirmed", "cancelled"] | None = None
    late: Literal["true"] | None = Field(None, description="Only those whose day has passed without a report.")


class ReportIn(Schema):
    """What was done, and when."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [{"version": 1, "done_on": "2026-02-10", "note": "The land of both villages is levelled."}]
        },
    }

    version: int = Field(ge=1, le=2**31 - 1, strict=True, description="The commitment's version that was read.")
    done_on: datetime.date
    note: Paragraphs = Field(max_length=2000, description="One or two sentences.")


@router.get("/commitments", response=list[CommitmentOut], summary="Commitments")
@paginate
def list_commitments(request: HttpRequest, wanted: Query[CommitmentQuery]) -> QuerySet[Commitment]:
    """The commitments that bind the regions this person serves, or that his office has made."""
    user = request.user
    found = selectors.in_region(wanted.region, user) if wanted.region else selectors.visible_to(user)
    if wanted.state is not None:
        found = found.filter(state=wanted.state)
    if wanted.late is not None:
        found = selectors.late(found)
    return found.order_by("pk")


@router.get("/commitments/{commitment_id}", response=CommitmentOut, summary="One commitment")
def commitment_detail(request: HttpRequest, commitment_id: Id) -> Commitment:
    """What was promised, by whom and by when, and whether it is done."""
    return selectors.visible_to(request.user).get(pk=commitment_id)


@router.post("/commitments/{commitment_id}/report", response=CommitmentOut, summary="Report a commitment done")
def report_commitment(request: HttpRequest, response: HttpResponse, commitment_id: Id, given: ReportIn) -> Commitment:
    """For the office in charge; the office that recorded the agreement then confirms it."""
    deeds.report(
        commitment_id,
        done_on=given.done_on,
        note=given.note,
        scan=Scan(),
        request=Request(request.user, request.client_id, request.request_id, given.version),
    )
    written = AgreementEvent.objects.filter(client_id=request.client_id).first()
    if written is not None and written.request_id != request.request_id:
        response["Idempotency-Replayed"] = "true"
    return selectors.visible_to(request.user).get(pk=commitment_id)
