"""Serve evidence: to those who may see its site, from the store, so that a browser runs nothing that is in it."""

import io
from collections.abc import Callable
from typing import IO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from workflows import evidence_store, previews
from workflows.views.lookup import evidence_or_404


@require_safe
@login_required
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was handed in."""
    item = evidence_or_404(request, pk)
    if item.arrived_at is None:
        # Somebody else's bytes may stand under the same hash: naming it gives no right to them.
        raise Http404
    return stored_file(request, item.sha256, item.content_type, item.filename)


@require_safe
@login_required
def evidence_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo's small version; 404 for files that have none."""
    item = evidence_or_404(request, pk)
    if not item.preview_sha256:
        raise Http404
    return _answer(request, item.preview_sha256, lambda: io.BytesIO(previews.of(item)), "image/jpeg", item.filename)


def stored_file(request: HttpRequest, sha256: str, content_type: str, filename: str) -> HttpResponse:
    """The bytes under the hash. The address always means the same bytes, so a browser asks once."""
    return _answer(request, sha256, lambda: evidence_store.open_file(sha256), content_type, filename)


def _answer(
    request: HttpRequest, sha256: str, opened: Callable[[], IO[bytes]], content_type: str, filename: str
) -> HttpResponse:
    response = get_conditional_response(request, etag=quote_etag(sha256))
    if response is None:
        try:
            content = opened()
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(content, filename=filename, content_type=content_type)
        # Compressed already: gzip would cost time, the length and the strong ETag, and save nothing.
        response.headers["Content-Encoding"] = "identity"
    response.headers["ETag"] = quote_etag(sha256)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
