"""Real workers, in processes of their own, on the test's database."""

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.rollout.test_startup import ROOT, bare_environment, url


@pytest.fixture
def start_worker(transactional_db, tmp_path):
    """Start ``manage.py work`` with these words; what still runs afterwards is ended."""
    started = []

    def start(*words: str, **environment: str) -> subprocess.Popen:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "work", "--interval", "0.1", *words],
            cwd=ROOT,
            env=bare_environment() | {"DATABASE_URL": url(), "VAR_DIR": str(tmp_path), **environment},
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.poll() is None:
            worker.kill()
        worker.wait(20)


def wait_for(true: Callable[[], object], seconds: float = 30) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, "it did not come about in time"
        time.sleep(0.05)
