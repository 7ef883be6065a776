"""What ``make run`` keeps running: both programs begin and end together, and a crashed worker comes back."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rollout.localdb.processes import is_alive
from tests.rollout.queue.conftest import wait_for
from tests.rollout.test_startup import ROOT

# The real supervisor over two programs that only tell their number and wait. Where the suite itself was begun in the
# background, a shell lets it ignore Ctrl-C, and the supervisor would do the same.
SCRIPT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from rollout.bootstrap import services
child = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\\\n'); time.sleep(600)"
services.PYTHON = sys.executable
services.SERVER = ("-c", child, sys.argv[2] + "/web")
services.WORKER = ("-c", child, sys.argv[2] + "/worker")
services._FIRST_PAUSE = 0.1
sys.exit(services.main())
"""


@pytest.fixture
def services(tmp_path):
    """The running supervisor, and the numbers its children have told."""
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "server.pid"), str(tmp_path)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )

    def told(name: str) -> list[int]:
        path = Path(tmp_path / name)
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    wait_for(lambda: told("web") and told("worker"))
    yield supervisor, told
    supervisor.kill()
    for pid in told("web") + told("worker"):
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)
    supervisor.wait(10)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_ends_both_and_is_no_failure(services, tmp_path, number):
    supervisor, told = services
    assert (tmp_path / "server.pid").read_text() == f"{supervisor.pid}\n"
    supervisor.send_signal(number)
    assert supervisor.wait(20) == 0
    assert not any(map(is_alive, told("web") + told("worker")))
    assert not (tmp_path / "server.pid").exists()


def test_a_worker_that_crashed_is_begun_again_and_the_server_goes_on(services):
    supervisor, told = services
    os.kill(told("worker")[0], signal.SIGKILL)
    wait_for(lambda: len(told("worker")) == 2)
    assert is_alive(told("worker")[1])
    assert is_alive(told("web")[0]) and len(told("web")) == 1
    supervisor.terminate()
    assert "The background worker ended (-9); it is begun again" in supervisor.communicate(timeout=20)[1]


def test_when_the_server_ends_the_worker_ends_too(services):
    supervisor, told = services
    os.kill(told("web")[0], signal.SIGKILL)
    assert supervisor.wait(20) == -signal.SIGKILL % 256
    assert not is_alive(told("worker")[0])


def test_when_the_supervisor_is_killed_nothing_is_left_behind(services):
    supervisor, told = services
    supervisor.kill()
    wait_for(lambda: not any(map(is_alive, told("web") + told("worker"))))
