"""Where a cluster's data and socket can live: in the checkout when the account can reach it, else elsewhere."""

import os
import secrets
import shutil
import socket
import stat
import tempfile
from dataclasses import replace
from pathlib import Path

from rollout.localdb import memory
from rollout.localdb.account import Account
from rollout.localdb.errors import LocalDatabaseError, explain
from rollout.localdb.memory import Identity

# A unix socket's whole name may have 107 bytes; the rest is kept for other systems' smaller limits.
_SOCKET_NAME_BYTES = 100
_SYSTEM_DATA = Path("/var/lib/rollout-tracker")


def elsewhere() -> Path:
    """The folder for the data of checkouts that the database's account cannot reach."""
    if os.geteuid() == 0:
        return _SYSTEM_DATA
    named = os.environ.get("XDG_DATA_HOME")
    try:
        shared = Path(named) if named else Path.home() / ".local" / "share"
    except RuntimeError:  # an account without an entry in the password file has no home
        shared = Path("/nonexistent")
    return shared / "rollout-tracker"


def place_new(var: Path, account: Account) -> Identity:
    """A new cluster's place, with its (empty) home folder made; the caller remembers it."""
    cluster_id = memory.new_id()
    home = memory.home_inside(var)
    try:
        _make_home(home)
        if not _is_usable(home, account):
            home = elsewhere() / cluster_id
            _make_home(elsewhere())
            _make_home(home)
            if not _is_usable(home, account):
                raise LocalDatabaseError(
                    f"The database's account, “{account.name}”, can keep its data neither in {var} nor in {home}."
                )
    except OSError as error:
        raise explain(error, f"make the folder {home}") from error
    return with_socket(Identity(cluster_id, var, home, home / "socket"), account)


def with_socket(identity: Identity, account: Account) -> Identity:
    """The same cluster with a socket folder whose name is short and plain enough for every client."""
    beside = identity.home / "socket"
    if _fits(beside, identity.port) and _takes_sockets(identity.home):
        return replace(identity, socket_dir=beside)
    for folder in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108 - name random, owner checked
        chosen = folder / identity.cluster_name
        if _fits(chosen, identity.port) and folder.is_dir() and _is_open_to(folder, account):
            return replace(identity, socket_dir=chosen)
    raise LocalDatabaseError(f"No folder for the database's socket: {beside} is too long, and /tmp cannot be used.")


def make_socket_dir(identity: Identity, account: Account) -> None:
    """Make the socket's folder for the account alone, or check that the one which is there is exactly that.

    Raises LocalDatabaseError when another account made a folder of that name first.
    """
    folder = identity.socket_dir
    try:
        try:
            folder.mkdir(mode=0o700)
            account.own(folder)
        except FileExistsError:
            pass
        found = folder.lstat()
    except OSError as error:
        raise explain(error, f"make the socket's folder {folder}") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
        raise LocalDatabaseError(f"{folder} is not a private folder of account “{account.name}”; remove it first.")


def _make_home(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        folder.chmod(0o755)  # the account must pass through to its own folders, whatever root's umask is


def _is_usable(home: Path, account: Account) -> bool:
    """Whether the account can keep private files below ``home``: tried, because no mode bit tells the whole story."""
    probe = home / f"probe-{secrets.token_hex(4)}"
    try:
        probe.mkdir(mode=0o700)
        try:
            account.own(probe)
            if probe.stat().st_mode & 0o077:
                return False  # a file system without permissions, where PostgreSQL refuses to keep data
            script = 'cd "$1" && : > probe && chmod 600 probe && rm probe'
            return account.run(["/bin/sh", "-c", script, "sh", probe]).returncode == 0
        finally:
            shutil.rmtree(probe, ignore_errors=True)
    except OSError:
        return False


def _is_open_to(folder: Path, account: Account) -> bool:
    return account.run(["/bin/sh", "-c", 'cd "$1" && test -x .', "sh", folder]).returncode == 0


def _fits(folder: Path, port: int) -> bool:
    """Short enough, and free of what a client's connection string would split (a comma) or cannot carry."""
    name = os.fspath(folder / f".s.PGSQL.{port}")
    try:
        plain = name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return len(plain) <= _SOCKET_NAME_BYTES and not {",", "\n"} & set(name)


def _takes_sockets(home: Path) -> bool:
    """Some shared folders of virtual machines keep files but no sockets."""
    probe = home / f"probe-{secrets.token_hex(4)}"
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(os.fspath(probe))
    except OSError:
        return False
    finally:
        probe.unlink(missing_ok=True)
    return True
