"""What the system must have: PostGIS for its PostgreSQL, GDAL, Python's venv; for the tests Chromium and gettext."""

import importlib.util
import re
import shutil
import sys
from collections.abc import Iterable
from ctypes.util import find_library

from rollout.bootstrap import apt, browser
from rollout.bootstrap.errors import SetupError
from rollout.bootstrap.places import PYTHON, uses_embedded_database
from rollout.bootstrap.progress import step, up_to_date
from rollout.localdb import binaries

# What apt-get understands when no list of packages says which version this system has.
_ANY_POSTGIS = "'^postgresql-[0-9]+-postgis-3$'"


def ensure(*purposes: str) -> None:
    """Install what Python and the ``purposes`` (“database”, “browser”, “messages”) miss, when this account may.

    Raises SetupError with the one line to run when it may not.
    """
    title = "System packages"
    needs = missing(*purposes)
    if not needs:
        up_to_date(title)
        return
    if not apt.is_here():
        raise SetupError(f"Missing: {', '.join(needs)}. Install them with this system's package manager and run again.")
    prefix = apt.root_prefix()
    if prefix is None:
        raise SetupError(
            f"Missing: {', '.join(needs)}. Installing needs root. Run this line as root, then the same command again:"
            f"\n\n    {apt.line_to_run(packages_for(needs))}\n"
        )
    with step(f"{title}: installing {', '.join(needs)}"):
        apt.update(prefix)
        apt.install(prefix, packages_for(needs))
    still = missing(*purposes)
    if still:
        raise SetupError(f"Installed, and still missing: {', '.join(still)}. Please install them by hand.")


def missing(*purposes: str) -> list[str]:
    """The names of what is not there, in a fixed order."""
    needs = []
    if "database" in purposes:
        if uses_embedded_database() and not any(server.has_postgis for server in binaries.installed()):
            needs.append("PostgreSQL with PostGIS")
        if not (find_library("gdal") and find_library("geos_c")):
            needs.append("GDAL")
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        needs.append("Python's venv module")
    if "browser" in purposes:
        if browser.comes_from_apt() and not browser.system_chromium():
            needs.append("Chromium")
        if not find_library("atomic"):
            needs.append("libatomic")  # Playwright's own program is linked against it
    if "messages" in purposes and not (shutil.which("xgettext") and shutil.which("msgfmt")):
        needs.append("gettext")
    return needs


def packages_for(needs: Iterable[str]) -> list[str]:
    """The packages that bring what is missing, in the versions this system offers."""
    wanted = list(needs)
    packages = []
    if "PostgreSQL with PostGIS" in wanted:
        packages += _postgis_packages()
    elif "GDAL" in wanted:  # PostGIS brings it along
        packages.append("gdal-bin")
    if "Python's venv module" in wanted:
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if "Chromium" in wanted:
        packages += ["chromium", "fonts-liberation"]  # without any font, a page has no text to look at
    if "libatomic" in wanted:
        packages.append("libatomic1")
    if "gettext" in wanted:
        packages.append("gettext")
    return packages


def _postgis_packages() -> list[str]:
    """PostGIS for a PostgreSQL that is already there, else for the newest that is offered."""
    offered = {}
    for name in apt.offered("postgresql-[0-9]+-postgis-3"):
        major = int(re.findall(r"\d+", name)[0])
        if major >= binaries.OLDEST_MAJOR:
            offered[major] = name
    for server in binaries.installed():
        if server.major in offered:
            return [offered[server.major]]
    if not offered:
        return [_ANY_POSTGIS]
    newest = max(offered)
    return [f"postgresql-{newest}", offered[newest]]
