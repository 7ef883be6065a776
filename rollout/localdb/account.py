"""Who runs the database: the caller, or an unprivileged account when the caller is root (PostgreSQL refuses root)."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rollout.localdb.errors import LocalDatabaseError

# The first is made by Debian's PostgreSQL packages, the second is on every system.
_UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int

    def process_arguments(self) -> dict[str, object]:
        """What ``subprocess`` needs to run a command as this account: clean environment, a cwd it may enter."""
        arguments: dict[str, object] = {"cwd": "/", "env": clean_environment(), "stdin": subprocess.DEVNULL}
        if os.geteuid() != self.uid:
            arguments |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return arguments

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run ``command`` as this account and return its exit code and output; never raises for a non-zero exit."""
        try:
            return subprocess.run(
                [os.fspath(part) for part in command],
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                **self.process_arguments(),
            )
        except PermissionError as error:
            raise LocalDatabaseError(
                f"{command[0]} cannot be run as account “{self.name}”: {error.strerror}. "
                "In a container without that right, run the command as an ordinary user."
            ) from error

    def own(self, path: Path) -> None:
        """Give a file or folder to this account."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def clean_environment() -> dict[str, str]:
    """An environment in which no PG* variable of the caller can lead PostgreSQL's programs elsewhere."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": "/",
        "LC_ALL": "C",
        "PGCLIENTENCODING": "UTF8",
    }


def account_for(data: Path) -> Account:
    """The account that owns an existing cluster, or the one that a new cluster is made for.

    Raises LocalDatabaseError when the cluster belongs to somebody else, or root finds no unprivileged account.
    """
    owner = _named(data.stat().st_uid) if data.exists() else None
    caller = os.geteuid()
    if caller != 0:
        if owner and owner.uid != caller:
            raise LocalDatabaseError(
                f"The database in {data} belongs to account “{owner.name}”: "
                "run this as the same user as before (with sudo, if that was how it began)."
            )
        return owner or _named(caller)
    if owner and owner.uid != 0:
        return owner
    for name in _UNPRIVILEGED:
        try:
            return _named(pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    raise LocalDatabaseError("PostgreSQL does not run as root, and there is no account “postgres” or “nobody” here.")


def _named(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:  # a container started with a bare --user number
        return Account(str(uid), uid, os.getegid())
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
