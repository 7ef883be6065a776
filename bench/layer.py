"""The whole province's points, logged in and through full middleware, beside djangorestframework-gis and bare SQL."""

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

SIZE_BOUND = 30_000


def figures() -> list[Figure]:
    _mount_the_peer()
    client = WsgiClient(world.person(Role.VIEWER, "62"))
    path = reverse("map_layer")
    status, headers, body = client.get(path)
    if not status.startswith("200") or headers.get("Content-Encoding") != "br":
        raise RuntimeError(f"the layer answered {status} {headers}")
    bare = _bare_wsgi(client, path)

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
        _faster("nothing changed, kept by version / a bare WSGI function running the SQL each time", kept, bare, 1, 40),
        _faster("304 / a bare WSGI function running the SQL each time", not_modified, bare, 1, 40),
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
    return Figure(name, per_second(mine), per_second(others), 1 / ratio, f"≥ {bound:g}", 1 / ratio >= bound)


def _mount_the_peer() -> None:
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "rest_framework", "rest_framework_gis"]
    apps.set_installed_apps(settings.INSTALLED_APPS)
    settings.ROOT_URLCONF = "bench.drf_gis"
    set_urlconf(None)
    clear_url_caches()


def _bare_wsgi(client: WsgiClient, path: str):
    """A WSGI function without any framework that runs the layer's own statement and sends what the database glued."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    statement = next(query["sql"] for query in captured if "string_agg" in query["sql"])

    def application(environ, start_response):
        with connection.connection.cursor() as cursor:
            cursor.execute(statement)
            body = bytes(cursor.fetchone()[0])
        start_response("200 OK", [("Content-Type", "application/octet-stream"), ("Content-Length", str(len(body)))])
        return [body]

    def ask() -> None:
        b"".join(application({"REQUEST_METHOD": "GET", "PATH_INFO": path}, lambda status, headers: None))

    return ask
