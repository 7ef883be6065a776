"""One at a time: a file lock that the operating system releases even when its holder is killed."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rollout.localdb.errors import LocalDatabaseError, explain

_PATIENCE_SECONDS = 600


@contextmanager
def only_one(path: Path, say: Callable[[str], None], waiting_for: str) -> Iterator[None]:
    """Hold the lock file ``path`` during the block; ``say`` tells whoever has to wait what for.

    Raises LocalDatabaseError when the file cannot be made, or the wait is longer than ten minutes.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Opened for reading: flock needs no more, and another account's lock file must not stop us from waiting.
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
    except OSError as error:
        raise explain(error, f"open the lock file {path}") from error
    try:
        _wait(descriptor, path, say, waiting_for)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, path: Path, say: Callable[[str], None], waiting_for: str) -> None:
    started = time.monotonic()
    told = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if not told:
                say(f"Waiting for {waiting_for} to finish.")
                told = True
            if time.monotonic() - started > _PATIENCE_SECONDS:
                raise LocalDatabaseError(f"Gave up waiting for {waiting_for}: it still holds {path}.") from None
            time.sleep(0.1)
