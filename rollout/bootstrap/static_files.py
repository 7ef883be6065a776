"""Static files: gathered, hashed and compressed as in production, once for every state of their sources."""

from pathlib import Path

from rollout.bootstrap import stamps
from rollout.bootstrap.places import CHECKOUT, PYTHON, VENV, var_dir
from rollout.bootstrap.progress import run_quietly, step, up_to_date


def ensure() -> None:
    """Run ``collectstatic`` unless its result is there for exactly these sources. Raises SetupError."""
    stamp = var_dir() / "stamps" / "static"
    if stamps.matches(stamp, _state()):
        up_to_date("Static files")
        return
    with step("Static files"):
        run_quietly(
            [PYTHON, CHECKOUT / "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
            "The static files could not be gathered; the reason is above.",
        )
        stamps.write(stamp, _state())


def _state() -> str:
    """Our own sources by content, the installed packages' by their versions, the result by its names."""
    sources = [path for path in CHECKOUT.glob("*/static/**/*") if path.is_file()]
    rules = [CHECKOUT / "rollout" / name for name in ("settings.py", "staticfiles.py")]
    versions = sorted(path.name for path in VENV.glob("lib/python*/site-packages/*.dist-info"))
    result = var_dir() / "static"
    manifest = [path for path in [result / "staticfiles.json"] if path.exists()]
    return stamps.digest(words=versions, contents=[*sources, *rules, *manifest], names_in=_existing(result))


def _existing(folder: Path) -> list[Path]:
    return [folder] if folder.is_dir() else []
