"""The secret key of a local installation: made once, kept in ``var/``, readable by its owner alone."""

import os
import secrets
from pathlib import Path

from rollout.localdb.errors import explain
from rollout.localdb.lock import only_one

_LENGTH = 50  # what Django's own check --deploy asks of a key


def secret_key(var_dir: Path) -> str:
    """The key in ``var_dir/secret_key``, which is created (mode 0600) when it is missing or cut short.

    Safe when several processes ask at once: one makes it while the others wait, and a complete file appears under its
    name in one move. Raises LocalDatabaseError when the folder cannot be written.
    """
    path = var_dir / "secret_key"
    try:
        key = _read(path)
        if key is None:
            with only_one(var_dir / ".secret_key.lock", lambda _line: None, "another process"):
                key = _read(path) or _create(path)
    except OSError as error:
        raise explain(error, f"read or write the secret key {path}") from error
    return key


def _read(path: Path) -> str | None:
    try:
        key = path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return key if len(key) >= _LENGTH else None


def _create(path: Path) -> str:
    key = secrets.token_urlsafe(_LENGTH)
    draft = path.with_name(".secret_key.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(key + "\n")
    draft.replace(path)
    return key
