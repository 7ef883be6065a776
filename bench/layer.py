"""The whole province's points, logged in and through full middleware, beside djangorestframework-gis and bare SQL."""

import brotli
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, reverse, set_urlconf

from accounts.roles import Role
from bench import world
from bench.measure import Figure, in_turn, per_second
from bench.wsgi_client import WsgiClient
from sites.layers import points_layer

SIZE_BOUND = 30_000


def figures() -> list[Figure]:
    _mount_the_peer()
    client = WsgiClient(world.person(Role.VIEWER, "62"))
    path = reverse("map_layer")
    status, headers, body = client.get(path)
    if not status.startswith("200") or headers.get("Content-Encoding") != "br":
        raise RuntimeError(f"the layer answered {status} {headers}")
    bare, statement_only = _bare_wsgi("62"), _statement(client, path)

    def rebuilt() -> None:
        cache.clear()
        client.get(path)

    def kept() -> None:
        client.get(path)

    def not_modified() -> None:
        client.get(path, HTTP_IF_NONE_MATCH=headers["ETag"])

    def peer() -> None:
        client.get("/bench/drf-gis")

    with CaptureQueriesContext(connection) as captured:
        status, _, _ = client.get(path, HTTP_IF_NONE_MATCH=headers["ETag"])
    touched = [query["sql"] for query in captured if "sites_site" in query["sql"]]
    return [
        _faster("rebuilt for every request / djangorestframework-gis", rebuilt, peer, 60),
        _faster("nothing changed, kept by version / djangorestframework-gis", kept, peer, 100),
        _faster(
            "nothing changed, kept by version / a bare WSGI function that makes the same bytes each time",
            kept,
            bare,
            1,
            40,
        ),
        _faster("304 / the same bare function", not_modified, bare, 1, 40),
        _faster("kept by version / the layer's statement alone, nothing made of it", kept, statement_only, 0, 40),
        Figure(
            "whole province compressed",
            f"{len(body):,} bytes",
            f"{SIZE_BOUND:,} bytes",
            len(body) / SIZE_BOUND,
            "≤ 1",
            len(body) <= SIZE_BOUND,
        ),
        Figure(
            f"a client that has it: {status}, statements that touch the sites",
            str(len(touched)),
            "0",
            None,
            "0",
            status.startswith("304") and not touched,
        ),
    ]


def _faster(name: str, ours, other, bound: float, other_times: int = 1) -> Figure:
    mine, others, ratio = in_turn(ours, other, rounds=9, times=40, other_times=other_times)
    held = 1 / ratio >= bound if bound else None
    return Figure(name, per_second(mine), per_second(others), 1 / ratio, f"≥ {bound:g}" if bound else "", held)


def _mount_the_peer() -> None:
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "rest_framework", "rest_framework_gis"]
    apps.set_installed_apps(settings.INSTALLED_APPS)
    settings.ROOT_URLCONF = "bench.drf_gis"
    set_urlconf(None)
    clear_url_caches()


def _bare_wsgi(region_code: str):
    """A WSGI function without any framework, log-in or cache that runs the SQL and sends the layer, compressed."""

    def application(environ, start_response):
        body = brotli.compress(points_layer([region_code]), quality=5)
        start_response("200 OK", [("Content-Type", "application/octet-stream"), ("Content-Length", str(len(body)))])
        return [body]

    return lambda: b"".join(application({"REQUEST_METHOD": "GET"}, lambda status, headers: None))


def _statement(client: WsgiClient, path: str):
    """The layer's own statement, run and fetched."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    statement = next(query["sql"] for query in captured if "string_agg" in query["sql"])

    def ask() -> None:
        with connection.connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.fetchone()

    return ask
