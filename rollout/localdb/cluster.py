"""The cluster's life: start it (making it first when there is none), stop it, say how it is, remove it."""

import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rollout.localdb import binaries, memory, orphans, placement, processes, server
from rollout.localdb.account import account_for
from rollout.localdb.creation import create, data_version
from rollout.localdb.errors import LocalDatabaseError, explain
from rollout.localdb.lock import only_one
from rollout.localdb.memory import Identity

# A fast shutdown first; an immediate one is safe too, and costs a recovery at the next start.
_STOP = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 15.0), (signal.SIGKILL, 5.0))

Say = Callable[[str], None]


@dataclass(frozen=True)
class Status:
    """How the cluster is: never made (no identity), stopped (no pid) or running."""

    identity: Identity | None
    pid: int | None


def start(var: Path, say: Say) -> Identity:
    """Make sure the checkout's cluster runs and holds its database; nothing is done when it already does.

    Raises LocalDatabaseError with a sentence when it cannot.
    """
    with _alone(var, say):
        binaries.find()
        identity = _settle(var, say)
        orphans.sweep(identity, say)
        account = account_for(identity.data)
        if data_version(identity) is None:
            create(identity, binaries.find(), account, say)
        programs = binaries.find(data_version(identity))
        server.run(identity, programs, account, say)
        server.ensure_database(identity, programs, account)
        return identity


def stop(var: Path, say: Say) -> bool:
    """Stop the cluster; False when it was not running."""
    if not memory.home_inside(var).is_dir():
        return False
    with _alone(var, say):
        identity = memory.read(var)
        return _stop(identity, say) if identity else False


def status(var: Path) -> Status:
    """How the cluster of ``var`` is, without touching it."""
    identity = memory.read(var)
    if identity is None or not identity.data.exists():
        return Status(None, None)
    running = processes.find_postmaster(identity.id, account_for(identity.data).uid)
    return Status(identity, running.pid if running else None)


def remove(var: Path, say: Say) -> bool:
    """Stop the cluster and delete all its data; False when there was none."""
    inside = memory.home_inside(var)
    if not inside.exists():
        return False
    with _alone(var, say):
        identity = memory.read(var)
        if identity and memory.belongs(identity, var):
            _stop(identity, say)
            if identity.socket_dir.parent != identity.home:
                shutil.rmtree(identity.socket_dir, ignore_errors=True)
            if identity.is_elsewhere:
                shutil.rmtree(identity.home, ignore_errors=True)
        try:
            shutil.rmtree(inside)
        except OSError as error:
            raise explain(error, f"remove {inside}") from error
        return True


def _alone(var: Path, say: Say):
    return only_one(var / "localdb.lock", say, "another start or stop of this database")


def _settle(var: Path, say: Say) -> Identity:
    """This checkout's cluster, wherever it was moved to; a new one when there is none or it is another checkout's."""
    known = memory.read(var)
    if known is None or not memory.belongs(known, var):
        if known is not None and known.is_elsewhere and not known.data.exists():
            say(f"The database in {known.home} is gone; making a new one.")
        # Data found inside the checkout are kept under a new id; only data elsewhere belong to another.
        identity = placement.place_new(var, account_for(memory.home_inside(var) / "data"))
        memory.write(identity)
        return identity
    if known.var == var:
        return known
    identity = memory.moved_to(known, var)
    account = account_for(identity.data)
    _stop(identity, say)
    identity = placement.with_socket(identity, account)
    memory.write(identity)
    return identity


def _stop(identity: Identity, say: Say) -> bool:
    if not identity.data.exists():
        return False
    uid = account_for(identity.data).uid
    running = processes.find_postmaster(identity.id, uid)
    if running is None:
        return False
    say(f"Stopping the database (process {running.pid}).")
    if not processes.end([running.pid], *_STOP):
        raise LocalDatabaseError(f"The database's process {running.pid} does not end.")
    return True
