"""The whole province's points, logged in, with full middleware, beside djangorestframework-gis and a bare call."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from bench import drf_gis, province, world
from bench.bare_layer import bare_function, bare_statement
from bench.measure import Figure, in_turn, per_second
from bench.wsgi_client import WsgiClient

SIZE_BOUND = 30_000


def figures() -> list[Figure]:
    province.in_the_middle()
    drf_gis.mount()
    client = WsgiClient(world.person(Role.VIEWER, "62"))
    path = reverse("map_layer")
    status, headers, body = client.get(path)
    if not status.startswith("200") or headers.get("Content-Encoding") != "br":
        raise RuntimeError(f"the layer answered {status} {headers}")

    def rebuilt() -> None:
        cache.clear()
        client.get(path)

    def kept() -> None:
        client.get(path)

    def not_modified() -> None:
        client.get(path, HTTP_IF_NONE_MATCH=headers["ETag"])

    def peer() -> None:
        client.get(drf_gis.PATH)

    bare = bare_function("62", body)
    return [
        _faster("rebuilt for every request / djangorestframework-gis", rebuilt, peer, 60, 1),
        _faster("nothing changed, kept by version / djangorestframework-gis", kept, peer, 100, 1),
        _faster("nothing changed, kept by version / a bare WSGI function, same SQL, same answer", kept, bare, 1),
        _faster("304 / the same bare function", not_modified, bare, 1),
        _faster("kept by version / the statement alone, nothing made of it or sent", kept, bare_statement("62")),
        Figure(
            "whole province compressed",
            f"{len(body):,} bytes",
            f"{SIZE_BOUND:,} bytes",
            len(body) / SIZE_BOUND,
            "≤ 1",
            len(body) <= SIZE_BOUND,
        ),
        _untouched(client, path, headers["ETag"]),
    ]


def _faster(
    name: str, ours: Callable[[], None], other: Callable[[], None], bound: float = 0, other_times: int = 40
) -> Figure:
    mine, others, ratio = in_turn(ours, other, rounds=9, times=40, other_times=other_times)
    held = 1 / ratio >= bound if bound else None
    return Figure(name, per_second(mine), per_second(others), 1 / ratio, f"≥ {bound:g}" if bound else "", held)


def _untouched(client: WsgiClient, path: str, etag: str) -> Figure:
    with CaptureQueriesContext(connection) as captured:
        status, _, _ = client.get(path, HTTP_IF_NONE_MATCH=etag)
    touching = [query["sql"] for query in captured if "sites_site" in query["sql"]]
    return Figure(
        f"a client that has it: {status}, statements that touch the sites",
        str(len(touching)),
        "0",
        None,
        "0",
        status.startswith("304") and not touching,
    )
