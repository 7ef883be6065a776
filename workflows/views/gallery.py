"""Files that were handed in, as pages show them: preview, hash, who and when, where and how that is known."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from workflows.facts import pair
from workflows.models import Evidence, Process
from workflows.step import EvidenceSlot

KINDS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP"}
SHORT_HASH = 12


@dataclass(frozen=True)
class Picture:
    """One file for a template."""

    pk: int
    name: str
    kind: str
    size: int
    is_photo: bool
    href: str
    preview: str
    sha256: str
    by: str
    at: object
    captured_at: object
    position: str
    position_source: str
    accuracy_m: int | None
    withdraw: str

    @property
    def short_hash(self) -> str:
        return self.sha256[:SHORT_HASH]


@dataclass(frozen=True)
class Shelf:
    """The files of one slot."""

    slot: EvidenceSlot
    label: str | Promise
    pictures: list[Picture]


def fetch_attached(process: Process) -> list[Evidence]:
    """Fetch the attached files with the people who sent them, in one query, for everything that reads them later."""
    process.attached = list(process.evidence.filter(withdrawn_at=None).select_related("uploaded_by"))
    return process.attached


def shelves(process: Process) -> list[Shelf]:
    """Every slot of the workflow that has files, in the order the steps declare them."""
    slots = {slot.name: slot for step in process.steps.values() for slot in step.evidence}
    found = [(slot, [item for item in process.attached if item.slot == name]) for name, slot in slots.items()]
    return [Shelf(slot, slot.label, pictures(items)) for slot, items in found if items]


def pictures(items: Iterable[Evidence]) -> list[Picture]:
    return [_picture(item) for item in items]


def _picture(item: Evidence) -> Picture:
    return Picture(
        pk=item.pk,
        name=item.filename,
        kind=KINDS.get(item.content_type, item.content_type),
        size=item.size,
        is_photo=item.is_photo,
        href=reverse("evidence_file", args=[item.pk]),
        preview=reverse("evidence_preview", args=[item.pk]) if item.preview_sha256 else "",
        sha256=item.sha256,
        by=str(item.uploaded_by),
        at=item.uploaded_at,
        captured_at=item.captured_at,
        position=pair(item.position) if item.position else "",
        position_source=str(Evidence.PositionSource(item.position_source).label) if item.position else "",
        accuracy_m=item.position_accuracy_m,
        withdraw=reverse("evidence_withdraw", args=[item.pk]),
    )
