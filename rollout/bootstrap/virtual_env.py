"""The virtual environment in ``.venv``: made, filled from a requirements file, made anew when half of one is found."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from rollout.bootstrap import stamps
from rollout.bootstrap.places import CHECKOUT, PYTHON, VENV
from rollout.bootstrap.progress import run_quietly, step, up_to_date

# There while pip writes. If it is found at the start, pip was killed and what it left cannot be trusted.
_UNFINISHED = VENV / ".installing"


def ensure(requirements: str) -> None:
    """Bring ``.venv`` to what the named requirements file (and those it includes) asks for. Raises SetupError."""
    title = f"Python packages ({requirements})"
    if _is_sound() and stamps.matches(_stamp(requirements), _state(requirements)):
        up_to_date(title)
        return
    with step(title):
        if not _is_sound():
            shutil.rmtree(VENV, ignore_errors=True)
            # The system's own Python: the one that runs this may be the very .venv that is being made anew.
            python = getattr(sys, "_base_executable", sys.executable)
            run_quietly([python, "-m", "venv", VENV], "The virtual environment .venv could not be made.")
        _UNFINISHED.touch()
        try:
            run_quietly(
                [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-r", requirements],
                "The Python packages could not be installed; pip's own words are above. Is the network there?",
            )
        except Exception:
            _UNFINISHED.unlink(missing_ok=True)  # pip failed, and put back what it had begun
            raise
        _UNFINISHED.unlink()
        for name in _with_included(requirements):
            stamps.write(_stamp(name), _state(name))


def _is_sound() -> bool:
    if not PYTHON.exists() or _UNFINISHED.exists():
        return False
    return subprocess.run([PYTHON, "-I", "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _stamp(requirements: str) -> Path:
    return VENV / f".installed-{requirements}"


def _state(requirements: str) -> str:
    """What was asked for and what is there: a package removed or replaced by hand is noticed too."""
    installed = sorted(path.name for path in VENV.glob("lib/python*/site-packages/*.dist-info"))
    return stamps.digest(words=installed, contents=[CHECKOUT / name for name in _with_included(requirements)])


def _with_included(requirements: str) -> list[str]:
    text = (CHECKOUT / requirements).read_text(encoding="utf-8")
    included = re.findall(r"^-r\s+(\S+)", text, flags=re.MULTILINE)
    return [requirements, *(name for file in included for name in _with_included(file))]
