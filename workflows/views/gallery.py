"""Files that were handed in, as pages show them: preview, hash, who and when, where and how that is known, how far."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.gis.geos import GEOSGeometry
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from workflows.facts import pair
from workflows.field import premises
from workflows.models import Evidence, Process
from workflows.step import EvidenceSlot

KINDS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP"}
SHORT_HASH = 12


@dataclass(frozen=True)
class Picture:
    """One file for a template.

    ``distance_m``: from the plot or what was lent, 0 on it (``workflows.field.premises``), or (``from_site``) from the
    site's position as long as there is neither; None when the photo has none. ``withdraw``, ``again`` and ``place`` are
    the addresses where it is taken back, attached once more and given its position; "" where this person cannot.
    ``not_here``: why the bytes cannot be opened; ``href`` is "" then.
    """

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
    distance_m: float | None
    from_site: bool
    withdraw: str
    again: str
    place: str
    not_here: str = ""

    @property
    def key(self) -> str:
        """Its number as text, for the names of fields."""
        return str(self.pk)

    @property
    def short_hash(self) -> str:
        return self.sha256[:SHORT_HASH]


@dataclass(frozen=True)
class Shelf:
    """The files of one slot; ``earlier``: those that former decisions rested on and the next one does not."""

    slot: EvidenceSlot
    label: str | Promise
    pictures: list[Picture]
    earlier: bool = False


def fetch_attached(process: Process) -> list[Evidence]:
    """Fetch the attached files with the people who sent them, in one query, for everything that reads them later."""
    process.attached = list(process.attached_files().select_related("uploaded_by"))
    return process.attached


def shelves(process: Process, *, beside: Iterable[EvidenceSlot] = ()) -> list[Shelf]:
    """Every slot of the workflow that has files, in the order the steps declare them; earlier rounds on their own.

    So are the files of a decision in force that would have to be made anew on other ones.

    ``beside``: slots whose present files stand elsewhere on the page, where they can be changed.
    """
    slots = {slot.name: slot for step in process.steps.values() for slot in step.evidence}.values()
    now = [
        Shelf(slot, slot.label, pictures(process, items))
        for slot in slots
        if slot not in beside and (items := process.counted(slot))
    ]
    now += [
        Shelf(slot, _("%(slot)s (in force)") % {"slot": slot.label}, pictures(process, items))
        for slot in slots
        if (items := process.in_force(slot))
    ]
    past = [
        Shelf(slot, _("%(slot)s (earlier)") % {"slot": slot.label}, pictures(process, items), earlier=True)
        for slot in slots
        if (items := process.earlier_rounds(slot))
    ]
    return now + past


def pictures(process: Process, items: Iterable[Evidence], *, sender=None) -> list[Picture]:
    """The files for a template. ``sender``: the person at whose form they stand, who may change them there."""
    items = list(items)
    shapes = premises.of_process(process) if any(item.position for item in items) else []
    return [_picture(process, item, shapes, sender) for item in items]


def _picture(process: Process, item: Evidence, shapes: list[GEOSGeometry], sender) -> Picture:
    where = [process.site.code, process.kind, process.pk, item.pk]
    placeable = sender is not None and item.is_photo and not item.position and item.uploaded_by_id == sender.pk
    return Picture(
        pk=item.pk,
        name=item.filename,
        kind=KINDS.get(item.content_type, item.content_type),
        size=item.size,
        is_photo=item.is_photo,
        href=reverse("evidence_file", args=[item.pk]) if item.arrived_at else "",
        preview=reverse("evidence_preview", args=[item.pk]) if item.preview_sha256 else "",
        sha256=item.sha256,
        by=str(item.uploaded_by),
        at=item.uploaded_at,
        captured_at=item.captured_at,
        position=pair(item.position) if item.position else "",
        position_source=str(Evidence.PositionSource(item.position_source).label) if item.position else "",
        accuracy_m=item.position_accuracy_m,
        distance_m=premises.how_far(item.position, shapes, process.site),
        from_site=not shapes,
        withdraw=reverse("evidence_withdraw", args=where) if sender is not None else "",
        again=reverse("evidence_again", args=where) if sender is not None else "",
        place=reverse("evidence_place", args=where) if placeable else "",
        not_here="" if item.arrived_at else item.quarantine or _("On its way from the phone"),
    )
