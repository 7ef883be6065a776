"""A scanned letter that belongs to no process: judged by its bytes like evidence, and kept in the same store."""

from dataclasses import dataclass

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from workflows import evidence_store
from workflows.evidence_files import inspect
from workflows.step import EvidenceSlot

_LETTER = EvidenceSlot("scan", _("Scan of the letter"), accepts="document")


@dataclass(frozen=True)
class Scan:
    """A kept scan: the hash it is stored under, its true type, a safe name."""

    sha256: str = ""
    content_type: str = ""
    filename: str = ""


def keep(content: File) -> Scan:
    """Judge and keep a PDF or a photo of a letter.

    Raises ValidationError with a sentence naming the file, and StorageFull.
    """
    found = inspect(content, _LETTER)
    evidence_store.put(found.sha256, found.content)
    return Scan(found.sha256, found.content_type, found.filename)
