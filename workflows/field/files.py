"""Files that come in pieces: how far each is, the next piece, and what is done when all bytes are here."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gis_data.composed import Composed, made
from workflows import evidence_store, previews
from workflows.evidence_files import InspectedFile, inspect
from workflows.field import notices, reuse
from workflows.field.contents import Content
from workflows.field.models import FieldFile, FieldItem
from workflows.models import Evidence
from workflows.refusals import Refused
from workflows.step import EvidenceSlot

# So often all bytes may come and not be those that were declared, before they are put aside for a person.
MOST_FAILURES = 2


class WrongOffset(Refused):
    """The piece does not begin where the file ends so far, which is at byte ``offset``."""

    code = "wrong_offset"
    status = 409

    def __init__(self, offset: int) -> None:
        super().__init__(_("%(count)d bytes are here. Go on from there.") % {"count": offset})
        self.offset = offset


class TooLong(Refused):
    """More bytes than were declared."""

    code = "too_large"
    status = 413

    def __init__(self) -> None:
        super().__init__(_("This is more than was announced for this file. Nothing of it was kept."))


class OtherBytes(Refused):
    """All bytes are here, and are not those that were declared: the file has to come again from the beginning."""

    code = "other_bytes"
    status = 460
    offset = 0

    def __init__(self) -> None:
        super().__init__(_("The bytes changed on their way. The file is sent again from the beginning."))


def declare(item: FieldItem, content: Content, accepts: dict[str, str]) -> list[FieldFile]:
    """Write down which files follow an item, inside the caller's transaction, and return them as far as they are.

    ``accepts``: by slot, what it takes. In the order of their hashes: two items that name the same files do not wait
    for each other in a circle.
    """
    rows = {}
    for sent in content.files:
        common = {"sender_id": item.sender_id, "declared_at": item.received_at}
        rows[sent.sha256] = FieldFile(
            sha256=sent.sha256,
            size=sent.size,
            content_type=sent.content_type,
            name=sent.name[-150:],
            accepts=accepts.get(sent.slot, "document"),
            **common,
        )
        if sent.thumb and sent.thumb_size:
            rows.setdefault(
                sent.thumb,
                FieldFile(
                    sha256=sent.thumb,
                    size=sent.thumb_size,
                    content_type="image/jpeg",
                    name=sent.name[-150:],
                    accepts="photo",
                    original=sent.sha256,
                    **common,
                ),
            )
    return _written(item, [rows[name] for name in sorted(rows)]) if rows else []


def _written(item: FieldItem, declared: list[FieldFile]) -> list[FieldFile]:
    """The files as they stand, locked, in the order they were first declared; each named by the item.

    One statement for all there is to do. Of a file that is waiting the later word on its size counts, and it begins
    anew: the hash decides in the end.
    """
    fields = FieldFile._meta.concrete_fields
    columns = [field.column for field in fields if not field.primary_key]
    table, through = FieldFile._meta.db_table, FieldItem.files.through._meta.db_table
    rows = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(declared))
    returned = ", ".join(field.column for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH sent AS (INSERT INTO {table} AS kept ({', '.join(columns)}) VALUES {rows} "  # noqa: S608
            "ON CONFLICT (sender_id, sha256) DO UPDATE SET "
            "size = CASE WHEN kept.status = %s THEN excluded.size ELSE kept.size END, "
            "received = CASE WHEN kept.status = %s AND kept.size <> excluded.size THEN 0 ELSE kept.received END "
            f"RETURNING kept.*), named AS (INSERT INTO {through} (fielditem_id, fieldfile_id) SELECT %s, id FROM sent) "
            f"SELECT {returned} FROM sent ORDER BY id",
            [
                *(getattr(row, column) for row in declared for column in columns),
                *[FieldFile.Status.WAITING] * 2,
                item.pk,
            ],
        )
        return [made(FieldFile, row) for row in cursor.fetchall()]


def found(sender, sha256: str) -> FieldFile:
    """The file as far as it is. Raises FieldFile.DoesNotExist for one that no item of this person declared."""
    return FieldFile.objects.get(sender=sender, sha256=sha256)


def append(sender, sha256: str, offset: int, piece: bytes) -> FieldFile:
    """Keep the next piece; with the last one the file is judged and becomes evidence, or is put aside.

    The row's lock decides between two pieces that come at once. The bytes are safe before the row says so: whoever is
    killed in between leaves a piece that the next try replaces. Raises FieldFile.DoesNotExist, WrongOffset, TooLong,
    OtherBytes, StorageFull.
    """
    spoiled = False
    with transaction.atomic(durable=True):
        row = _locked(sender, sha256)
        if row.status != FieldFile.Status.WAITING:
            return row
        if offset != row.received:
            raise WrongOffset(row.received)
        if offset + len(piece) > row.size:
            raise TooLong
        content = None
        if len(piece) == row.size:
            # All of it at once, as most photos come over a link that bears them: written once, where it stays.
            content, row.received = piece, row.size
        elif piece:
            evidence_store.put_piece(row.pk, offset, piece)
            row.received += len(piece)
        if row.received == row.size:
            spoiled = not _complete(row, sender, content)
        if row.status != FieldFile.Status.ARRIVED:
            row.save(update_fields=["received", "failures", "status", "sentence"])
    if row.received in (0, row.size):
        evidence_store.discard_pieces(row.pk)
    if spoiled and row.status == FieldFile.Status.WAITING:
        raise OtherBytes
    return row


def _locked(sender, sha256: str) -> FieldFile:
    rows = _OF_SENDER.rows(sender.pk, sha256)
    if not rows:
        raise FieldFile.DoesNotExist
    return made(FieldFile, rows[0])


# Asked for every piece.
_OF_SENDER = Composed(
    lambda sender, sha256: FieldFile.objects.select_for_update().filter(sender_id=sender, sha256=sha256), -1, "sha256"
)


def receive_whole(sender, sha256: str, content: bytes) -> FieldFile:
    """Keep a file that came in one piece, as in a bundle that a colleague brought. Raises as ``append``."""
    at = found(sender, sha256).received
    return append(sender, sha256, at, content[at:])


def _complete(row: FieldFile, sender, content: bytes | None) -> bool:
    """Judge the whole; False when its bytes are not those that were declared. ``content``: None where it came in
    pieces."""
    if content is None:
        content = b"".join(evidence_store.pieces(row.pk, row.received))
    if len(content) != row.size:
        # A disk that lost what it had confirmed: from where it is whole, the rest has to come again.
        row.received = len(content) if len(content) < row.size else 0
        return True
    if hashlib.sha256(content).hexdigest() != row.sha256:
        row.failures += 1
        if row.failures >= MOST_FAILURES:
            with translation.override(sender.language):
                _put_aside(row, content, _("The bytes that came are not those of the photo that was taken."))
        else:
            row.received = 0
        return False
    slot = EvidenceSlot("", "", accepts=row.accepts)
    try:
        with translation.override(sender.language):
            inspected = inspect(ContentFile(content, name=row.name), slot, sha256=row.sha256)
    except ValidationError as error:
        _put_aside(row, content, " ".join(error.messages))
        return True
    _arrive(row, inspected)
    return True


def _arrive(row: FieldFile, inspected: InspectedFile) -> None:
    evidence_store.put(row.sha256, inspected.content)
    row.status, row.arrived_at = FieldFile.Status.ARRIVED, timezone.now()
    row.content_type = inspected.content_type
    if row.original:
        row.save()
        shown = Evidence.objects.filter(uploaded_by=row.sender_id, sha256=row.original, preview_sha256="")
        shown.update(preview_sha256=row.sha256)
        return
    if _write_arrived(row, inspected, previews.keep(inspected.preview)) and inspected.preview:
        reuse.look_at(row, inspected.print)


def _write_arrived(row: FieldFile, inspected: InspectedFile, preview: str) -> bool:
    """The file's row, the evidence that was declared with it and a photo's print, in one statement; may the picture
    have been shown before?"""
    file, declared = FieldFile._meta.db_table, Evidence._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH here AS (UPDATE {file} SET status = %(status)s, received = %(size)s, content_type = %(type)s, "  # noqa: S608
            "arrived_at = %(at)s WHERE id = %(file)s), "
            f"declared AS (UPDATE {declared} SET arrived_at = %(at)s, preview_sha256 = %(preview)s, "
            "content_type = %(type)s, filename = %(name)s, size = %(size)s "
            "WHERE uploaded_by_id = %(sender)s AND sha256 = %(sha256)s AND arrived_at IS NULL), "
            f"print AS ({reuse.KEEPING}) SELECT {reuse.KNOWN}",
            {
                **reuse.asked(row, inspected.print),
                "photo": bool(preview),
                "status": row.status,
                "size": inspected.size,
                "type": inspected.content_type,
                "at": row.arrived_at,
                "file": row.pk,
                "preview": preview,
                "name": inspected.filename,
                "sender": row.sender_id,
            },
        )
        return cursor.fetchone()[0]


def _put_aside(row: FieldFile, content: bytes, sentence: str) -> None:
    """Keep the bytes apart, and tell the sender and whoever supervises the place."""
    evidence_store.put_aside(row.pk, content)
    row.status, row.sentence = FieldFile.Status.QUARANTINED, sentence
    Evidence.objects.filter(uploaded_by=row.sender_id, sha256=row.sha256, arrived_at=None).update(quarantine=sentence)
    for item in row.items.select_related("site"):
        notices.file_put_aside(item, row)
