"""Where PostgreSQL's programs are: Debian's folders first, then what ``pg_config`` names."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from rollout.localdb.errors import LocalDatabaseError

# Django 5.2 speaks to PostgreSQL 14 and newer.
OLDEST_MAJOR = 14
_DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")
_DEBIAN_SHARED = Path("/usr/share/postgresql")


@dataclass(frozen=True)
class Binaries:
    """One installed PostgreSQL server: its major version, its programs, and whether PostGIS is there for it."""

    major: int
    folder: Path
    has_postgis: bool

    def program(self, name: str) -> Path:
        return self.folder / name


def installed() -> list[Binaries]:
    """Every usable PostgreSQL server on this machine, the newest first."""
    found = {}
    for folder in _DEBIAN_PROGRAMS.glob("*/bin"):
        major = folder.parent.name
        if major.isdigit():
            _add(found, int(major), folder, folder.parent / "lib", _DEBIAN_SHARED / major)
    for major, folder, libraries, shared in _from_pg_config():
        _add(found, major, folder, libraries, shared)
    return sorted(found.values(), key=lambda binaries: binaries.major, reverse=True)


def find(major: int | None = None) -> Binaries:
    """The newest PostgreSQL that has PostGIS, or exactly version ``major`` when existing data ask for it.

    Raises LocalDatabaseError, naming the packages, when there is none.
    """
    candidates = installed()
    for binaries in candidates:
        if binaries.has_postgis and major in (None, binaries.major):
            return binaries
    if major is not None:
        raise LocalDatabaseError(
            f"The database was made by PostgreSQL {major}, which is not installed here with PostGIS. "
            f"Install postgresql-{major}-postgis-3, or begin anew after: python3 -m rollout.localdb remove"
        )
    if candidates:
        wanted = f"postgresql-{candidates[0].major}-postgis-3"
        raise LocalDatabaseError(f"PostGIS is not installed for PostgreSQL {candidates[0].major}. Install {wanted}.")
    raise LocalDatabaseError(
        f"PostgreSQL {OLDEST_MAJOR} or newer with PostGIS is not installed. `make run` installs it, "
        "or: apt-get install postgresql postgis, and postgresql-NN-postgis-3 for its version NN."
    )


def _add(found: dict[int, Binaries], major: int, folder: Path, libraries: Path, shared: Path) -> None:
    complete = all((folder / name).exists() for name in ("postgres", "initdb", "psql", "pg_isready"))
    if complete and major >= OLDEST_MAJOR and major not in found:
        # Both halves: Debian keeps them in two packages, of which one may be left over.
        parts = (libraries / "postgis-3.so", shared / "extension" / "postgis.control")
        found[major] = Binaries(major, folder, all(part.exists() for part in parts))


def _from_pg_config() -> list[tuple[int, Path, Path, Path]]:
    program = shutil.which("pg_config")
    if not program:
        return []
    answer = subprocess.run(
        [program, "--version", "--bindir", "--pkglibdir", "--sharedir"], capture_output=True, text=True, check=False
    )
    lines = answer.stdout.splitlines()
    version = re.match(r"PostgreSQL (\d+)", lines[0]) if len(lines) == 4 else None
    return [(int(version[1]), Path(lines[1]), Path(lines[2]), Path(lines[3]))] if version else []
