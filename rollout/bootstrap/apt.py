"""Debian's and Ubuntu's package manager: what it offers, and installing from it as root or through sudo."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence

from rollout.bootstrap.progress import run_quietly

_INSTALL = "apt-get install -y --no-install-recommends"
# Debian's PostgreSQL packages make and start a cluster of their own, which nobody asked for. Their own switch keeps
# them from it; it is taken away afterwards, so that the administrator's next installation behaves as ever.
_INSTALL_SCRIPT = f"""
set -e
folder=/etc/postgresql-common/createcluster.d
file=$folder/rollout-tracker.conf
trap 'rm -f "$file"; rmdir "$folder" 2>/dev/null || true' EXIT
mkdir -p "$folder"
echo 'create_main_cluster = false' > "$file"
DEBIAN_FRONTEND=noninteractive {_INSTALL} -o DPkg::Lock::Timeout=300 "$@"
"""
_UPDATE_SCRIPT = "apt-get update -o DPkg::Lock::Timeout=300"


def is_here() -> bool:
    return shutil.which("apt-get") is not None


def root_prefix() -> list[str] | None:
    """What to put before a command that needs root: nothing as root, ``sudo -n`` if it asks no password, else None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        allowed = subprocess.run(
            ["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False
        ).returncode
        if allowed == 0:
            return ["sudo", "-n"]
    return None


def update(prefix: Sequence[str]) -> None:
    """Fetch the lists of packages. Raises SetupError."""
    run_quietly(
        [*prefix, "sh", "-c", _UPDATE_SCRIPT],
        "The lists of the system's packages could not be fetched; apt-get's own words are above.",
    )


def install(prefix: Sequence[str], packages: Sequence[str]) -> None:
    """Install packages without their recommendations and without Debian's own database cluster. Raises SetupError."""
    run_quietly(
        [*prefix, "sh", "-c", _INSTALL_SCRIPT, "sh", *packages],
        f"The system's packages could not be installed ({' '.join(packages)}); apt-get's own words are above.",
    )


def line_to_run(packages: Sequence[str]) -> str:
    """The one line that a person with root's rights runs instead of this program."""
    sudo = "sudo " if shutil.which("sudo") else ""
    return f"{sudo}apt-get update && {sudo}{_INSTALL} {' '.join(packages)}"


def offered(pattern: str) -> list[str]:
    """The packages whose whole name matches a regular expression, from the lists fetched last."""
    answer = subprocess.run(
        ["apt-cache", "search", "--names-only", f"^{pattern}$"], capture_output=True, text=True, check=False
    )
    names = (line.split(" ")[0] for line in answer.stdout.splitlines())
    return [name for name in names if re.fullmatch(pattern, name)]
