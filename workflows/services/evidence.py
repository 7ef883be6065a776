"""Attach files to a process, and take them back; both are facts in the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gis_data import shapes
from sites.authorship import Authorship
from sites.models import Event
from sites.requests import answered, answered_once, digest_of
from workflows import evidence_store, photo_prints, previews, registry
from workflows.evidence_files import InspectedFile, KeptFile, inspect, sha256_of
from workflows.models import Evidence, Process
from workflows.refusals import Invalid
from workflows.services.evidence_gate import authorship, declared_slot, locked_file, note, open_file, open_step, record
from workflows.services.locking import locked
from workflows.step import EvidenceSlot

MAX_FILES_PER_SLOT = 40


@dataclass(frozen=True)
class Position:
    """Where a file was captured (EPSG:4326), how that is known, and how accurately."""

    point: Point
    source: str
    accuracy_m: int | None = None


def attach(
    *,
    process_id: int,
    slot: str,
    files: Iterable[File],
    actor,
    position: Position | None = None,
    at=None,
    client_id=None,
    request_id=None,
) -> list[Evidence]:
    """Attach files to a slot of a process; all of them, or none with a sentence per refused file.

    A file that is there already is not attached twice; in a fresh slot one of an earlier round is refused. A position
    written by the camera stands before the given one.
    The same client id again returns what it attached, also after the process has moved on.
    Raises Process.DoesNotExist, NotPermitted, WrongState, Invalid, StorageFull, ClientIdReused.
    """
    files = list(files)
    process = _visible(process_id, actor)
    hashes = [sha256_of(file) for file in files]
    digest = _request_digest(process_id, slot, hashes, position) if client_id else ""
    if event := answered(client_id, actor=actor, digest=digest):
        return _attached_by(event, slot, hashes)
    declared = _slot(process, slot, actor)
    inspected = _inspect_all(files, declared, hashes)
    if position is not None:
        try:
            shapes.check_place(position.point.x, position.point.y)
        except ValidationError as error:
            raise Invalid({"position": error.messages}) from error
    # The bytes are written before the transaction: slow disks hold no locks, and bytes without a row are harmless.
    kept = {item.sha256: _put(item) for item in inspected}
    with answered_once(), transaction.atomic(durable=True):
        process = locked(process_id, actor)
        if event := answered(client_id, actor=actor, digest=digest):
            return _attached_by(event, slot, hashes)
        step = open_step(process, slot, actor)
        present = _present(process, declared, inspected)
        new = {item.sha256: item for item in inspected if item.sha256 not in present}
        if len(present) + len(new) > MAX_FILES_PER_SLOT:
            raise _too_many(declared)
        if new:
            by = authorship(process, step, actor, at, client_id=client_id, request_id=request_id, request_digest=digest)
            rows = Evidence.objects.bulk_create(
                _row(process, slot, item, kept[item.sha256], by, position) for item in new.values()
            )
            record(process, "evidence_added", slot, rows, by)
            if declared.accepts == "photo":
                photo_prints.keep({item.sha256: item.print for item in new.values()})
        rows = process.evidence.filter(slot=slot, sha256__in=hashes, withdrawn_at=None)
        return [row for row in rows if process.counts(row, declared)]


def declare(
    process: Process, slot: EvidenceSlot, files: list[Evidence], *, actor, device_at, request_id=None
) -> list[Evidence]:
    """Attach files to the locked process whose bytes follow; those there already stay.

    Inside the caller's transaction, and for the step that he takes at once with the same process, which writes the
    entry. ``files``: rows that are not written, with what the sender says of each. Raises NotPermitted, WrongState,
    Invalid.
    """
    step = open_step(process, slot.name, actor)
    there = list(process.attached_files(also=[row.sha256 for row in files]))
    present = _counted(process, slot, [row for row in there if row.slot == slot.name], files)
    new = [row for row in files if row.sha256 not in present]
    if len(present) + len(new) > MAX_FILES_PER_SLOT:
        raise _too_many(slot)
    if new:
        by = authorship(process, step, actor, None, device_at=device_at, request_id=request_id)
        for row in new:
            row.process, row.slot, row.round = process, slot.name, process.rounds.get(slot.name, 0)
            row.uploaded_by, row.uploaded_at = by.user, by.recorded_at
        Evidence.objects.bulk_create(new)
        note(process, "evidence_added", slot.name, new, by)
    # The step is judged by them at once: they need not be read again.
    process.keep_attached([*there, *new])
    return new


def keep(file: File, slot: EvidenceSlot) -> KeptFile:
    """Put a paper into the store that is attached later, to one process or to many. Raises Invalid, StorageFull."""
    return _put(_inspect_all([file], slot, [""])[0])


def attach_kept(process: Process, slot: EvidenceSlot, file: KeptFile, *, actor, request_id=None) -> None:
    """Attach a paper that was kept to the locked process, inside the caller's transaction; nothing if it is there.

    Raises NotPermitted, WrongState, Invalid for one that an earlier round rested on.
    """
    step = open_step(process, slot.name, actor)
    if file.sha256 in _present(process, slot, [file]):
        return
    by = authorship(process, step, actor, None, request_id=request_id)
    row = Evidence.objects.create(
        process_id=process.pk,
        slot=slot.name,
        round=process.rounds.get(slot.name, 0),
        uploaded_by=by.user,
        uploaded_at=by.recorded_at,
        arrived_at=by.recorded_at,
        **vars(file),
    )
    record(process, "evidence_added", slot.name, [row], by)


def withdraw(*, evidence_id: int, actor, client_id=None, request_id=None) -> Evidence:
    """Take a file back before the step it belongs to is taken; the file and the fact stay on record.

    The same client id again returns the file, also after the process has moved on.
    Raises Evidence.DoesNotExist, NotPermitted, WrongState, ClientIdReused.
    """
    digest = digest_of({"withdraw": evidence_id}) if client_id else ""
    with answered_once(), transaction.atomic(durable=True):
        process, item = locked_file(evidence_id, actor)
        if answered(client_id, actor=actor, digest=digest):
            return item
        step = open_file(process, item, actor)
        if item.withdrawn_at:
            return item
        by = authorship(process, step, actor, None, client_id=client_id, request_id=request_id, request_digest=digest)
        item.withdrawn_at = by.recorded_at
        item.save(update_fields=["withdrawn_at"])
        record(process, "evidence_withdrawn", item.slot, [item], by)
        return item


def _put(item: InspectedFile) -> KeptFile:
    evidence_store.put(item.sha256, item.content)
    return KeptFile(item.sha256, item.filename, item.content_type, item.size, previews.keep(item.preview))


def _visible(process_id: int, actor) -> Process:
    """The process as its workflow's class, unlocked, if the person may see it. Raises Process.DoesNotExist."""
    head = Process.objects.select_related("site").get(pk=process_id)
    if not actor.scope.covers(head.site.code):
        raise Process.DoesNotExist
    process = registry.flow(head.kind).objects.get(pk=process_id)
    process.site = head.site
    return process


def _too_many(slot: EvidenceSlot) -> Invalid:
    return Invalid({slot.name: [_("At most %(max)d files may be attached here.") % {"max": MAX_FILES_PER_SLOT}]})


def _request_digest(process_id: int, slot: str, hashes: list[str], position: Position | None) -> str:
    place = [*position.point.coords, position.source, position.accuracy_m] if position else None
    return digest_of({"attach": process_id, "slot": slot, "files": hashes, "position": place})


def _attached_by(event: Event, slot: str, hashes: list[str]) -> list[Evidence]:
    """The files as they stood when the entry was written, whatever was withdrawn or attached again since."""
    rows = Evidence.objects.filter(
        process_id=event.process_id, slot=slot, sha256__in=hashes, uploaded_at__lte=event.recorded_at
    )
    return list(rows.exclude(withdrawn_at__lte=event.recorded_at))


def _slot(process: Process, name: str, actor) -> EvidenceSlot:
    """The slot, for a person who may fill it now: judged once before any byte is kept, and again under the lock."""
    slot = declared_slot(process, name)
    open_step(process, name, actor)
    return slot


def _present(process: Process, slot: EvidenceSlot, files: Iterable[InspectedFile | KeptFile | Evidence]) -> set[str]:
    """The hashes that count in the slot of the locked process. Raises Invalid for files of an earlier round.

    A numbered letter may be cited again by the process it decided, and its scan with it.
    """
    found = process.evidence.filter(slot=slot.name, withdrawn_at=None)
    if slot.fresh:
        # Not all rounds there ever were: a building has hundreds of reports.
        present = Q(round=process.rounds.get(slot.name, 0))
        found = found.filter(present | Q(sha256__in=[item.sha256 for item in files]))
    return _counted(process, slot, list(found.only("process_id", "slot", "round", "sha256")), files)


def _counted(
    process: Process,
    slot: EvidenceSlot,
    rows: list[Evidence],
    files: Iterable[InspectedFile | KeptFile | Evidence],
) -> set[str]:
    """The hashes of those rows of the slot that count. Raises Invalid when one of the files is of an earlier round."""
    counted = {row.sha256 for row in rows if process.counts(row, slot)}
    earlier = set() if slot.name in process.letter_slots else {row.sha256 for row in rows} - counted
    if spent := [item for item in files if item.sha256 in earlier]:
        raise Invalid({slot.name: [_spent(process, item) for item in spent]})
    return counted


def _spent(process: Process, item: InspectedFile | KeptFile | Evidence) -> str:
    """Why a file of an earlier round does not count again: a decision rests on it, or the process went back since."""
    taken = Event.objects.filter(process_id=process.pk, verb="step", evidence__contains=[item.sha256])
    sentence = (
        _("%(file)s: an earlier decision rests on this file already. Attach a new one.")
        if taken.exists()
        else _("%(file)s: this file was handed in before the proposal was sent back. Attach a new one.")
    )
    return sentence % {"file": item.filename}


def _inspect_all(files: list[File], slot: EvidenceSlot, hashes: list[str]) -> list[InspectedFile]:
    if not files:
        raise Invalid({slot.name: [_("Choose at least one file.")]})
    inspected, problems = [], []
    for file, sha256 in zip(files, hashes, strict=True):
        try:
            inspected.append(inspect(file, slot, sha256=sha256))
        except ValidationError as error:
            problems += error.messages
    if problems:
        raise Invalid({slot.name: problems})
    return inspected


def _row(
    process: Process, slot: str, item: InspectedFile, kept: KeptFile, by: Authorship, position: Position | None
) -> Evidence:
    if item.position is not None:
        # What the camera wrote at the moment of capture is never replaced by what somebody says afterwards.
        position = Position(item.position, Evidence.PositionSource.EXIF)
    return Evidence(
        process_id=process.pk,
        slot=slot,
        round=process.rounds.get(slot, 0),
        **vars(kept),
        captured_at=item.captured_at,
        position=position.point if position else None,
        position_source=position.source if position else "",
        position_accuracy_m=position.accuracy_m if position else None,
        uploaded_by=by.user,
        uploaded_at=by.recorded_at,
        arrived_at=by.recorded_at,
    )
