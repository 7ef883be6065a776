"""ETags: every read carries one, and a client that has the same answer already gets 304.

A list is known by the version of the person's regions, so that an unchanged one is not read at all. Everything else is
known by its content; a process's ETag begins with its version, which a step names in ``If-Match``.
"""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from rollout.context import version as program_version
from sites.api.routes import list_sites, sites_geojson
from sites.models import DistrictVersion
from workflows.api.processes import list_processes

# What these say changes only with the read-models of the person's regions, his assignments, and the day.
_KNOWN_BY_REGIONS = {list_sites, sites_geojson, list_processes}
_VARY = ["Authorization", "Cookie", "Accept-Language", "Accept"]


def unless_unchanged(view: Callable) -> Callable:
    """Around a route, after the person and the parameters are known: answer 304 before anything is read."""
    if view not in _KNOWN_BY_REGIONS:
        return view

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs):
        # The version is read before the data: a change in between is sent too early, never too late.
        request.etag = f'W/"{_regions_version(request)}"'
        return get_conditional_response(request, etag=request.etag) or view(request, *args, **kwargs)

    return guarded


def finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a finished answer its cache headers, and a read its ETag; 304 when the client holds the same."""
    patch_vary_headers(response, _VARY)
    if request.method != "GET" or response.status_code not in {200, 304}:
        response.headers["Cache-Control"] = "no-store"
        return response
    # Asked again each time: nobody keeps what he may no longer see.
    response.headers.setdefault("Cache-Control", "private, no-cache")
    etag = getattr(request, "etag", None) or _content_etag(response)
    if etag is None:
        return response
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def _regions_version(request: HttpRequest) -> str:
    scope = request.user.scope
    return content_digest(
        program_version(),
        request.get_full_path(),
        translation.get_language(),
        timezone.localdate(),
        request.user.pk,
        scope.grants,
        DistrictVersion.objects.of_scope(scope.region_codes),
    )


def _content_etag(response: HttpResponse) -> str | None:
    """From the body, after the version that a route may have put there; a file brings its own."""
    if response.streaming or response.status_code == 304:
        return response.headers.get("ETag")
    stated = response.headers.get("ETag", '""').strip('"')
    content = content_digest(response.headers.get("Content-Language", translation.get_language()), response.content)
    return f'"{stated}.{content}"' if stated else f'"{content}"'


def content_digest(*parts: object) -> str:
    """A short hash over the parts, for an ETag."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]
