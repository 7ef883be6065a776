"""The secret key of a local installation: made once, kept in ``var/``, readable by its owner alone."""

import os
import secrets
from pathlib import Path

from rollout.localdb.errors import explain

_LENGTH = 50  # what Django's own check --deploy asks of a key


def secret_key(var_dir: Path) -> str:
    """The key in ``var_dir/secret_key``, which is created (mode 0600) when it is missing or cut short.

    Safe when several processes ask at once: a complete file appears under its name in one move, and the first wins.
    Raises LocalDatabaseError when the folder cannot be written.
    """
    path = var_dir / "secret_key"
    try:
        key = _read(path)
        if key is None:
            var_dir.mkdir(parents=True, exist_ok=True)
            _create(path)
            key = _read(path)
    except OSError as error:
        raise explain(error, f"read or write the secret key {path}") from error
    return key or ""


def _read(path: Path) -> str | None:
    try:
        key = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    return key if len(key) >= _LENGTH else None


def _create(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(_LENGTH) + "\n")
        if path.exists():  # cut short by a full disk or an editor: nothing there is worth keeping
            draft.replace(path)
        else:
            os.link(draft, path)
    except FileExistsError:
        pass  # another process was quicker; its key is as good
    finally:
        draft.unlink(missing_ok=True)
