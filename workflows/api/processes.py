"""Processes through the API: listed, read, opened."""

from typing import Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from gis_data.api import RegionCode
from gis_data.querysets import prefix_q
from sites.api.ledger_schemas import Receipt, receipt
from sites.api.schemas import SITE_EXAMPLE, SitePath
from workflows import selectors
from workflows.api.catalogue import Kind
from workflows.api.evidence_schemas import EvidenceOut
from workflows.api.ids import Id
from workflows.api.process_schemas import Computed, ProcessDetail, ProcessSummary, StepOpen, WaiverOut, value_of
from workflows.inbox import turns_of
from workflows.models import Process
from workflows.services.start import start
from workflows.views.gallery import fetch_attached

router = Router(tags=["processes"])


class ProcessQuery(Schema):
    """What a list of processes is narrowed to; together they all apply."""

    kind: Kind | None = Field(None, description="Only processes of this workflow.")
    state: str | None = Field(None, pattern=r"^[a-z_]{1,40}$", description="Only processes in this state.")
    region: RegionCode | None = Field(None, description="Only processes at sites inside this region.")
    site: str | None = Field(None, max_length=16, description="Only processes at this site.", examples=[SITE_EXAMPLE])
    awaiting: Literal["me"] | None = Field(None, description="Only processes with a step that is my duty now.")


class StartIn(Schema):
    """Which workflow to open."""

    model_config = {"extra": "forbid"}

    kind: Kind


@router.get("/processes", response=list[ProcessSummary], summary="Processes")
@paginate
def list_processes(request: HttpRequest, wanted: Query[ProcessQuery]) -> QuerySet[Process]:
    """The processes at the sites this person may see, in the order they were opened."""
    processes = Process.objects.filter(prefix_q("site__code", request.user.scope.region_codes))
    if wanted.kind is not None:
        processes = processes.filter(kind=wanted.kind)
    if wanted.state is not None:
        processes = processes.filter(state=wanted.state)
    if wanted.region is not None:
        processes = processes.filter(prefix_q("site__code", [wanted.region]))
    if wanted.site is not None:
        processes = processes.filter(site__code=wanted.site)
    if wanted.awaiting is not None:
        mine = turns_of(request.user)
        processes = processes.none() if mine is None else processes.filter(pk__in=mine.values("process"))
    return processes.select_related("site").order_by("pk")


@router.get("/processes/{process_id}", response=ProcessDetail, summary="One process")
def process_detail(request: HttpRequest, response: HttpResponse, process_id: Id) -> ProcessDetail:
    """What is known, and each step that may follow: who can take it, what it asks, what is in its way.

    The ETag begins with the version: send it back as `If-Match` with the step that was decided on it.
    """
    process = selectors.process_for(request.user, process_id)
    response["ETag"] = f'"{process.version}"'
    return ProcessDetail(
        **ProcessSummary.from_orm(process).model_dump(),
        fields={name: value_of(process, name) for name in process.facts()},
        computed=[
            Computed(beside=fact.name, label=str(fact.term), value=str(fact.value)) for fact in process.computed_facts()
        ],
        waivers=[WaiverOut.of(waiver) for waiver in process.waivers.select_related("waived_by")],
        evidence=[EvidenceOut.of(item) for item in fetch_attached(process)],
        steps=[StepOpen.of(next_step) for next_step in selectors.next_steps(process, request.user)],
    )


@router.post("/sites/{code}/processes", response={201: Receipt}, summary="Open a process")
def start_process(request: HttpRequest, response: HttpResponse, code: SitePath, wanted: StartIn) -> Receipt:
    """Open a process of a workflow at the site, in its initial state."""
    process = start(
        site_code=code,
        kind=wanted.kind,
        actor=request.user,
        client_id=request.client_id,
        request_id=request.request_id,
    )
    # Relative to this address, wherever the API is mounted.
    response["Location"] = f"../../processes/{process.pk}"
    return receipt(request, response, site=process.site, process=process)
