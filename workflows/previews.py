"""Small versions of photos: made from the photo when it arrives, and again when they are missing or broken."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from workflows import evidence_store
from workflows.evidence_files import inspect
from workflows.models import Evidence
from workflows.step import EvidenceSlot

_PHOTO = EvidenceSlot("", "", accepts="photo")


def keep(content: bytes) -> str:
    """Keep a small version; returns the SHA-256 it is known by, "" for none. Raises StorageFull.

    Nobody waits for the disk: what a power cut takes of it is made again.
    """
    if not content:
        return ""
    sha256 = hashlib.sha256(content).hexdigest()
    evidence_store.put_preview(sha256, content)
    return sha256


def of(item: Evidence) -> bytes:
    """The small version of a photo that has one, a JPEG. Raises FileNotFoundError where photo and version are gone."""
    kept = evidence_store.preview(item.preview_sha256)
    return _made_again(item) if kept is None else kept


def _made_again(item: Evidence) -> bytes:
    if item.arrived_at is None:
        # Naming a hash gives no right to bytes that somebody else sent.
        raise FileNotFoundError
    with evidence_store.open_file(item.sha256) as photo:
        content = ContentFile(photo.read(), name=item.filename)
    try:
        made = inspect(content, _PHOTO, sha256=item.sha256).preview
    except ValidationError as error:
        raise FileNotFoundError from error
    # Another release of the encoder may make other bytes of the same photo.
    sha256 = keep(made)
    Evidence.objects.filter(preview_sha256=item.preview_sha256).exclude(preview_sha256=sha256).update(
        preview_sha256=sha256
    )
    return made
