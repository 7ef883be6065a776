"""A new cluster's data folder: made under a passing name and renamed when whole, so that half of one is never used."""

import locale
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from rollout.localdb.account import Account
from rollout.localdb.binaries import Binaries
from rollout.localdb.errors import LocalDatabaseError, explain
from rollout.localdb.memory import Identity

SUPERUSER = "rollout"
_PASSING = "data.new-"


def data_version(identity: Identity) -> int | None:
    """The major version of PostgreSQL that made the data; None while there are none."""
    try:
        return int((identity.data / "PG_VERSION").read_text(encoding="ascii"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        raise LocalDatabaseError(
            f"{identity.data} is damaged. Begin anew after: python3 -m rollout.localdb remove"
        ) from None


def create(identity: Identity, binaries: Binaries, account: Account, say: Callable[[str], None]) -> None:
    """Make the data folder with ``initdb``: UTF-8, sorted by code point, checksums on, trust on the private socket.

    Raises LocalDatabaseError with the reason when initdb fails; nothing stays behind.
    """
    say(f"Making a PostgreSQL {binaries.major} cluster in {identity.home} (account {account.name}).")
    for leftover in identity.home.glob(f"{_PASSING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    passing = identity.home / f"{_PASSING}{secrets.token_hex(4)}"
    try:
        passing.mkdir(mode=0o700)
        account.own(passing)
        _initdb(passing, binaries, account)
        passing.rename(identity.data)
        _sync(identity.home)
    except OSError as error:
        raise explain(error, f"make the database's folder {identity.data}") from error
    finally:
        shutil.rmtree(passing, ignore_errors=True)


def _initdb(folder: Path, binaries: Binaries, account: Account) -> None:
    answer = account.run(
        [
            binaries.program("initdb"),
            f"--pgdata={folder}",
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            f"--locale={_locale()}",
            "--lc-messages=C",
            "--data-checksums",
            "--no-instructions",
        ]
    )
    if answer.returncode < 0:
        raise LocalDatabaseError("initdb was interrupted while it made the database; start again.")
    if answer.returncode > 0:
        raise LocalDatabaseError(failure("initdb could not make the database", answer.stderr))


def failure(what: str, output: str) -> str:
    """A sentence from what a PostgreSQL program printed: the full disk by its name, else the last lines as they are."""
    if "No space left on device" in output:
        return f"{what}: the disk is full. Free some space and start again."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"{what}: " + (" / ".join(lines[-3:]) or "it gave no reason") + "."


def _locale() -> str:
    """C.UTF-8 where the system has it: letters of every script are known, and sorting never changes with an upgrade."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
