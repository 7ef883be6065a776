"""Evidence through the API: handed in, given its place, read, fetched, taken back."""

from typing import Annotated, Literal

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, UploadedFile
from pydantic import WithJsonSchema

from gis_data.api import Latitude, Longitude
from sites.api.ledger_schemas import Receipt, receipt
from workflows import selectors
from workflows.api.evidence_schemas import Attached, EvidenceOut
from workflows.api.ids import Id
from workflows.evidence_files import CONTENT_TYPES
from workflows.models import Evidence
from workflows.refusals import Invalid
from workflows.services.evidence import Position, attach, withdraw
from workflows.services.evidence_position import add_position
from workflows.views.files import evidence_file
from workflows.views.lookup import evidence_or_404

router = Router(tags=["evidence"])

SlotName = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[a-z_]{1,40}$", "examples": ["plot_photo"]})]


_BYTES = {"type": "string", "format": "binary"}


class PlaceIn(Schema):
    """Where the files were captured, WGS 84 degrees. Without it a position that the camera wrote is used."""

    longitude: Longitude | None = None
    latitude: Latitude | None = None
    source: Literal["device", "typed"] = "typed"
    accuracy_m: int | None = Field(None, ge=0, le=1_000_000)

    def position(self) -> Position | None:
        """The position, or None. Raises Invalid when only half of it was given."""
        if (self.longitude is None) != (self.latitude is None):
            raise Invalid({"longitude": [_("Give longitude and latitude, or neither.")]})
        if self.longitude is None:
            return None
        return Position(Point(self.longitude, self.latitude, srid=4326), self.source, self.accuracy_m)


class PhotoPositionIn(Schema):
    """Where a photo was taken, WGS 84 degrees, and how that is known."""

    model_config = {"extra": "forbid"}

    longitude: Longitude
    latitude: Latitude
    source: Literal["device", "typed"] = "typed"
    accuracy_m: int | None = Field(None, ge=0, le=1_000_000)

    def position(self) -> Position:
        return Position(Point(self.longitude, self.latitude, srid=4326), self.source, self.accuracy_m)


@router.post("/processes/{process_id}/evidence/{slot}", response={201: Attached}, summary="Attach files")
def attach_evidence(
    request: HttpRequest,
    response: HttpResponse,
    process_id: Id,
    slot: SlotName,
    files: File[list[UploadedFile]],
    place: Form[PlaceIn],
) -> Attached:
    """Attach photos or documents to a slot of a step that is possible now: all of them, or none with the reasons.

    A file that is there already is not attached twice. What a file is, its bytes say, not its name.
    """
    attached = attach(
        process_id=process_id,
        slot=slot,
        files=files,
        actor=request.user,
        position=place.position(),
        client_id=request.client_id,
        request_id=request.request_id,
    )
    process = selectors.process_for(request.user, process_id)
    shown = Evidence.objects.select_related("uploaded_by").filter(pk__in=[item.pk for item in attached])
    return Attached(
        files=[EvidenceOut.of(item) for item in shown],
        receipt=receipt(request, response, site=process.site, process=process),
    )


@router.post("/evidence/{evidence_id}/position", response=Attached, summary="Say where a photo was taken")
def position_evidence(
    request: HttpRequest, response: HttpResponse, evidence_id: Id, place: PhotoPositionIn
) -> Attached:
    """Give a photo that came without a position its place, once; only whoever sent it can.

    What a camera or a device recorded is never replaced.
    """
    item = add_position(
        evidence_id=evidence_id,
        position=place.position(),
        actor=request.user,
        client_id=request.client_id,
        request_id=request.request_id,
    )
    process = selectors.process_for(request.user, item.process_id)
    shown = Evidence.objects.select_related("uploaded_by").get(pk=item.pk)
    return Attached(
        files=[EvidenceOut.of(shown)], receipt=receipt(request, response, site=process.site, process=process)
    )


@router.get("/evidence/{evidence_id}", response=EvidenceOut, summary="One file's record")
def evidence_detail(request: HttpRequest, evidence_id: Id) -> EvidenceOut:
    """Who handed the file in, when and where it was captured, its hash; also after it was taken back."""
    return EvidenceOut.of(evidence_or_404(request, evidence_id))


@router.get(
    "/evidence/{evidence_id}/file",
    response={200: None},
    summary="The file itself",
    openapi_extra={"responses": {200: {"content": {media_type: {"schema": _BYTES} for media_type in CONTENT_TYPES}}}},
)
def evidence_bytes(request: HttpRequest, evidence_id: Id) -> HttpResponse:
    """The bytes as they were handed in. The ETag is their SHA-256."""
    return evidence_file(request, evidence_id)


@router.delete("/evidence/{evidence_id}", response=Receipt, summary="Take a file back")
def withdraw_evidence(request: HttpRequest, response: HttpResponse, evidence_id: Id) -> Receipt:
    """Take a file back before the step it belongs to is taken; the file and the fact stay on record."""
    item = withdraw(
        evidence_id=evidence_id, actor=request.user, client_id=request.client_id, request_id=request.request_id
    )
    process = selectors.process_for(request.user, item.process_id)
    return receipt(request, response, site=process.site, process=process)
