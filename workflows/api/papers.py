"""Papers through the API: listed, read, issued, cancelled; and verified by anybody."""

import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from gis_data.api import Line, Named, Paragraphs
from sites.requests import Request
from workflows.api.ids import Id
from workflows.papers import guessing, issuing, verifying
from workflows.papers.codes import spaced
from workflows.papers.models import Paper
from workflows.papers.registry import UnknownPaper, kind
from workflows.views.files import stored_file

router = Router(tags=["papers"])
# For anybody, without an account.
public_router = Router(tags=["papers"])

_BYTES = {"type": "string", "format": "binary"}
_PDF = {"responses": {200: {"content": {"application/pdf": {"schema": _BYTES}}}}}


class PaperOut(Schema):
    """An issued paper."""

    id: int
    kind: Named
    number: str
    office: str = Field(description="The office whose register has the number.")
    year: int
    dated: datetime.date
    parties: list[str]
    process: int
    site: str = Field(description="The site's code.")
    code: str = Field(description="What verifies it on the public page.")
    sha256: str = Field(description="Of the PDF as it was issued.")
    signed_sha256: str | None = Field(description="Of the signed copy that was brought back; null as long as none was.")
    event_seq: int = Field(description="The entry of the site's ledger by which it was issued.")
    issued_at: datetime.datetime
    cancelled_at: datetime.datetime | None
    cancelled_because: str
    simulated: bool

    @staticmethod
    def resolve_kind(paper: Paper) -> Named:
        return Named(value=paper.kind, label=str(kind(paper.kind).label))

    @staticmethod
    def resolve_process(paper: Paper) -> int:
        return paper.process_id

    @staticmethod
    def resolve_site(paper: Paper) -> str:
        return paper.process.site.code

    @staticmethod
    def resolve_code(paper: Paper) -> str:
        return spaced(paper.code)

    @staticmethod
    def resolve_signed_sha256(paper: Paper) -> str | None:
        return paper.signed_sha256 or None


class PaperQuery(Schema):
    """What a list of papers is narrowed to; together they all apply."""

    q: Line = Field("", max_length=160, description="Part of the number or of the village's name, or a site's code.")
    office: Line = Field("", max_length=160)
    kind: Line = Field("", max_length=40)
    year: Line = Field("", max_length=4)
    state: Line = Field("", max_length=10, description="in_force or cancelled.")


class IssueIn(Schema):
    """Which paper is issued."""

    model_config = {"extra": "forbid"}

    kind: Line = Field(max_length=40, examples=["land_minutes"])


class CancelIn(Schema):
    """Why a paper is cancelled."""

    model_config = {"extra": "forbid"}

    reason: Paragraphs = Field(max_length=500)


class VerifiedPaper(Schema):
    """What everybody may know of a paper: number, date, parties, and whether the ledger proves it."""

    kind: Named
    number: str
    dated: datetime.date
    parties: list[str]
    sha256: str
    signed_sha256: str | None
    in_force: bool
    proven: bool = Field(description="The entry by which it was issued stands unchanged, with this number and hash.")
    simulated: bool


@router.get("/papers", response=list[PaperOut], summary="Papers")
@paginate
def list_papers(request: HttpRequest, wanted: Query[PaperQuery]) -> QuerySet[Paper]:
    """The papers of this person's regions."""
    found = Paper.objects.visible_to(request.user).narrowed(**wanted.dict())
    return found.select_related("process__site").order_by("pk")


@router.get("/papers/{paper_id}", response=PaperOut, summary="One paper")
def paper_detail(request: HttpRequest, paper_id: Id) -> Paper:
    """Its number, date, parties and hashes, also when it is cancelled."""
    return _visible(request).get(pk=paper_id)


@router.get("/papers/{paper_id}/file", response={200: None}, summary="The PDF of a paper", openapi_extra=_PDF)
def paper_bytes(request: HttpRequest, paper_id: Id) -> HttpResponse:
    """The bytes as they were issued. The ETag is their SHA-256."""
    paper = _visible(request).get(pk=paper_id)
    return stored_file(request, paper.sha256, "application/pdf", f"{paper.file_name}.pdf")


@router.post("/processes/{process_id}/papers", response=PaperOut, summary="Issue a paper")
def issue_paper(request: HttpRequest, response: HttpResponse, process_id: Id, given: IssueIn) -> Paper:
    """Issue a paper from the state of a process, with the next number of the office's register and its ledger entry."""
    try:
        made = issuing.issue(process_id, given.kind, Request(request.user, request.client_id, request.request_id))
    except UnknownPaper:
        raise Http404 from None
    return _visible(request).get(pk=made.pk)


@router.post("/papers/{paper_id}/cancel", response=PaperOut, summary="Cancel a paper")
def cancel_paper(request: HttpRequest, response: HttpResponse, paper_id: Id, given: CancelIn) -> Paper:
    """For the office that issued it by mistake: it keeps its number and stays in the register."""
    issuing.cancel(paper_id, reason=given.reason, request=Request(request.user, request.client_id, request.request_id))
    return _visible(request).get(pk=paper_id)


@public_router.get("/verify/{code}", response=VerifiedPaper, summary="Verify a paper")
def verify_paper(request: HttpRequest, code: str) -> VerifiedPaper:
    """What the register and the ledger say of the paper with that code, for anybody; guessing is slowed (429)."""
    guessing.check(request)
    verdict = verifying.by_code(code)
    if verdict is None:
        guessing.count_wrong(request)
        raise Http404
    paper = verdict.paper
    return VerifiedPaper(
        kind=PaperOut.resolve_kind(paper),
        number=paper.number,
        dated=paper.dated,
        parties=verdict.parties,
        sha256=paper.sha256,
        signed_sha256=paper.signed_sha256 or None,
        in_force=paper.in_force,
        proven=verdict.proven,
        simulated=paper.simulated,
    )


def _visible(request: HttpRequest) -> QuerySet[Paper]:
    return Paper.objects.visible_to(request.user).select_related("process__site")
