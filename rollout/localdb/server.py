"""The server process: started with this program's settings, waited for, and given its database."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from rollout.localdb import placement, processes
from rollout.localdb.account import Account
from rollout.localdb.binaries import Binaries
from rollout.localdb.creation import SUPERUSER, failure
from rollout.localdb.errors import LocalDatabaseError, explain
from rollout.localdb.memory import Identity

DATABASE = "rollout"
# Recovery after a crash replays the log, which may take its time on a slow disk.
_PATIENCE_SECONDS = 300
_DEAF_SECONDS = 3
_LOG_BYTES = 10 * 1024 * 1024
_FREE_BYTES = 16 * 1024 * 1024  # one segment of the write-ahead log, without which recovery cannot end
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "fsync": "on",
    # The queries are short: a parallel plan or a compiled expression costs more than it saves.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    # The data fit into memory: by the default, made for turning disks, whole tables are read and sorted instead.
    "random_page_cost": "1.1",
}


def run(identity: Identity, programs: Binaries, account: Account, say: Callable[[str], None]) -> None:
    """Bring the server up and wait until it answers; one that already answers is left alone.

    Raises LocalDatabaseError with the end of the server's log when it does not come up.
    """
    placement.make_socket_dir(identity, account)
    child, offset = None, 0
    began = time.monotonic()
    while not _answers(identity, programs, account):
        waited = time.monotonic() - began
        running = processes.find_postmaster(identity.id, account.uid)
        if running is None:
            if child is not None:
                raise LocalDatabaseError(_why_not_started(identity, offset))
            _clear_after_crash(identity, account, say)
            child, offset = _launch(identity, programs, account)
        elif child is None and waited > _DEAF_SECONDS and not _socket(identity).exists():
            # Somebody emptied the folder for temporary files: only a new start makes a new socket.
            processes.end([running.pid], (signal.SIGINT, 60.0), (signal.SIGQUIT, 15.0))
        elif waited > _PATIENCE_SECONDS:
            raise LocalDatabaseError(f"The database does not answer; its log is {identity.log}.")
        time.sleep(0.1)


def ensure_database(identity: Identity, programs: Binaries, account: Account) -> None:
    """Create the application's database in the running cluster when it is missing."""
    found = _query(identity, programs, account, f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'")  # noqa: S608
    if not found:
        _query(identity, programs, account, f"CREATE DATABASE {DATABASE}")


def _answers(identity: Identity, programs: Binaries, account: Account) -> bool:
    command = [programs.program("pg_isready"), "-q", "-h", identity.socket_dir, "-p", str(identity.port)]
    return account.run(command).returncode == 0


def _query(identity: Identity, programs: Binaries, account: Account, sql: str) -> str:
    answer = account.run(
        [
            programs.program("psql"),
            *("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"),
            *("-h", identity.socket_dir, "-p", str(identity.port), "-U", SUPERUSER, "-d", "postgres"),
            *("-c", sql),
        ]
    )
    if answer.returncode != 0:
        raise LocalDatabaseError(failure("The database refused to be set up", answer.stderr))
    return answer.stdout.strip()


def _launch(identity: Identity, programs: Binaries, account: Account) -> tuple[subprocess.Popen, int]:
    """Start ``postgres`` itself: pg_ctl would pass every path through a shell, where a quote in a name breaks it."""
    quoted_dir = '"' + os.fspath(identity.socket_dir).replace('"', '""') + '"'
    settings = _SETTINGS | {"cluster_name": identity.cluster_name, "unix_socket_directories": quoted_dir}
    command = [os.fspath(programs.program("postgres")), "-D", os.fspath(identity.data), "-p", str(identity.port)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    try:
        if identity.log.exists() and identity.log.stat().st_size > _LOG_BYTES:
            identity.log.replace(identity.log.with_name("log.1"))
        with identity.log.open("ab") as log:
            offset = log.tell()
            arguments = account.process_arguments() | {"stdout": log, "stderr": log}
            child = subprocess.Popen(command, start_new_session=True, umask=0o077, **arguments)
    except OSError as error:
        raise explain(error, f"start {command[0]}") from error
    return child, offset


def _clear_after_crash(identity: Identity, account: Account, say: Callable[[str], None]) -> None:
    """No postmaster of ours runs: end what a killed one left behind, and its two lock files.

    PostgreSQL would refuse to start when the number in one of them meanwhile belongs to any other process.
    """
    socket = _socket(identity)
    stale = [identity.data / "postmaster.pid", socket.with_name(f"{socket.name}.lock")]
    if not any(path.exists() for path in stale):
        return
    say("The database was not shut down; it recovers.")
    left = processes.leftovers(identity.id, account.uid)
    if not processes.end(left, (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
        raise LocalDatabaseError("A killed database left processes behind that do not end: restart the machine.")
    for path in stale:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise explain(error, f"remove {path}") from error


def _socket(identity: Identity) -> Path:
    return identity.socket_dir / f".s.PGSQL.{identity.port}"


def _why_not_started(identity: Identity, offset: int) -> str:
    if shutil.disk_usage(identity.data).free < _FREE_BYTES:  # the log, on the same disk, may be cut short by it
        return f"The database did not start: the disk that holds {identity.data} is full. Free some space first."
    with identity.log.open("rb") as log:
        log.seek(offset)
        return failure("The database did not start", log.read().decode("utf-8", errors="replace"))
