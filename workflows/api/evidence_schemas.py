"""What the API says about a file attached to a process."""

import datetime

from ninja import Field, Schema

from sites.api.ledger_schemas import Receipt
from workflows.models import Evidence


class CapturedAt(Schema):
    """Where a file was captured, WGS 84 degrees, and how that is known: device, exif or typed."""

    longitude: float
    latitude: float
    source: str
    accuracy_m: int | None


class EvidenceOut(Schema):
    """A file, known by the hash of its bytes. Taken back, it stays on record with the date."""

    id: int
    process: int
    slot: str
    filename: str
    content_type: str
    size: int
    sha256: str
    captured_at: datetime.datetime | None
    position: CapturedAt | None
    uploaded_by: str
    uploaded_at: datetime.datetime
    arrived_at: datetime.datetime | None = Field(description="Null: a phone declared it, and its bytes follow.")
    withdrawn_at: datetime.datetime | None

    @classmethod
    def of(cls, item: Evidence) -> "EvidenceOut":
        return cls(
            id=item.pk,
            process=item.process_id,
            slot=item.slot,
            filename=item.filename,
            content_type=item.content_type,
            size=item.size,
            sha256=item.sha256,
            captured_at=item.captured_at,
            position=CapturedAt(
                longitude=item.position.x,
                latitude=item.position.y,
                source=item.position_source,
                accuracy_m=item.position_accuracy_m,
            )
            if item.position
            else None,
            uploaded_by=str(item.uploaded_by),
            uploaded_at=item.uploaded_at,
            arrived_at=item.arrived_at,
            withdrawn_at=item.withdrawn_at,
        )


class Attached(Schema):
    """The files of a request, as they were attached, and the receipt."""

    files: list[EvidenceOut]
    receipt: Receipt = Field(description="Its version is the one to name with the next step.")
