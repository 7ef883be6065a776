"""The floor of the map's layer: a WSGI function without framework, log-in or cache, and the statement alone."""

from collections.abc import Callable

from sites.layers import points_layer
from sites.layers.points import fetch_records
from sites.views.kept import COMPRESS


def bare_function(region_code: str, expected: bytes) -> Callable[[], bytes]:
    """A call of a WSGI function that runs the layer's SQL each time and sends what ours sends: ``expected``.

    Nobody is asked who he is, nothing is routed, negotiated or kept. Raises RuntimeError when the bytes differ.
    """

    def application(_environ: dict, start_response: Callable) -> list[bytes]:
        body = COMPRESS["br"](points_layer([region_code]))
        start_response(
            "200 OK",
            [
                ("Content-Type", "application/octet-stream"),
                ("Content-Encoding", "br"),
                ("Content-Length", str(len(body))),
            ],
        )
        return [body]

    def call() -> bytes:
        return b"".join(application({"REQUEST_METHOD": "GET"}, lambda status, headers: None))

    if call() != expected:
        raise RuntimeError("the bare function sends something else than the layer's address")
    return call


def bare_statement(region_code: str) -> Callable[[], object]:
    """A call that only fetches the records: no columns, no answer."""
    return lambda: fetch_records([region_code])
