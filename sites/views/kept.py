"""Answers that are kept by version: built once, compressed once, and 304 for a client that has them."""

import gzip
from collections.abc import Callable

import brotli
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

# Quality 11 saves a fifth and costs 150 times as much; a layer is built anew after every change.
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=4),
    "gzip": lambda data: gzip.compress(data, 6, mtime=0),
    "identity": lambda data: data,
}
_DAY = 86400


def kept_response(
    request: HttpRequest,
    *,
    name: str,
    version: object,
    content_type: str,
    build: Callable[[], bytes],
    where: str | None = "default",
) -> HttpResponse:
    """The bytes of ``build`` for this ``name`` (format and scope) and ``version``, from the cache when they are there.

    Nothing at all is 204. The cache holds one version per name: an older one is never asked for again. The answer is
    private and is revalidated each time, so nobody sees what he may no longer see, nor a state that has passed.
    ``where``: the cache; None for one of very many names, which would fill it: built for every client that lacks it.
    """
    etag = f'W/"{name}.{version}"'
    if etag in _etags_held(request):
        response: HttpResponse = HttpResponseNotModified()
    else:
        encoding = _encoding(request.headers.get("Accept-Encoding", ""))
        body = _body(caches[where], name, version, encoding, build) if where else _compressed(build(), encoding)
        response = HttpResponse(body, content_type=content_type, status=200 if body else 204)
        if body and encoding != "identity":
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response


def _body(cache: BaseCache, name: str, version: object, encoding: str, build: Callable[[], bytes]) -> bytes:
    key = f"kept:{name}:{encoding}"
    kept = cache.get(key)
    if kept is not None and kept[0] == version:
        return kept[1]
    plain = build() if encoding == "identity" else _body(cache, name, version, "identity", build)
    body = _compressed(plain, encoding)
    cache.set(key, (version, body), _DAY)
    return body


def _compressed(plain: bytes, encoding: str) -> bytes:
    return COMPRESS[encoding](plain) if plain else b""


def _encoding(accepted: str) -> str:
    """The best encoding the client takes; one it takes with q=0 it does not take."""
    offers = {}
    for offer in accepted.lower().split(","):
        coding, _, parameters = offer.partition(";")
        offers[coding.strip()] = parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((coding for coding in ("br", "gzip") if offers.get(coding)), "identity")


def _etags_held(request: HttpRequest) -> list[str]:
    """The client's validators as weak ones: two encodings of the same content are the same to us."""
    held = request.headers.get("If-None-Match")
    return [f"W/{tag.removeprefix('W/')}" for tag in parse_etags(held)] if held else []
