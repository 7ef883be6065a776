"""How a client reaches the cluster; answering starts nothing and works before the cluster exists."""

import os
from pathlib import Path
from urllib.parse import quote

from rollout.localdb import memory
from rollout.localdb.creation import SUPERUSER
from rollout.localdb.errors import LocalDatabaseError
from rollout.localdb.memory import Identity
from rollout.localdb.server import DATABASE


def connection(var_dir: Path) -> dict[str, str]:
    """Django's NAME, USER, HOST (the socket's folder) and PORT for the cluster of ``var_dir``.

    Before the cluster was made these are the values it would have inside the checkout, so that commands which need
    no database work in a fresh clone; connecting then fails with the driver's own words.
    """
    var = var_dir.resolve()
    try:
        identity = memory.read(var)
    except (LocalDatabaseError, OSError):
        identity = None
    if identity is None:
        home = memory.home_inside(var)
        identity = Identity("0" * 16, var, home, home / "socket")
    return {"NAME": DATABASE, "USER": SUPERUSER, "HOST": str(identity.socket_dir), "PORT": str(identity.port)}


def url(identity: Identity) -> str:
    """The same as a URL, for ``psql`` and other programs."""
    host = quote(os.fsencode(identity.socket_dir), safe="")
    return f"postgres://{SUPERUSER}@/{DATABASE}?host={host}&port={identity.port}"
