"""The two programs of ``make run``, the web server and the background worker: begun, watched and ended together.

Run as ``python -m rollout.bootstrap.services <pid file>`` in the checkout; it keeps its own number in that file.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from rollout.bootstrap.places import CHECKOUT, PYTHON

SERVER = ("-m", "gunicorn", "-c", "python:rollout.gunicorn_conf", "rollout.wsgi")
WORKER = ("manage.py", "work")
# A worker that dies at once is begun again later each time; one that lived this long has earned a prompt return.
_FIRST_PAUSE, _LONGEST_PAUSE, _HEALTHY_SECONDS = 1.0, 60.0, 60.0
_FAREWELL_SECONDS = 25.0
_LOOK_SECONDS = 0.2
_PR_SET_PDEATHSIG = 1


class Services:
    """Both children, each in a process group of its own, so that Ctrl-C reaches them through here and in order."""

    def __init__(self) -> None:
        self._asked_to_end: signal.Signals | None = None
        self._pause = _FIRST_PAUSE
        self._libc = ctypes.CDLL(None)

    def run(self) -> int:
        """Serve until the server ends or a signal asks for the end; the server's exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            # What was started with nohup outlives its terminal.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._ask_to_end)
        server, worker, begun = self._begin(SERVER), self._begin(WORKER), time.monotonic()
        next_begin = None
        while server.poll() is None and self._asked_to_end is None:
            if worker.poll() is not None and next_begin is None:
                next_begin = time.monotonic() + self._pause_after(time.monotonic() - begun, worker.returncode)
            if next_begin is not None and time.monotonic() >= next_begin:
                worker, begun, next_begin = self._begin(WORKER), time.monotonic(), None
            time.sleep(_LOOK_SECONDS)
        _end(server, self._asked_to_end or signal.SIGTERM)
        _end(worker, signal.SIGTERM)
        return 0 if self._asked_to_end and server.returncode <= 0 else server.returncode

    def _begin(self, words: tuple[str, ...]) -> subprocess.Popen:
        return subprocess.Popen([str(PYTHON), *words], cwd=CHECKOUT, process_group=0, preexec_fn=self._end_with_parent)

    def _end_with_parent(self) -> None:
        """Should this program be killed, its children are told to end: nobody else would find them."""
        self._libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

    def _pause_after(self, lived: float, code: int) -> float:
        self._pause = _FIRST_PAUSE if lived >= _HEALTHY_SECONDS else min(self._pause * 2, _LONGEST_PAUSE)
        sys.stderr.write(f"The background worker ended ({code}); it is begun again in {self._pause:.0f} s.\n")
        sys.stderr.flush()
        return self._pause

    def _ask_to_end(self, number: int, _frame: object) -> None:
        self._asked_to_end = signal.Signals(number)


def _end(child: subprocess.Popen, number: signal.Signals) -> None:
    """Ask, wait, and insist."""
    if child.poll() is None:
        child.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_FAREWELL_SECONDS)
    if child.poll() is None:
        child.kill()
        child.wait()


def main() -> int:
    """Keep both running; the pid file is there as long as they are."""
    pid_file = Path(sys.argv[1])
    pid_file.write_text(f"{os.getpid()}\n", encoding="ascii")
    try:
        return Services().run()
    finally:
        pid_file.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
