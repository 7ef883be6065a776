"""Site page and inbox: server time with full middleware, beside the floor of running the same SQL bare."""

import time

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from bench import world
from bench.measure import Figure, milliseconds, p95
from sites.models import Site

REQUESTS = 120


def figures() -> list[Figure]:
    """A site with a history, a small inbox and a large one: the number of queries must not grow with the rows."""
    proposer = world.person(Role.VILLAGE_OFFICER)
    site = Site.objects.order_by("code").last()
    few = world.surveyed_plots(20, proposer)
    rows = [_page("site page", reverse("site_detail", args=[site.code]), world.person(Role.DISTRICT_COMMAND, "62"))]
    reader = world.person(Role.DISTRICT_COMMAND, "62")
    small, small_queries = _timed(reverse("inbox"), reader)
    world.surveyed_plots(400, proposer)
    large, large_queries = _timed(reverse("inbox"), reader)
    rows.append(_page("inbox", reverse("inbox"), reader))
    rows.append(
        Figure(
            f"inbox with {len(few) + 400}+ waiting / with {len(few)}+ waiting",
            f"{milliseconds(p95(large))}, {large_queries} queries",
            f"{milliseconds(p95(small))}, {small_queries} queries",
            p95(large) / p95(small),
            "same queries",
            large_queries == small_queries,
        )
    )
    return rows


def _client(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def _timed(path: str, user: User) -> tuple[list[float], int]:
    client, samples = _client(user), []
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
        queries = len(captured)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    for _ in range(REQUESTS):
        start = time.perf_counter()
        client.get(path)
        samples.append(time.perf_counter() - start)
    return samples, queries


def _page(name: str, path: str, user: User) -> Figure:
    with CaptureQueriesContext(connection) as captured:
        _client(user).get(path)
        statements = [query["sql"] for query in captured if not query["sql"].startswith(("UPDATE", "INSERT"))]
    reset_queries()
    samples, queries = _timed(path, user)
    floor = []
    with connection.cursor() as cursor:
        for _ in range(REQUESTS):
            start = time.perf_counter()
            for statement in statements:
                cursor.execute(statement)
                if cursor.description:
                    cursor.fetchall()
            floor.append(time.perf_counter() - start)
    return Figure(
        f"{name}, p95 / its {queries} queries bare, p95",
        milliseconds(p95(samples)),
        milliseconds(p95(floor)),
        p95(samples) / p95(floor),
    )
