"""What an uploaded file really is, judged by its bytes and never by its name; its preview and the camera's notes."""

import datetime
import hashlib
import io
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from gis_data.texts import without_population_numbers
from workflows.camera_notes import read_notes
from workflows.photo_prints import print_of
from workflows.step import EvidenceSlot

PREVIEW_SIDE = 640
HEAD_BYTES = 16
TAIL_BYTES = 2048
_IMAGE_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf"}
CONTENT_TYPES = tuple(_EXTENSIONS)
_ACCEPTED = {
    "photo": set(_IMAGE_FORMATS),
    "document": {*_IMAGE_FORMATS, "application/pdf"},
}


@dataclass(frozen=True)
class InspectedFile:
    """An accepted file: its hash, its true type, a safe name; for photos a preview, its print (``photo_prints``), and
    the camera's notes."""

    content: File
    sha256: str
    size: int
    content_type: str
    filename: str
    preview: bytes = b""
    print: int | None = None
    captured_at: datetime.datetime | None = None
    position: Point | None = None


@dataclass(frozen=True)
class KeptFile:
    """A file whose bytes stand in the store already, to be attached to several processes as one and the same paper."""

    sha256: str
    filename: str
    content_type: str
    size: int
    preview_sha256: str = ""


def inspect(content: File, slot: EvidenceSlot, *, sha256: str = "") -> InspectedFile:
    """Judge a file for a slot. ``sha256``: of its bytes, where the caller has worked it out already.

    Raises ValidationError with a sentence naming the file: too large, empty, of another type than the slot takes,
    broken, or an image with more pixels than this server will decode.
    """
    name = _printable(content.name)
    try:
        return _inspect(content, name, slot, sha256)
    except ValidationError as error:
        raise ValidationError(
            _("%(file)s: %(problem)s") % {"file": name, "problem": error.messages[0]}, code=error.code
        ) from None


def takes(slot: EvidenceSlot, content_type: str) -> bool:
    """May a file of that type stand in the slot?"""
    return content_type in _ACCEPTED[slot.accepts]


def declared_name(name: str, content_type: str) -> str:
    """The name under which a file of one of ``CONTENT_TYPES`` is kept whose bytes follow."""
    return _kept_name(_printable(name), content_type)


def _printable(name: str) -> str:
    name = PurePath(name.replace("\\", "/")).name[-120:]
    return "".join(letter for letter in name if letter.isprintable()) or "file"


def _kept_name(name: str, content_type: str) -> str:
    # A name given by a phone or a person may hold somebody's number.
    return without_population_numbers(PurePath(name).stem[:100]) + _EXTENSIONS[content_type]


def _inspect(content: File, name: str, slot: EvidenceSlot, sha256: str) -> InspectedFile:
    if content.size > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(
            _("The file has %(size)d MB; at most %(max)d MB is accepted.")
            % {"size": content.size // 1_000_000, "max": settings.UPLOAD_MAX_BYTES // 1_000_000},
            code="size",
        )
    content_type = _type_of(content)
    if content_type not in _ACCEPTED[slot.accepts]:
        if slot.accepts == "photo":
            raise ValidationError(_("A photo is asked for (JPEG, PNG or WebP)."), code="type")
        raise ValidationError(_("A PDF or a photo is asked for (PDF, JPEG, PNG or WebP)."), code="type")
    common = {
        "content": content,
        "sha256": sha256 or sha256_of(content),
        "size": content.size,
        "content_type": content_type,
        "filename": _kept_name(name, content_type),
    }
    if content_type == "application/pdf":
        _check_pdf(content)
        return InspectedFile(**common)
    return InspectedFile(**common, **_photo(content, content_type))


def _type_of(content: File) -> str:
    content.seek(0)
    head = content.read(HEAD_BYTES)
    if not head:
        raise ValidationError(_("The file is empty."), code="empty")
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head[4:8] == b"ftyp":
        raise ValidationError(
            _(
                "This is an iPhone photo (HEIC) or a video. Choose “Most Compatible” in the camera’s settings, "
                "or send a JPEG."
            ),
            code="type",
        )
    return "application/octet-stream"


def sha256_of(content: File) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    content.seek(0)
    for chunk in content.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _check_pdf(content: File) -> None:
    content.seek(max(0, content.size - TAIL_BYTES))
    if b"%%EOF" not in content.read():
        raise ValidationError(_("The PDF is cut off. Send it again."), code="broken")


def _photo(content: File, content_type: str) -> dict:
    content.seek(0)
    try:
        with Image.open(content, formats=[_IMAGE_FORMATS[content_type]]) as image:
            # The header is read, nothing is decoded yet: this is where a picture bomb is stopped.
            if image.width * image.height > settings.UPLOAD_MAX_PIXELS:
                raise _too_many_pixels()
            notes = read_notes(image)
            # Made small before anything else is done with it, a JPEG while it is decoded: a copy at full size costs
            # hundreds of megabytes. Decoded once: what it looks like is told of the small picture.
            image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), reducing_gap=1.0)
            preview = ImageOps.exif_transpose(image).convert("RGB")
        encoded = io.BytesIO()
        preview.save(encoded, "JPEG", quality=72, optimize=True)
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # decoders answer hostile bytes with errors of every kind
        raise ValidationError(_("The picture is broken or cut off. Send it again."), code="broken") from error
    known = {"preview": encoded.getvalue(), "print": print_of(preview)}
    return {**known, "captured_at": notes.captured_at, "position": notes.position}


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("The picture has more than %(max)d million pixels. Send it as the phone took it, or smaller.")
        % {"max": settings.UPLOAD_MAX_PIXELS // 1_000_000},
        code="pixels",
    )
