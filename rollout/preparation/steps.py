"""What fills a database, in order, and running each step once for every state of the files it reads."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.core.management import call_command

from rollout.bootstrap import stamps
from rollout.models import FinishedStep


@dataclass(frozen=True)
class DataStep:
    """One management command that fills the database and may be repeated without harm.

    ``inputs`` are patterns below the checkout: when a file of theirs changes, the step is done again. A step without
    inputs is done once in a database's life. ``demonstration`` steps are for showing and trying, never for production.
    """

    name: str
    title: str
    command: str
    arguments: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    demonstration: bool = False


STEPS = (
    DataStep(
        "regions",
        "Regions of Central Kalimantan, with approximate boundaries",
        "load_regions",
        ("62",),
        ("gis_data/data/*", "gis_data/importers/*.py", "gis_data/datasets.py"),
    ),
    DataStep("sites", "The register: one site for every village", "load_sites", ("62",), ("gis_data/data/*",)),
    DataStep("offices", "Offices and commands", "load_offices", inputs=("accounts/data/*.csv",)),
    DataStep("holidays", "Public holidays", "load_holidays", inputs=("workflows/data/holidays.csv",)),
    # A newer program derives more from a process than the one that wrote the row; nothing to do in a new database.
    DataStep(
        "read_model",
        "What lists and inbox show of each process",
        "verify_read_model",
        ("--renew",),
        ("workflows/migrations/*.py", "workflows/projection.py"),
    ),
    DataStep("people", "Demonstration accounts", "demo_accounts", inputs=("accounts/demo.py",), demonstration=True),
    DataStep(
        "simulation",
        "A simulated rollout (a few minutes, once)",
        "simulate_rollout",
        ("--if-empty",),
        demonstration=True,
    ),
)


class Report(Protocol):
    """How progress is told: a context for a step that runs, and a line for one that need not."""

    def step(self, title: str) -> AbstractContextManager[None]: ...

    def up_to_date(self, title: str) -> None: ...


def run(steps: Sequence[DataStep], checkout: Path, report: Report, **output: object) -> None:
    """Do every step this database has not had with these inputs. A failing command's error goes through.

    ``output`` (``stdout``, ``stderr``) is handed to the commands, whose own lines are the progress to show.
    """
    finished = dict(FinishedStep.objects.values_list("name", "inputs"))
    for step in steps:
        inputs = inputs_digest(step, checkout)
        if finished.get(step.name) == inputs:
            report.up_to_date(step.title)
            continue
        with report.step(step.title):
            call_command(step.command, *step.arguments, **output)
        FinishedStep.objects.update_or_create(name=step.name, defaults={"inputs": inputs})


def inputs_digest(step: DataStep, checkout: Path) -> str:
    """The hash that tells whether a step must be done again: its command line and the contents of its inputs."""
    files = [path for pattern in step.inputs for path in checkout.glob(pattern) if path.is_file()]
    words = [step.command, *step.arguments] if step.inputs else [step.name]
    return stamps.digest(words=words, contents=files)
