"""The Chromium that the browser tests drive: the system's own, or Playwright's where the system has only a snap."""

import os
import shutil
import subprocess
from pathlib import Path

from rollout.bootstrap import apt
from rollout.bootstrap.errors import SetupError
from rollout.bootstrap.places import PYTHON
from rollout.bootstrap.progress import run_quietly, step

_WHERE_PLAYWRIGHT_KEEPS_IT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
_NAMES = ("chromium", "google-chrome-stable", "google-chrome", "chromium-browser")


def system_chromium() -> str | None:
    """The path of a Chromium that a test can start, or None; CHROMIUM in the environment goes before all."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in _NAMES:
        path = shutil.which(name)
        if path and not _is_snap(Path(path)):
            return path
    return None


def comes_from_apt() -> bool:
    """Whether this system's packages have a real Chromium: Debian's do, Ubuntu's only install a snap."""
    try:
        release = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return True
    return not any(line.strip() in ("ID=ubuntu", "ID_LIKE=ubuntu") for line in release.splitlines())


def ensure() -> dict[str, str]:
    """The environment variable that tells the tests where Chromium is. Raises SetupError when there is none to get."""
    path = system_chromium() or _playwrights_own()
    if path:
        return {"CHROMIUM": path}
    with step("Chromium for the tests, from Playwright"):
        needs_libraries = ["--with-deps"] if apt.root_prefix() is not None else []
        run_quietly(
            [PYTHON, "-m", "playwright", "install", *needs_libraries, "chromium"],
            "Chromium could not be installed; install one by hand and name it: make test CHROMIUM=/path/to/chromium",
        )
    path = _playwrights_own()
    if not path:
        raise SetupError("Playwright installed no Chromium; install one by hand and name it: make test CHROMIUM=/path")
    return {"CHROMIUM": path}


def _playwrights_own() -> str | None:
    answer = subprocess.run([PYTHON, "-c", _WHERE_PLAYWRIGHT_KEEPS_IT], capture_output=True, text=True, check=False)
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None


def _is_snap(path: Path) -> bool:
    """A snap's Chromium, or Ubuntu's script in front of it, cannot be driven by a test that runs as root."""
    if "snap" in path.resolve().parts:
        return True
    with path.open("rb") as file:
        start = file.read(4096)
    return start.startswith(b"#!") and b"snap" in start
