"""What the person at the keyboard sees: a line per step with the time it took, and a sign of life in between."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rollout.bootstrap.errors import SetupError
from rollout.bootstrap.places import CHECKOUT

_HEARTBEAT_SECONDS = 10
_TAIL_LINES = 30


def say(line: str) -> None:
    """Print one line at once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step and, when it succeeded, the seconds it took."""
    say(f"==> {title}")
    started = time.monotonic()
    yield
    say(f"    done in {time.monotonic() - started:.1f} s")


def up_to_date(title: str) -> None:
    say(f"==> {title}: up to date")


def run_quietly(command: Sequence[str | Path], failure: str, environment: dict[str, str] | None = None) -> None:
    """Run a talkative program without its talk: a line every ten seconds, and its last lines when it fails.

    Raises SetupError with ``failure``, a sentence.
    """
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    try:
        while True:
            try:
                output, _ = process.communicate(timeout=_HEARTBEAT_SECONDS)
                break
            except subprocess.TimeoutExpired:
                say(f"    … {time.monotonic() - started:.0f} s")
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode != 0:
        for line in output.splitlines()[-_TAIL_LINES:]:
            say(f"    {line}")
        raise SetupError(failure)


def run_aloud(command: Sequence[str | Path], failure: str, environment: dict[str, str] | None = None) -> None:
    """Run a program whose own lines are the progress to show. Raises SetupError with ``failure``, a sentence."""
    code = subprocess.run(command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
    if code != 0:
        raise SetupError(failure)
