"""Memory of the running product: a worker after 10,000 mixed requests, and everything ``make run`` starts."""

import http.client
import os
import signal
import subprocess
import sys
import threading

from django.db import connections
from django.urls import reverse

from accounts.roles import Role
from bench import resident, world
from bench.measure import Figure
from bench.serving import Server, environment
from bench.wsgi_client import session_cookie
from rollout.bootstrap.services import WORKER
from sites.models import Site

REQUESTS = 10_000
THREADS = 4
WORKER_BOUND_MB, WHOLE_BOUND_MB = 150, 600


def figures() -> list[Figure]:
    user = world.person(Role.DISTRICT_COMMAND, "62")
    world.surveyed_plots(50, world.person(Role.VILLAGE_OFFICER))
    cookie = session_cookie(user)
    paths = _paths()
    connections.close_all()
    with Server() as server:
        background = subprocess.Popen([sys.executable, *WORKER], env=environment(server.port), start_new_session=True)
        try:
            failures = _mixed(server.port, paths, cookie)
            if failures:
                raise RuntimeError(f"{len(failures)} requests failed, the first: {failures[0]}")
            workers = [resident.megabytes(pid) for pid in resident.children(server.pid)]
            everything = [server.pid, *resident.children(server.pid), background.pid, *resident.database_processes()]
            whole = sum(resident.megabytes(pid, shared_once=True) for pid in everything)
        finally:
            os.killpg(background.pid, signal.SIGTERM)
            background.wait(20)
    largest = max(workers)
    return [
        Figure(
            f"a web worker after {REQUESTS:,} mixed requests, resident",
            f"{largest:.0f} MB",
            f"{WORKER_BOUND_MB} MB",
            largest / WORKER_BOUND_MB,
            "≤ 1",
            largest <= WORKER_BOUND_MB,
        ),
        Figure(
            "server, background worker and database together, shared pages counted once",
            f"{whole:.0f} MB",
            f"{WHOLE_BOUND_MB} MB",
            whole / WHOLE_BOUND_MB,
            "≤ 1",
            whole <= WHOLE_BOUND_MB,
        ),
    ]


def _paths() -> list[str]:
    sites = list(Site.objects.order_by("?").values_list("code", flat=True)[:200])
    pages = [reverse(name) for name in ("home", "map", "map_layer", "map_names", "inbox", "site_list")]
    return (
        pages
        + [reverse("site_detail", args=[code]) for code in sites[:30]]
        + [f"{reverse('site_list')}?q={code}" for code in sites[30:40]]
    )


def _mixed(port: int, paths: list[str], cookie: str) -> list[str]:
    failures: list[str] = []

    def worker(number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for count in range(REQUESTS // THREADS):
            path = paths[(count * THREADS + number) % len(paths)]
            line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip, br"})
            answer = line.getresponse()
            answer.read()
            if answer.status >= 400:
                failures.append(f"{path}: {answer.status}")

    threads = [threading.Thread(target=worker, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures
