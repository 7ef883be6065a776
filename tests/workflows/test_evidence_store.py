"""The file store: bytes under their hash, whole or not at all, outside the web root."""

import hashlib
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.utils import translation

from workflows import evidence_store
from workflows.evidence_store import StorageFull, open_file, path_of, put

CONTENT = b"bytes of a photo" * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@contextmanager
def room_for(size: int):
    """No file of this process may grow beyond ``size`` bytes: the kernel refuses, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def stored(settings) -> list[str]:
    return sorted(
        str(path.relative_to(settings.MEDIA_ROOT)) for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()
    )


def test_bytes_stand_under_their_hash(settings):
    put(DIGEST, CONTENT)
    assert stored(settings) == [f"evidence/{DIGEST[:2]}/{DIGEST}"] == [path_of(DIGEST)]
    with open_file(DIGEST) as file:
        assert file.read() == CONTENT


def test_what_was_handed_in_is_safe_on_the_disk_and_a_preview_waits_for_none(settings, monkeypatch):
    flushed, flush = [], os.fsync

    def noted(handle):
        flushed.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        flush(handle)

    monkeypatch.setattr(os, "fsync", noted)
    put(DIGEST, CONTENT)
    assert str((settings.MEDIA_ROOT / path_of(DIGEST)).parent) in flushed
    assert any(f"/{evidence_store.UNFINISHED}/part-" in name for name in flushed)
    flushed.clear()
    evidence_store.put_preview(DIGEST, CONTENT)
    # The folder that was made for it, and nothing else.
    assert all(Path(name).is_dir() for name in flushed)
    assert evidence_store.preview(DIGEST) == CONTENT
    evidence_store.discard(DIGEST)
    assert stored(settings) == []


def test_files_are_read_from_their_beginning(settings):
    file = ContentFile(CONTENT)
    file.read()
    put(DIGEST, file)
    assert (settings.MEDIA_ROOT / path_of(DIGEST)).read_bytes() == CONTENT


def test_the_same_bytes_again_are_not_written_again(settings):
    put(DIGEST, CONTENT)
    written = (settings.MEDIA_ROOT / path_of(DIGEST)).stat().st_mtime_ns
    put(DIGEST, CONTENT)
    assert (settings.MEDIA_ROOT / path_of(DIGEST)).stat().st_mtime_ns == written


def test_a_half_file_from_elsewhere_is_made_whole(settings):
    target = settings.MEDIA_ROOT / path_of(DIGEST)
    target.parent.mkdir(parents=True)
    target.write_bytes(CONTENT[:100])
    put(DIGEST, CONTENT)
    assert target.read_bytes() == CONTENT


def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(settings):
    with room_for(4_000), translation.override("en"), pytest.raises(StorageFull) as refused:
        put(DIGEST, CONTENT)
    assert refused.value.status == 507
    assert "The server has no room for this file. Nothing was saved" in refused.value.sentence
    assert stored(settings) == []
    put(DIGEST, CONTENT)
    assert stored(settings) == [path_of(DIGEST)]


def test_other_faults_of_the_disk_stay_the_errors_they_are(settings):
    settings.MEDIA_ROOT.parent.mkdir(exist_ok=True)
    settings.MEDIA_ROOT.write_text("a file where a folder should be")
    with pytest.raises(NotADirectoryError):
        put(DIGEST, CONTENT)


def test_a_process_that_is_killed_leaves_no_half_file_under_a_hash(tmp_path):
    """Killed in the middle of writing: what remains bears another name, and the next attempt succeeds."""
    program = f"""
import os, signal
import django
from django.conf import settings
settings.configure(MEDIA_ROOT={str(tmp_path)!r}, USE_I18N=False)
django.setup()
from django.core.files.base import File
from workflows.evidence_store import put

class Dying(File):
    def chunks(self, chunk_size=None):
        yield b"half"
        os.kill(os.getpid(), signal.SIGKILL)

import io
put("{DIGEST}", Dying(io.BytesIO(b"half and more"), name="x"))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=django_settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    names = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert names and all(name.startswith("part-") for name in names)


def test_what_a_killed_process_left_is_swept_by_a_later_upload_and_nothing_else(settings):
    put(DIGEST, CONTENT)
    folder = settings.MEDIA_ROOT / evidence_store.UNFINISHED
    stale, fresh = folder / "part-old", folder / "part-new"
    for path in (stale, fresh):
        path.write_bytes(b"half")
    long_ago = time.time() - evidence_store.STALE_SECONDS - 60
    for path in (stale, settings.MEDIA_ROOT / path_of(DIGEST)):
        os.utime(path, (long_ago, long_ago))
    put(hashlib.sha256(b"another").hexdigest(), b"another")
    assert [path.name for path in folder.iterdir()] == ["part-new"]
    assert (settings.MEDIA_ROOT / path_of(DIGEST)).read_bytes() == CONTENT


def test_two_who_sweep_at_once_do_not_mind_each_other(settings, monkeypatch):
    put(DIGEST, CONTENT)
    folder = settings.MEDIA_ROOT / evidence_store.UNFINISHED
    (folder / "part-old").write_bytes(b"half")
    os.utime(folder / "part-old", (0, 0))
    unlink = Path.unlink

    def too_late(path, **options):
        unlink(path, **options)  # the other one
        unlink(path, **options)

    monkeypatch.setattr(Path, "unlink", too_late)
    put(hashlib.sha256(b"another").hexdigest(), b"another")
    assert list(folder.iterdir()) == []


def test_an_object_store_takes_them_too(settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    put(DIGEST, CONTENT)
    put(DIGEST, CONTENT)
    assert isinstance(evidence_store.default_storage._wrapped, InMemoryStorage)
    with open_file(DIGEST) as file:
        assert file.read() == CONTENT


def test_the_store_is_outside_everything_that_is_served():
    """Django serves no MEDIA_URL, and the folder is none of the static ones."""
    from django.urls import NoReverseMatch, Resolver404, resolve, reverse

    assert django_settings.MEDIA_URL in ("", "/")
    with pytest.raises(Resolver404):
        resolve(f"/media/{path_of(DIGEST)}")
    with pytest.raises(NoReverseMatch):
        reverse("media")
