"""Cheap memories of finished work: a hash of everything the work was made from, and of the names of what it made."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(*, words: Iterable[str] = (), contents: Iterable[Path] = (), names_in: Iterable[Path] = ()) -> str:
    """One hash over words, the names and contents of files, and the names (only) of all files below folders."""
    total = hashlib.sha256()
    for word in words:
        _add(total, b"word", word.encode("utf-8", errors="surrogateescape"))
    for path in sorted(contents):
        _add(total, b"file", bytes(path), path.read_bytes())
    for folder in sorted(names_in):
        for path in sorted(folder.rglob("*")):
            _add(total, b"name", bytes(path.relative_to(folder)))
    return total.hexdigest()


def matches(stamp: Path, value: str) -> bool:
    """Whether the stamp was written for exactly this hash."""
    try:
        return stamp.read_text(encoding="ascii") == value
    except (OSError, UnicodeDecodeError):
        return False


def write(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    draft = stamp.with_name(f".{stamp.name}.draft")
    draft.write_text(value, encoding="ascii")
    draft.replace(stamp)


def _add(total, *parts: bytes) -> None:
    for part in parts:  # with its length, so that no two different lists read the same
        total.update(len(part).to_bytes(8, "big") + part)
