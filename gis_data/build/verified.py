"""Input checked by its SHA-256, output written so that the same input gives the same bytes."""

import gzip
import hashlib
import sys
from pathlib import Path


def read_verified(path: Path, sha256: str) -> bytes:
    """The file's bytes. Exits with a sentence when they are not the ones the checksum names."""
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        sys.exit(f"{path} has SHA-256 {found}, not {sha256}: it is another release. Nothing was written.")
    return content


def write_gzip(path: Path, content: bytes) -> None:
    """Compress without the time and the file name, which gzip would otherwise store."""
    path.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


def report(path: Path, rows: int) -> None:
    """One line for the README: rows, bytes, checksum."""
    content = path.read_bytes()
    sys.stdout.write(f"{path.name}: {rows} rows, {len(content)} bytes, {hashlib.sha256(content).hexdigest()}\n")
