"""Clusters whose checkout is gone: stopped, and their data removed when the removal is certain."""

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from rollout.localdb import memory, placement, processes
from rollout.localdb.lock import only_one
from rollout.localdb.memory import Identity

# Their folder is gone or about to be: no shutdown checkpoint is worth waiting for.
_AT_ONCE = ((signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))


def sweep(identity: Identity, say: Callable[[str], None]) -> None:
    """Stop servers that still run on this checkout's former data folder, and clear away data no checkout claims."""
    for server in list(processes.postmasters()):
        if server.data == identity.data and server.cluster_id != identity.id:
            say(f"Stopping the server of a removed database (process {server.pid}).")
            processes.end([server.pid, *processes.leftovers(server.cluster_id, server.uid)], *_AT_ONCE)
    if _others(identity):
        with only_one(placement.elsewhere() / ".lock", say, "another checkout's start"):
            for home in _others(identity):
                _clear(home, say)


def _others(identity: Identity) -> list[Path]:
    """The data folders of other checkouts of this account; none when its home is closed to it (a borrowed HOME)."""
    try:
        return sorted(home for home in placement.elsewhere().iterdir() if home.is_dir() and home != identity.home)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []


def _clear(home: Path, say: Callable[[str], None]) -> None:
    claim = memory.claim(home)
    if claim == "claimed":
        return
    anchor = memory.read_anchor(home)
    if anchor is not None:
        servers = [server for server in processes.postmasters() if server.data == anchor.data]
        for server in servers:
            processes.end([server.pid, *processes.leftovers(server.cluster_id, server.uid)], *_AT_ONCE)
        if claim == "unknown":
            if servers:
                say(
                    f"Stopped the database of {anchor.var}, which is gone; its data stay in {home} until you remove it."
                )
            return
        if anchor.socket_dir.parent != home:
            shutil.rmtree(anchor.socket_dir, ignore_errors=True)
        say(f"Removing the database of {anchor.var}, which is gone.")
    shutil.rmtree(home, ignore_errors=True)
