"""Which PostgreSQL processes are ours: read from the process list, never guessed from a pid file."""

import os
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rollout.localdb.errors import LocalDatabaseError

_NAME = "cluster_name=rollout-"
_TITLE = "postgres: rollout-"


@dataclass(frozen=True)
class Postmaster:
    """A running server: its process, the cluster it serves, the folder it was started on, and its account."""

    pid: int
    cluster_id: str
    data: Path
    uid: int


def postmasters() -> Iterator[Postmaster]:
    """Every running server that this program started, in any checkout, as far as the process list shows them."""
    for pid, uid, words in _processes():
        if Path(words[0]).name != "postgres" or "-D" not in words[:-1]:
            continue
        for word in words:
            if word.startswith(_NAME):
                yield Postmaster(pid, word.removeprefix(_NAME), Path(words[words.index("-D") + 1]), uid)


def find_postmaster(cluster_id: str, uid: int) -> Postmaster | None:
    """The running server of one cluster, if it runs under the account that owns the data."""
    return next((found for found in postmasters() if found.cluster_id == cluster_id and found.uid == uid), None)


def leftovers(cluster_id: str, uid: int) -> list[int]:
    """The server processes that a killed postmaster left behind; they title themselves with the cluster's name."""
    title = f"{_TITLE}{cluster_id}"
    return [pid for pid, owner, words in _processes() if owner == uid and words[0].startswith(title)]


def end(pids: Iterable[int], *signals: tuple[signal.Signals, float]) -> bool:
    """Send each signal in turn to the processes that are still there, waiting its seconds; True when all are gone.

    Raises LocalDatabaseError when they are another account's.
    """
    remaining = [pid for pid in pids if is_alive(pid)]
    for number, patience in signals:
        for pid in remaining:
            _send(pid, number)
        deadline = time.monotonic() + patience
        while remaining and time.monotonic() < deadline:
            time.sleep(0.05)
            remaining = [pid for pid in remaining if is_alive(pid)]
        if not remaining:
            break
    return not remaining


def is_alive(pid: int) -> bool:
    """Whether the process exists and is more than a zombie nobody has collected."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
    except PermissionError as error:
        raise LocalDatabaseError(
            f"The database's process {pid} belongs to another account: run this as the user who started it, or as root."
        ) from error


def _processes() -> Iterator[tuple[int, int, list[str]]]:
    """Each process's id, account and words; a process that ends while it is read is left out."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            uid = folder.stat().st_uid
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if line and is_alive(int(folder.name)):
            yield int(folder.name), uid, os.fsdecode(line).rstrip("\0").split("\0")
