"""What a checkout remembers of its cluster, and how a cluster's data recognise their checkout.

The memory is ``var/postgres/cluster.json``. When the data had to go elsewhere, their folder holds an anchor: a hard
link to that memory. Its link count tells a removed checkout (one link left) from one that was only moved (still two),
which no path can tell. Between file systems a plain copy has to serve.
"""

import json
import os
import secrets
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rollout.localdb.errors import LocalDatabaseError, explain

_LINKED = "anchor.json"
_COPIED = "anchor-copy.json"
_FRESH_SECONDS = 3600


@dataclass(frozen=True)
class Identity:
    """One cluster: a random id, the ``var`` folder it serves, where its data and its socket are."""

    id: str
    var: Path
    home: Path
    socket_dir: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def port(self) -> int:
        """The number in the socket's name; of its own, so that a cluster which outlived its folder cannot be met."""
        return 20000 + int(self.id[:4], 16) % 20000

    @property
    def cluster_name(self) -> str:
        """What PostgreSQL shows in the process list."""
        return f"rollout-{self.id}"

    @property
    def is_elsewhere(self) -> bool:
        return self.home != home_inside(self.var)


def new_id() -> str:
    return secrets.token_hex(8)


def home_inside(var: Path) -> Path:
    return var / "postgres"


def read(var: Path) -> Identity | None:
    """The remembered cluster of ``var``, or None when none was made.

    Raises LocalDatabaseError when the memory is there but cannot be understood.
    """
    return _load(home_inside(var) / "cluster.json")


def read_anchor(home: Path) -> Identity | None:
    """Whose data are in ``home``, as they were told; None for a folder without an anchor."""
    return _load(home / _LINKED) or _load(home / _COPIED)


def write(identity: Identity) -> None:
    """Remember the cluster; data that are elsewhere get their anchor before the memory appears, in one move."""
    path = home_inside(identity.var) / "cluster.json"
    draft = path.with_name(".cluster.json.draft")
    content = {key: str(value) for key, value in asdict(identity).items()}
    try:
        draft.unlink(missing_ok=True)
        draft.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8", errors="surrogateescape")
        if identity.is_elsewhere:
            _anchor(identity.home, draft)
        draft.replace(path)
    except OSError as error:
        raise explain(error, f"write {path}") from error


def belongs(identity: Identity, var: Path) -> bool:
    """Whether the cluster remembered in ``var`` is this checkout's own, and not that of one it was copied from.

    A moved checkout keeps its cluster; a copied one must not share the original's.
    """
    if identity.is_elsewhere:
        anchor = read_anchor(identity.home)
        if anchor is None or anchor.id != identity.id:
            return False
        if _is_same_file(identity.home / _LINKED, home_inside(var) / "cluster.json"):
            return True
    return identity.var == var or not _remembers(identity.var, identity.id)


def moved_to(identity: Identity, var: Path) -> Identity:
    """The same cluster after its checkout was moved to ``var``; data inside it moved along."""
    home = identity.home if identity.is_elsewhere else home_inside(var)
    return replace(identity, var=var, home=home)


def claim(home: Path) -> str:
    """“claimed” while a checkout still knows the data in ``home``, “orphaned” when it is gone for certain.

    “unknown” when the checkout is not where it was, on another file system, where a move looks like a removal.
    """
    anchor = read_anchor(home)
    if anchor is None:  # perhaps another checkout's start has only just made the folder
        return "orphaned" if time.time() - home.stat().st_mtime > _FRESH_SECONDS else "claimed"
    if _remembers(anchor.var, anchor.id):
        return "claimed"
    if (home / _LINKED).exists():
        return "claimed" if (home / _LINKED).stat().st_nlink > 1 else "orphaned"
    return "unknown"


def _remembers(var: Path, cluster_id: str) -> bool:
    try:
        identity = read(var)
    except (LocalDatabaseError, OSError):
        return True  # something is there that cannot be read: keep away from its data
    return identity is not None and identity.id == cluster_id


def _anchor(home: Path, memory: Path) -> None:
    for name in (_LINKED, _COPIED):
        (home / name).unlink(missing_ok=True)
    try:
        os.link(memory, home / _LINKED)
    except OSError:
        (home / _COPIED).write_bytes(memory.read_bytes())


def _is_same_file(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except OSError:
        return False


def _load(path: Path) -> Identity | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
        return Identity(content["id"], Path(content["var"]), Path(content["home"]), Path(content["socket_dir"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise LocalDatabaseError(
            f"{path} is damaged, so the embedded database cannot be found. Remove {path.parent} to begin anew."
        ) from error
