"""Take an item through the gate: its files are declared and its step taken, or what is in the way is written down."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gis_data import shapes
from sites.models import Event, Site
from workflows import registry
from workflows.constraints import explained
from workflows.evidence_files import declared_name, takes
from workflows.field import notices
from workflows.field.contents import Content, SentFile
from workflows.field.merging import check_fits
from workflows.field.models import FieldFile, FieldItem
from workflows.models import Evidence, Process
from workflows.refusals import GuardsUnmet, Incomplete, Invalid, Refused, SimulationMixed, WrongState
from workflows.services.evidence import declare
from workflows.services.locking import locked
from workflows.services.start import start_inside
from workflows.services.take_step import open_step, take_locked
from workflows.step import EvidenceSlot, Step
from workflows.submission import Submission

NOT_SEEN = "not_seen"


def take(item: FieldItem, content: Content, *, place: Process | None = None, chosen: bool = False) -> None:
    """Take the locked item inside the caller's transaction, which then saves it. Its status says what came of it.

    Taken; or refused, when whoever captured it has to correct something; or in conflict, when a person in the office
    has to choose. Undone as a whole where it is not taken. ``place``: the process it is about, where the caller has
    locked it. ``chosen``: somebody has, so that changes by others in between are no objection. The client id is the
    item's name: the gate's own replay makes it once.
    """
    with translation.override(item.sender.language):
        try:
            with transaction.atomic():
                _through_the_gate(item, content, place, chosen)
        except (Process.DoesNotExist, Site.DoesNotExist):
            _wait_for_a_person(item, NOT_SEEN, _("The person who captured this may not see this place any more."))
        except IntegrityError as error:
            refusal = explained(error)
            if not isinstance(refusal, Refused):
                raise
            _stopped(item, refusal)
        except Refused as refusal:
            _stopped(item, refusal)
        else:
            item.status, item.code, item.sentence, item.errors = FieldItem.Status.TAKEN, "", "", {}
            if content.corrects:
                _corrected(item, content)


def process_of(content: Content) -> int | None:
    """The process that the item is about: as the phone knew it, or the one that another item opened."""
    if content.process is not None or content.opened_by is None:
        return content.process
    return FieldItem.objects.filter(item=content.opened_by).values_list("process_id", flat=True).first()


def _through_the_gate(item: FieldItem, content: Content, place: Process | None, chosen: bool) -> None:
    if content.is_start:
        _start(item, content)
        return
    sender = item.sender
    process = place or locked(process_of(content) or 0, sender)
    if (process.site_id, process.kind) != (item.site_id, content.kind):
        raise Process.DoesNotExist
    item.process_id = process.pk
    step = open_step(process, content.step)
    line = _line(content)
    if not chosen:
        check_fits(process, step, seen=content.seen_version, line=line, sender=sender)
    if unknown := sorted(set(content.fields) - set(step.fields)):
        raise Invalid({name: [_("This step does not ask for this.")] for name in unknown})
    known = _files_of(item, content)
    for slot, files in _by_slot(step, content.files):
        declare(process, slot, _rows(slot, files, known), actor=sender, device_at=content.captured_at)
    submission = Submission(
        version=process.version,
        fields=content.fields,
        reason=content.reason,
        item=line,
        client_id=item.item,
        device_at=content.captured_at,
    )
    taken = take_locked(process, step.name, sender, submission)
    item.event_seq = taken.event_seq
    item.line = int(taken.item.rpartition(" ")[2]) if taken.item else None


def _start(item: FieldItem, content: Content) -> None:
    """Open the process; where only one may be and somebody was quicker, theirs is the one that was meant."""
    try:
        process = start_inside(
            site_code=content.site,
            kind=content.kind,
            actor=item.sender,
            client_id=item.item,
            device_at=content.captured_at,
        )
    except WrongState:
        there = registry.flow(content.kind).single_at(Site.objects.get(pk=item.site_id))
        if there is None:
            raise
        item.process_id = there
        return
    item.process_id = process.pk
    item.event_seq = Event.objects.values_list("seq", flat=True).get(client_id=item.item)


def _line(content: Content) -> int | None:
    if content.about is None:
        return content.line
    return FieldItem.objects.filter(item=content.about).values_list("line", flat=True).first()


def _by_slot(step: Step, files: Iterable[SentFile]) -> list[tuple[EvidenceSlot, list[SentFile]]]:
    slots = {slot.name: slot for slot in step.evidence}
    if unknown := sorted({sent.slot for sent in files} - set(slots)):
        raise Invalid({name: [_("This step takes no files under that name.")] for name in unknown})
    found = [(slot, [sent for sent in files if sent.slot == slot.name]) for slot in slots.values()]
    return [(slot, sent) for slot, sent in found if sent]


def _files_of(item: FieldItem, content: Content) -> dict[str, FieldFile]:
    """The files of the item by their hash, locked: their last bytes come before what follows, or after, and find it."""
    if item.in_hand is not None:
        return {row.sha256: row for row in item.in_hand}
    hashes = [name for sent in content.files for name in (sent.sha256, sent.thumb) if name]
    if not hashes:
        return {}
    kept = FieldFile.objects.select_for_update().filter(sender_id=item.sender_id, sha256__in=hashes)
    return {row.sha256: row for row in kept.order_by("sha256")}


def _rows(slot: EvidenceSlot, files: list[SentFile], known: dict[str, FieldFile]) -> list[Evidence]:
    """The files of a slot as evidence; those whose bytes this person has sent before are here already."""
    if not all(takes(slot, sent.content_type) for sent in files):
        raise Invalid({slot.name: [_("A file of this kind cannot stand here.")]})
    return [_row(sent, known) for sent in files]


def _row(sent: SentFile, known: dict[str, FieldFile]) -> Evidence:
    place = sent.position if sent.position and _is_a_place(sent) else None
    file, thumb = known[sent.sha256], known.get(sent.thumb)
    return Evidence(
        sha256=sent.sha256,
        filename=declared_name(sent.name, sent.content_type),
        content_type=sent.content_type,
        size=sent.size,
        preview_sha256=sent.thumb if thumb and thumb.status == FieldFile.Status.ARRIVED else "",
        captured_at=sent.captured_at,
        position=place.point if place else None,
        position_source=place.source if place else "",
        position_accuracy_m=place.accuracy_m if place else None,
        arrived_at=file.arrived_at,
        quarantine=file.sentence,
    )


def _is_a_place(sent: SentFile) -> bool:
    try:
        shapes.check_place(*sent.position.point.coords)
    except ValidationError:
        return False
    return True


def _stopped(item: FieldItem, refusal: Refused) -> None:
    """What he wrote can be corrected by whoever wrote it; what stands against it at the place, only in the office."""
    if isinstance(refusal, Invalid | GuardsUnmet | SimulationMixed):
        item.status, item.code = FieldItem.Status.REFUSED, refusal.code
        item.errors, item.sentence = _errors(refusal), sentence_of(refusal)
    else:
        _wait_for_a_person(item, refusal.code, sentence_of(refusal))


def _wait_for_a_person(item: FieldItem, code: str, sentence: str) -> None:
    item.status, item.code, item.sentence, item.errors = FieldItem.Status.CONFLICT, code, sentence, {}
    notices.conflict(item)


def _corrected(item: FieldItem, content: Content) -> None:
    """What was refused is settled by what was sent in its place."""
    refused = FieldItem.objects.filter(
        item=content.corrects, sender_id=item.sender_id, status=FieldItem.Status.REFUSED
    ).first()
    if refused is not None:
        refused.status, refused.settled_at = FieldItem.Status.SETTLED, item.received_at
        refused.settled_by_id = item.sender_id
        refused.sentence = _("Corrected by %(receipt)s.") % {"receipt": item.receipt}
        refused.process_id, refused.line = item.process_id, item.line
        refused.save()


def _errors(refusal: Refused) -> dict[str, list[str]]:
    if not isinstance(refusal, Invalid):
        return {}
    return {name: [str(sentence) for sentence in found] for name, found in refusal.errors.items()}


def sentence_of(refusal: Refused) -> str:
    """All that was refused, in sentences."""
    if isinstance(refusal, GuardsUnmet):
        return " ".join(one.sentence for one in refusal.unmet)
    if isinstance(refusal, Invalid):
        unmet = [one.sentence for one in refusal.unmet] if isinstance(refusal, Incomplete) else []
        return " ".join([*(str(sentence) for found in refusal.errors.values() for sentence in found), *unmet])
    return refusal.sentence
