"""The addresses of the phone: items with their receipts, and files that come in pieces."""

import uuid
from typing import Annotated

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from ninja import Field, Header, Query, Router, Schema
from ninja.responses import Response
from pydantic import AfterValidator, WithJsonSchema

from accounts.devices import note_contact
from accounts.models import Device
from workflows.api.field_schemas import FieldFileOut, HoldingsIn, ItemIn, ItemReceipt, PackIn, PackOut, Sha256
from workflows.field import files, holdings, items, receipts
from workflows.field.holdings import Held
from workflows.field.models import FieldFile
from workflows.field.pack import pack_for

router = Router(tags=["field"])

LARGEST_ITEM = 64 * 1024
PIECE = "application/offset+octet-stream"
MOST_ASKED = 100
# The address, or the place the bytes go to, names the write already.
IDEMPOTENT = {"x-idempotent": True}
_SENT_PIECE = {
    "requestBody": {"required": True, "content": {PIECE: {"schema": {"type": "string", "format": "binary"}}}}
}


def _uuids(text: str) -> str:
    found = [uuid.UUID(part) for part in text.split(",")]
    if len(found) > MOST_ASKED:
        raise ValueError(f"at most {MOST_ASKED}")
    return text


class AskedItems(Schema):
    """Which receipts are asked for."""

    ids: Annotated[
        str,
        AfterValidator(_uuids),
        WithJsonSchema(
            {
                "type": "string",
                "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                "examples": ["4f1d1c1e-7b0e-4c62-9d6b-0a4c51f1f0a2"],
            }
        ),
    ] = Field(description="Names of items, with commas between, at most 100.")


@router.post("/field/pack", response=PackOut, summary="What a phone carries along", openapi_extra=IDEMPOTENT)
def pack(request: HttpRequest, known: PackIn) -> dict:
    """The sites this person reports on, with their processes, forms and outlines; only what the phone has not got."""
    return pack_for(request.user, have=known.have, forms=known.forms, area=known.area)


@router.put(
    "/field/items/{item_id}",
    response={200: ItemReceipt, 201: ItemReceipt},
    summary="Send what was captured",
    openapi_extra=IDEMPOTENT,
)
def put_item(request: HttpRequest, item_id: uuid.UUID, sent: ItemIn) -> HttpResponse:
    """Keep one captured thing for ever, and take it through the gate if it can be taken now.

    The same again gets the same receipt; other content under the name is refused with `item_differs`, and kept too.
    What cannot be taken is kept all the same, and the receipt says whom it waits for.
    """
    if len(request.body) > LARGEST_ITEM:
        raise RequestDataTooBig
    device = _device(request, sent.sent_at, sent.app)
    item, fresh = items.receive(
        item_id,
        sent.model_dump(mode="json", exclude_unset=True, exclude={"sent_at"}),
        sender=request.user,
        device=device.pk if device else None,
        sent_at=sent.sent_at,
    )
    return Response(ItemReceipt.of(item), status=201 if fresh else 200)


@router.get("/field/items", response=list[ItemReceipt], summary="Receipts of my items")
def list_items(request: HttpRequest, asked: Query[AskedItems]) -> list[ItemReceipt]:
    """What became of items this person sent; those that are not here are left out."""
    names = [uuid.UUID(part) for part in asked.ids.split(",")]
    return [ItemReceipt.of(item) for item in receipts.of_person(request.user).filter(item__in=names)]


@router.api_operation(
    ["HEAD"],
    "/field/files/{sha256}",
    response={200: None},
    summary="How much of a file is here",
)
def file_offset(request: HttpRequest, sha256: Sha256) -> HttpResponse:
    """`Upload-Offset` and `Upload-Length`, for a file that an item of this person declared."""
    row = files.found(request.user, sha256)
    return _at(HttpResponse(), row)


@router.patch(
    "/field/files/{sha256}",
    response={200: FieldFileOut, 204: None},
    summary="Send the next piece of a file",
    openapi_extra={**IDEMPOTENT, **_SENT_PIECE, "x-refusals": [460, 507]},
)
def patch_file(
    request: HttpRequest,
    sha256: Sha256,
    upload_offset: Annotated[int, Header(alias="Upload-Offset", ge=0, le=2**31 - 1)],
) -> HttpResponse:
    """The bytes from `Upload-Offset` on, as many as the connection bears. A wrong place is answered with the right one.

    With the last byte the file is judged: 200 with its state, `arrived` or `quarantined`; 460 when the bytes are not
    those that were announced, and it has to come again from the beginning.
    """
    piece = request.body
    if len(piece) < int(request.META.get("CONTENT_LENGTH") or 0):
        raise UnreadablePostError
    row = files.append(request.user, sha256, upload_offset, piece)
    if row.status == FieldFile.Status.WAITING:
        return _at(HttpResponse(status=204), row)
    return _at(Response(FieldFileOut.of(row)), row)


@router.post("/field/holdings", response={204: None}, summary="What the phone holds", openapi_extra=IDEMPOTENT)
def tell_holdings(request: HttpRequest, told: HoldingsIn) -> HttpResponse:
    """How much was captured and sent per day, by the phone's own account: so the office sees what has not come."""
    device = _device(request, told.device_time, told.app)
    days = [Held(day, one.captured, one.sent, one.files_waiting) for day, one in told.days.items()]
    holdings.tell(
        request.user,
        device=device.pk if device else None,
        days=days,
        storage=told.storage.model_dump(exclude_none=True),
    )
    return HttpResponse(status=204)


def _device(request: HttpRequest, device_time, app: str) -> Device | None:
    """The phone that sends, which is noted with its clock and its version; None for another program."""
    device = getattr(request, "device", None)
    if device is not None:
        note_contact(device, device_time=device_time, app_version=app or None)
    return device


def _at(response: HttpResponse, row: FieldFile) -> HttpResponse:
    response.headers["Upload-Offset"] = str(row.received)
    response.headers["Upload-Length"] = str(row.size)
    return response
