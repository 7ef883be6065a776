"""Where things are in this checkout."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"


def var_dir() -> Path:
    """The folder for everything that is made at run time, as ``rollout.settings`` reads it."""
    return Path(os.environ.get("VAR_DIR") or CHECKOUT / "var").resolve()


def uses_embedded_database() -> bool:
    return not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"))
