"""The database: the embedded cluster is started unless DATABASE_URL names another server, then filled by Django."""

import sys

from rollout.bootstrap.places import CHECKOUT, PYTHON, uses_embedded_database
from rollout.bootstrap.progress import run_aloud, step


def ensure(*arguments: str) -> None:
    """A reachable database with PostGIS, migrated and filled as ``manage.py prepare_database`` is told to."""
    if uses_embedded_database():
        with step("Embedded database"):
            # A process of its own: the server must not become a child of whatever this process turns into.
            run_aloud([sys.executable, "-m", "rollout.localdb", "start"], "The embedded database is not available.")
    run_aloud(
        [PYTHON, CHECKOUT / "manage.py", "prepare_database", *arguments],
        "The database is not ready; the reason is above. Once it is mended, the same command goes on from there.",
    )


def stop() -> None:
    run_aloud([sys.executable, "-m", "rollout.localdb", "stop"], "The embedded database could not be stopped.")
