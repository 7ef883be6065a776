"""What phones send and are answered: items, their files, receipts."""

import datetime
import uuid
from typing import Annotated, Any

from django.utils import timezone
from ninja import Field, Schema
from pydantic import AwareDatetime, BeforeValidator, WithJsonSchema

from accounts.enrolment_api import FieldPerson
from gis_data.api import Latitude, Longitude, Paragraphs
from workflows.api.ids import Id
from workflows.field import receipts
from workflows.field.models import FieldFile, FieldItem
from workflows.submission import LONGEST_REASON

MAX_VERSION = 2**31 - 1
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", examples=["9f" * 32])]
Name = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]


def _as_text(given: Any) -> str:
    """A moment is a text: a bare number would be read as seconds since 1970."""
    if not isinstance(given, str):
        raise ValueError("a date and time as text")
    return given


# The clock of a phone may say anything; what a database can hold ends with the year 9999.
Moment = Annotated[AwareDatetime, BeforeValidator(_as_text), WithJsonSchema({"type": "string", "format": "date-time"})]


class FieldPosition(Schema):
    """Where the phone was, by its own account, WGS 84 degrees; ``fix_age_s``: how old that was."""

    model_config = {"extra": "forbid"}

    lat: Latitude
    lon: Longitude
    accuracy_m: float | None = Field(None, ge=0, le=10**6, allow_inf_nan=False)
    fix_age_s: float | None = Field(None, ge=0, le=10**9, allow_inf_nan=False)


class FieldFileIn(Schema):
    """A file that follows, known by the SHA-256 of its bytes. ``thumb``: the same for its small version."""

    model_config = {"extra": "forbid"}

    slot: Name
    sha256: Sha256
    size: int = Field(ge=1, le=25_000_000, strict=True)
    content_type: str = Field(pattern=r"^[a-z0-9.+-]{1,20}/[a-z0-9.+-]{1,19}$", examples=["image/jpeg"])
    name: str = Field("", max_length=300)
    thumb: Sha256 | None = None
    thumb_size: int | None = Field(None, ge=1, le=1_000_000, strict=True)
    captured_at: Moment | None = None
    position: FieldPosition | None = None
    distance_m: float | None = Field(
        None, ge=0, le=10**8, allow_inf_nan=False, description="To the approved plot, as the phone computed it."
    )


class FieldReasonIn(Schema):
    """A coded reason with its sentence."""

    model_config = {"extra": "forbid"}

    code: str = Field(max_length=40)
    text: Paragraphs = Field(max_length=LONGEST_REASON)


class ItemIn(Schema):
    """One captured thing. All but ``sent_at`` is what it is known by: the same content again is the same item."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [
                {
                    "site": "62.02.01.2001",
                    "kind": "land_verification",
                    "process": 1,
                    "step": "survey",
                    "seen_version": 3,
                    "fields": {"visited_on": "2026-02-10"},
                    "captured_at": "2026-02-10T08:30:00+07:00",
                    "sent_at": "2026-02-12T17:02:11+07:00",
                }
            ]
        },
    }

    site: str = Field(max_length=13, description="The site's code.")
    process: Id | None = None
    opened_by: uuid.UUID | None = Field(None, description="The item that opens the process, begun offline.")
    kind: Name
    step: Name = Field(description="The step, or `start` to open a process.")
    person: int | None = Field(None, description="Who captured it; it is taken in nobody else's name.")
    seen_version: int | None = Field(None, ge=1, le=MAX_VERSION, strict=True)
    fields: dict[str, str | int | float | bool | dict[str, Any] | None] = Field(default_factory=dict)
    reason: FieldReasonIn | None = None
    item: int | None = Field(None, ge=1, le=MAX_VERSION, strict=True, description="The number of the line.")
    about: uuid.UUID | None = Field(None, description="The item that opened the line, where that was offline too.")
    after: list[uuid.UUID] = Field(default_factory=list, max_length=50, description="What must be taken before.")
    corrects: uuid.UUID | None = Field(None, description="The refused item that this one is sent in place of.")
    captured_at: Moment = Field(description="By the phone's clock.")
    sent_at: Moment | None = Field(None, description="By the phone's clock: tells how wrong it is.")
    files: list[FieldFileIn] = Field(default_factory=list, max_length=40)
    app: str = Field("", max_length=40, description="The version of the app.")


class HeldDay(Schema):
    """What a phone captured on one day, sent of it, and how many files wait on it."""

    model_config = {"extra": "forbid"}

    captured: int = Field(ge=0, le=10_000, strict=True)
    sent: int = Field(ge=0, le=10_000, strict=True)
    files_waiting: int = Field(0, ge=0, le=100_000, strict=True)


class PhoneStorage(Schema):
    """The room on the phone as its browser tells it, in bytes."""

    model_config = {"extra": "forbid"}

    quota: int | None = Field(None, ge=0, le=2**53, strict=True)
    usage: int | None = Field(None, ge=0, le=2**53, strict=True)
    persisted: bool | None = Field(None, strict=True)


class HoldingsIn(Schema):
    """What a phone holds, by day of its own clock."""

    model_config = {"extra": "forbid"}

    device_time: Moment | None = None
    days: dict[datetime.date, HeldDay] = Field(default_factory=dict, max_length=100)
    storage: PhoneStorage = Field(default_factory=PhoneStorage)
    app: str = Field("", max_length=40)


class PackIn(Schema):
    """What the phone has: the versions of its sites by code, of its forms and of its outlines."""

    model_config = {"extra": "forbid"}

    have: dict[str, str] = Field(default_factory=dict, description="Site code to version.")
    forms: str = Field("", max_length=40)
    area: str = Field("", max_length=40)


class PackLine(Schema):
    """A line that a step may change now."""

    number: int
    state: str
    caption: str


class PackProcess(Schema):
    """A process that goes on, and the steps this person may try now."""

    id: int
    kind: str
    label: str
    version: int
    state: str
    state_label: str
    since: datetime.datetime
    steps: list[str]
    may: list[str] = Field(description="Steps that are this person's to take, in whichever state.")
    awaits: list[str] = Field(description="What is awaited, whoever takes it.")
    due: str | None
    values: dict[str, Any] = Field(description="What stands in the fields of these steps already.")
    known: dict[str, Any] = Field(description="What answers are compared with.")
    lines: dict[str, list[PackLine]]


class PackSite(Schema):
    """A site as far as a phone needs it; WGS 84 degrees."""

    code: str
    name: str
    district: str
    regency: str
    lat: float
    lon: float
    position_source: str
    accuracy_m: int | None
    stage: int
    stage_label: str
    flags: list[str]
    plot: list[list[float]] | None = Field(description="The outline of the plot: longitude and latitude.")
    starts: list[str] = Field(description="Workflows this person may open here.")
    may: dict[str, list[str]] = Field(description="By such a workflow, the steps that would be his.")
    processes: list[PackProcess]
    version: str


class PackForms(Schema):
    """The forms of what may be captured, by workflow and step, in the person's language."""

    version: str
    kinds: dict[str, Any]


class PackArea(Schema):
    """Outlines for the map: whole numbers, the first point of a ring in 1/scale degrees, the others as differences."""

    version: str
    scale: int
    outlines: list[dict[str, Any]]


class PackOut(Schema):
    """What has changed since the versions the phone named; null where nothing has."""

    version: str
    server_time: datetime.datetime
    person: FieldPerson
    sites: list[PackSite]
    gone: list[str]
    forms: PackForms | None
    area: PackArea | None


class FieldFileOut(Schema):
    """How far a file is: ``offset`` bytes of ``size`` are here. The state is waiting, arrived or quarantined."""

    sha256: str
    size: int
    offset: int
    state: str
    sentence: str

    @classmethod
    def of(cls, row: FieldFile) -> "FieldFileOut":
        return cls(sha256=row.sha256, size=row.size, offset=row.received, state=row.status, sentence=row.sentence)


class ItemReceipt(Schema):
    """That an item is kept for ever, and what became of it.

    ``state``: backlog (waits for another item), taken, refused (to be corrected), conflict (a person has to choose),
    settled (a person chose) or set_aside.
    """

    item: uuid.UUID
    receipt: str = Field(examples=["T-000123"])
    state: str
    sentence: str
    errors: dict[str, list[str]] = Field(description="What has to be corrected, by field.")
    waits_for: list[uuid.UUID]
    received_at: datetime.datetime
    server_time: datetime.datetime
    process: int | None
    event_seq: int | None = Field(description="The entry of the site's ledger.")
    line: int | None = Field(description="The number of the line it added or changed.")
    files: list[FieldFileOut]

    @classmethod
    def of(cls, item: FieldItem) -> "ItemReceipt":
        return cls(
            item=item.item,
            receipt=item.receipt,
            state=item.status,
            sentence=receipts.sentence(item),
            errors=item.errors,
            waits_for=item.awaits,
            received_at=item.received_at,
            server_time=timezone.now(),
            process=item.process_id,
            event_seq=item.event_seq,
            line=item.line,
            files=[FieldFileOut.of(row) for row in receipts.files_of(item)],
        )
