"""Attach the scan of an earlier letter of a process once more, when the same letter is to decide it again."""

from django.db import transaction
from django.utils.translation import gettext as _

from workflows.evidence_files import KeptFile
from workflows.models import Evidence, Process
from workflows.refusals import Invalid
from workflows.services.evidence import attach_kept
from workflows.services.evidence_gate import declared_slot, locked_file
from workflows.step import EvidenceSlot


def scans_to_offer(process: Process, slot: EvidenceSlot) -> list[Evidence]:
    """The scans of earlier letters of this process that may be attached to the slot again, the newest first.

    None as long as one counts there. From the files that are fetched: no query where they are.
    """
    if slot.name not in process.letter_slots or process.counted(slot):
        return []
    earlier = {item.sha256: item for item in process.earlier_rounds(slot) if _is_whole(item)}
    return sorted(earlier.values(), key=lambda item: -item.pk)


def attach_again(*, evidence_id: int, actor, request_id=None) -> None:
    """Attach the same bytes to the present round, as a fact of its own in the ledger; nothing if they are there.

    Raises Evidence.DoesNotExist, NotPermitted, WrongState, and Invalid for what is no scan of a letter.
    """
    with transaction.atomic(durable=True):
        process, item = locked_file(evidence_id, actor)
        slot = declared_slot(process, item.slot)
        if slot.name not in process.letter_slots or item.withdrawn_at or not _is_whole(item):
            raise Invalid({slot.name: [_("%(file)s cannot be attached again.") % {"file": item.filename}]})
        kept = KeptFile(item.sha256, item.filename, item.content_type, item.size, item.preview_sha256)
        attach_kept(process, slot, kept, actor=actor, request_id=request_id)


def _is_whole(item: Evidence) -> bool:
    return bool(item.arrived_at) and not item.quarantine
