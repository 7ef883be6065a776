"""Does memory stay steady? Reports and reads for ten minutes against the running product, resident memory beside it."""

import http.client
import itertools
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator

from django.db import connections
from django.test.utils import override_settings
from django.urls import reverse

from accounts import tokens
from accounts.roles import Role
from bench import resident, world
from bench.field import captures
from bench.field.phone import Captured
from bench.measure import Figure
from bench.reports import send
from bench.serving import Server, environment
from bench.wsgi_client import session_cookie
from rollout.bootstrap.services import WORKER
from workflows.models import Process

SECONDS = 600.0
# What every worker learns once in its life it has learnt by then.
WARM_UP = 0.2
OUTLETS, PHONES, READERS = 400, 2, 2
SAMPLES, MOST_GROWTH = 10, 1.10


def figures() -> list[Figure]:
    """Two phones that report and two readers, as fast as they are answered, for ``SECONDS``."""
    return run(outlets=OUTLETS, seconds=SECONDS)


def run(*, outlets: int, seconds: float) -> list[Figure]:
    """Raises RuntimeError when any of them was refused, or ran out of things to report."""
    officer, command = world.person(Role.FIELD_OFFICER), world.person(Role.DISTRICT_COMMAND)
    begun = captures.outlets(outlets, command)
    token, cookie = tokens.issue(user=officer, name="phone")[1], session_cookie(command)
    connections.close_all()
    with (
        tempfile.TemporaryDirectory() as store,
        override_settings(MEDIA_ROOT=store),
        Server(MEDIA_ROOT=store) as server,
    ):
        worker = subprocess.Popen([sys.executable, *WORKER], env=environment(server.port), start_new_session=True)
        try:
            load = Load(server.port, begun, token, cookie)
            time.sleep(seconds * WARM_UP)
            before = _memory(server, worker, seconds)
            load.check()
            time.sleep(seconds * (1 - WARM_UP))
            after = _memory(server, worker, seconds)
            load.end()
        finally:
            os.killpg(worker.pid, signal.SIGTERM)
            worker.wait(20)
    told = f"after {seconds / 60:g} minutes, {load.reports:,} reports and {load.reads:,} reads / after the warm-up"
    return [
        figure(f"{whose}, resident {told}", then, now) for whose, then, now in zip(_WHOSE, before, after, strict=True)
    ]


_WHOSE = ("the web workers", "the background worker")


def _memory(server: Server, worker: subprocess.Popen, seconds: float) -> tuple[float, float]:
    """Megabytes of the web workers together and of the background worker: the median of some samples, for a request
    in the middle of its work holds more for a moment."""
    samples = []
    for _ in range(SAMPLES):
        web = sum(resident.megabytes(pid) for pid in resident.children(server.pid))
        samples.append((web, resident.megabytes(worker.pid)))
        time.sleep(min(1.0, seconds / 50))
    return statistics.median(web for web, _ in samples), statistics.median(other for _, other in samples)


def figure(name: str, before: float, after: float) -> Figure:
    """One row: how much it holds, beside what it held after the warm-up."""
    ratio = after / before
    bound = f"≤ {MOST_GROWTH:.2f}"
    return Figure(name, f"{after:.0f} MB", f"{before:.0f} MB", ratio, bound, ratio <= MOST_GROWTH)


class Load:
    """Phones and readers at work, each in a thread of its own, until ``end``."""

    def __init__(self, port: int, begun: list[Process], token: str, cookie: str) -> None:
        self._port, self._over, self._failures = port, threading.Event(), []
        self.reports = self.reads = 0
        # Each phone has outlets of its own: what is reported of one comes in its order.
        streams = [captures.stream(begun[phone::PHONES], random.Random(phone)) for phone in range(PHONES)]
        paths = _paths(begun)
        senders = [self._thread(self._report, stream, token) for stream in streams]
        readers = [self._thread(self._read, itertools.cycle(paths[one::READERS]), cookie) for one in range(READERS)]
        self._threads = senders + readers

    def check(self) -> None:
        """Raises RuntimeError when something was refused."""
        if self._failures:
            raise RuntimeError(f"{len(self._failures)} failed, the first: {self._failures[0]}")

    def end(self) -> None:
        """Stop them all. Raises as ``check``."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        self.check()

    def _thread(self, work: Callable, *given) -> threading.Thread:
        def until_it_fails() -> None:
            try:
                work(http.client.HTTPConnection("127.0.0.1", self._port, timeout=60), *given)
            except Exception as error:  # told with the figures, which are none then
                self._failures.append(repr(error))

        thread = threading.Thread(target=until_it_fails, daemon=True)
        thread.start()
        return thread

    def _report(self, line: http.client.HTTPConnection, items: Iterator[Captured], token: str) -> None:
        while not self._over.is_set():
            send(line, next(items), token)
            self.reports += 1

    def _read(self, line: http.client.HTTPConnection, paths: Iterable[str], cookie: str) -> None:
        for path in paths:
            if self._over.is_set():
                return
            line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip, br"})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status}")
            self.reads += 1


def _paths(begun: list[Process]) -> list[str]:
    pages = [
        reverse(name)
        for name in ("home", "map", "map_layer", "inbox", "site_list", "field_conflicts", "field_receipts")
    ]
    for process in begun[:60]:
        pages.append(reverse("site_detail", args=[process.site.code]))
        pages.append(reverse("process_detail", args=[process.site.code, process.kind, process.pk]))
    return pages
