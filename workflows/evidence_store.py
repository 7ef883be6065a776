"""The file store: bytes under their SHA-256, outside the web root, each content once, whole or not at all."""

import contextlib
import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _

from workflows.refusals import Refused

# The disk is full, the account's share of it is used up, or the file is larger than the system allows.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# Where a file stands while it is written; what is that old was left by a process that was killed.
UNFINISHED = "evidence/unfinished"
# What is made from photos here and can be made again: kept apart, so that nothing handed in rests on it.
PREVIEWS = "evidence/previews"
# Files that come piece by piece, each piece under the place of its first byte; and what turned out not to be evidence.
PIECES = "evidence/pieces"
QUARANTINE = "evidence/quarantine"
STALE_SECONDS = 24 * 60 * 60


class StorageFull(Refused):
    """The server has no room for the file; nothing was kept."""

    code = "storage_full"
    status = 507

    def __init__(self) -> None:
        super().__init__(_("The server has no room for this file. Nothing was saved; please tell the administrator."))


def path_of(sha256: str) -> str:
    """The name under which the storage keeps these bytes."""
    return f"evidence/{sha256[:2]}/{sha256}"


def put(sha256: str, content: File | bytes) -> None:
    """Keep the bytes; the same bytes again cost nothing. Raises StorageFull."""
    name = path_of(sha256)
    size = len(content) if isinstance(content, bytes) else content.size
    if default_storage.exists(name) and default_storage.size(name) == size:
        return
    _kept(name, content)


def open_file(sha256: str) -> File:
    """The bytes, for reading. Raises FileNotFoundError."""
    return default_storage.open(path_of(sha256))


def discard(sha256: str) -> None:
    """Delete the bytes; nothing happens when they are gone already. Only simulated evidence ever comes to this."""
    for name in (path_of(sha256), _preview(sha256)):
        default_storage.delete(name)


def put_preview(sha256: str, content: bytes) -> None:
    """Keep what can be made again, without waiting for the disk: a power cut may leave it empty. Raises StorageFull."""
    name = _preview(sha256)
    if default_storage.exists(name) and default_storage.size(name) == len(content):
        return
    _kept(name, content, lasting=False)


def preview(sha256: str) -> bytes | None:
    """Those bytes, where they stand whole; also from where previews stood once, and what phones sent as such."""
    for name in (_preview(sha256), path_of(sha256)):
        try:
            with default_storage.open(name) as file:
                content = file.read()
        except FileNotFoundError:
            continue
        if hashlib.sha256(content).hexdigest() == sha256:
            return content
    return None


def put_piece(key: int, offset: int, content: bytes) -> None:
    """Keep a piece of a file that is still coming, which begins at that byte; one that stands there is replaced.

    Raises StorageFull.
    """
    name = _piece(key, offset)
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.delete(name)
    _kept(name, content)


def pieces(key: int, length: int) -> Iterator[bytes]:
    """The pieces from the first byte on until that many have come, as far as they stand without a hole."""
    offset = 0
    while offset < length:
        try:
            with default_storage.open(_piece(key, offset)) as file:
                content = file.read()
        except FileNotFoundError:
            return
        yield content
        offset += len(content)


def discard_pieces(key: int) -> None:
    """Delete what came in pieces, once the whole is kept or is to come again."""
    folder = f"{PIECES}/{key}"
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    if isinstance(default_storage, FileSystemStorage):
        with contextlib.suppress(OSError):
            Path(default_storage.path(folder)).rmdir()


def put_aside(key: int, content: bytes) -> None:
    """Keep bytes that are not what they should be apart from all evidence, for somebody to look into."""
    name = f"{QUARANTINE}/{key}"
    if not default_storage.exists(name):
        _write(name, ContentFile(content))


def _piece(key: int, offset: int) -> str:
    return f"{PIECES}/{key}/{offset}"


def _preview(sha256: str) -> str:
    return f"{PREVIEWS}/{sha256[:2]}/{sha256}"


def _kept(name: str, content: File | bytes, *, lasting: bool = True) -> None:
    try:
        _write(name, ContentFile(content) if isinstance(content, bytes) else content, lasting=lasting)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StorageFull from error
        raise


def _write(name: str, file: File, *, lasting: bool = True) -> None:
    if not isinstance(default_storage, FileSystemStorage):
        # Object stores write whole objects or none.
        default_storage.save(name, file)
        return
    target = Path(default_storage.path(name))
    # On a disk the name appears only when the bytes are all there: a killed process leaves no half file under a hash.
    unfinished = Path(default_storage.path(UNFINISHED))
    for folder in (target.parent, unfinished):
        _make(folder)
    _sweep(unfinished)
    handle, temporary = tempfile.mkstemp(dir=unfinished, prefix="part-")
    try:
        with os.fdopen(handle, "wb") as output:
            file.seek(0)
            for chunk in file.chunks():
                output.write(chunk)
            if lasting:
                output.flush()
                os.fsync(output.fileno())
        Path(temporary).replace(target)
        if lasting:
            # The name too has to outlive a power cut: it stands in the folder, not in the file.
            _flush(target.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _make(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _flush(folder.parent)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what killed processes left; nobody writes that long, and two who sweep at once do not mind each other."""
    stale = time.time() - STALE_SECONDS
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < stale:
                path.unlink()
