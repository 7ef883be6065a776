"""Pages a person waits for: server time with full middleware, beside the floor of running the same SQL bare."""

import time

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from bench import world
from bench.measure import Figure, milliseconds, p95
from bench.wsgi_client import WsgiClient
from sites.models import Site

REQUESTS = 200


def figures() -> list[Figure]:
    """A site with a history, a small inbox and a large one: the number of queries must not grow with the rows."""
    proposer = world.person(Role.VILLAGE_OFFICER)
    site = Site.objects.order_by("code").last()
    few = world.surveyed_plots(20, proposer)
    reader = WsgiClient(world.person(Role.DISTRICT_COMMAND, "62"))
    rows = [
        _page("log-in page", reverse("login"), WsgiClient()),
        _page("site page", reverse("site_detail", args=[site.code]), reader),
        _page("site list", reverse("site_list"), reader),
    ]
    small, small_statements = _timed(reverse("inbox"), reader)
    more = world.surveyed_plots(400, proposer)
    large, large_statements = _timed(reverse("inbox"), reader)
    return [
        *rows,
        _page("inbox", reverse("inbox"), reader),
        Figure(
            f"inbox with {len(few) + len(more)}+ waiting / with {len(few)}+ waiting, p95",
            f"{milliseconds(p95(large))}, {len(large_statements)} queries",
            f"{milliseconds(p95(small))}, {len(small_statements)} queries",
            p95(large) / p95(small),
            "same queries",
            len(large_statements) == len(small_statements),
        ),
    ]


def _timed(path: str, client: WsgiClient) -> tuple[list[float], list[str]]:
    """The seconds of many requests, and the statements of one of them, when the worker is warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        status, _, _ = client.get(path)
        statements = [query["sql"] for query in captured]
    if not status.startswith("200"):
        raise RuntimeError(f"{path} answered {status}")
    samples = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        client.get(path)
        samples.append(time.perf_counter() - start)
    return samples, statements


def _page(name: str, path: str, client: WsgiClient) -> Figure:
    samples, statements = _timed(path, client)
    if not statements:
        return Figure(f"{name}, p95 (it asks the database nothing)", milliseconds(p95(samples)), "", None)
    floor = []
    with connection.cursor() as cursor:
        for _ in range(REQUESTS):
            start = time.perf_counter()
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()
            floor.append(time.perf_counter() - start)
    return Figure(
        f"{name}, p95 / its {len(statements)} queries bare, p95",
        milliseconds(p95(samples)),
        milliseconds(p95(floor)),
        p95(samples) / p95(floor),
    )
