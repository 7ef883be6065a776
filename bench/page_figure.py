"""The time of a page with full middleware, beside the floor of running the same SQL bare."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.measure import Figure, milliseconds, p95
from bench.wsgi_client import WsgiClient

REQUESTS, FEWEST = 200, 20
# What is slow is asked less often: a page has this many seconds, its floor as many.
SECONDS = 3.0


@dataclass(frozen=True)
class Timed:
    """The seconds of many requests for one page, of its statements alone, and these statements."""

    page: list[float]
    bare: list[float]
    statements: list[str]


def ask(path: str, client: WsgiClient) -> None:
    """Ask for the page. Raises RuntimeError when it does not answer 200."""
    status, _headers, _body = client.get(path)
    if not status.startswith("200"):
        raise RuntimeError(f"{path} answered {status}")


def timed(path: str, client: WsgiClient) -> Timed:
    """The page and its statements in turn, when the worker is warm. Raises RuntimeError when it does not answer 200."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        ask(path, client)
        statements = [query["sql"] for query in captured]
    found = Timed([], [], statements)
    while len(found.page) < REQUESTS and (len(found.page) < FEWEST or sum(found.page) < SECONDS):
        found.page.append(_seconds(lambda: client.get(path)))
        found.bare.append(_seconds(lambda: _run(statements)))
    return found


def figure(name: str, path: str, client: WsgiClient, *, within_ms: int = 0) -> Figure:
    """One row of the table; ``within_ms``: what its p95 may be at most, 0 for no bound."""
    found = timed(path, client)
    bound = f"≤ {within_ms} ms" if within_ms else ""
    held = p95(found.page) * 1000 <= within_ms if within_ms else None
    if not found.statements:
        return Figure(f"{name}, p95 (it asks the database nothing)", milliseconds(p95(found.page)), "", None)
    return Figure(
        f"{name}, p95 / its {len(found.statements)} queries bare, p95",
        milliseconds(p95(found.page)),
        milliseconds(p95(found.bare)),
        p95(found.page) / p95(found.bare),
        bound,
        held,
    )


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
