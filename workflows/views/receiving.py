"""Receive requests that carry files or long texts: bounded before they are read, and calm when the disk is full."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from workflows.evidence_store import NO_ROOM, StorageFull
from workflows.refusals import Refused

FILES_PER_REQUEST = 10
# A browser shows the answer only when all it sends was taken; this much of a refused body is read and thrown away.
DRAINED_BYTES = 512 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024


class BodyTooLarge(Refused):
    """More came at once than this server takes; nothing of it was kept."""

    code = "body_too_large"
    status = 413


def receives_files(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Read the body of a POST here, where its refusal has a sentence, and only then check the CSRF token in it.

    Raises BodyTooLarge and StorageFull for ``answers_refusals`` outside.
    """

    @csrf_exempt
    @wraps(view)
    def received(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST":
            _read(request)
        return csrf_protect(view)(request, *args, **kwargs)

    return received


def largest_body() -> int:
    """How many bytes one request may have."""
    return FILES_PER_REQUEST * settings.UPLOAD_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _read(request: HttpRequest) -> None:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > largest_body():
        _drain(request, min(length, DRAINED_BYTES))
        raise BodyTooLarge(
            _("%(size)d MB came at once; at most %(max)d MB are taken. Send the files one by one, or smaller ones.")
            % {"size": length // 1_000_000, "max": largest_body() // 1_000_000}
        )
    try:
        request.POST  # noqa: B018 - parses the body, files included
    except (RequestDataTooBig, TooManyFilesSent, TooManyFieldsSent) as error:
        _drain(request, length)
        raise BodyTooLarge(_excess(error)) from error
    except UnreadablePostError as error:
        raise BadRequest("the request was cut off") from error
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise StorageFull from error


def _excess(error: Exception) -> str:
    if isinstance(error, TooManyFilesSent):
        return _("At most %(max)d files can be sent at once.") % {"max": settings.DATA_UPLOAD_MAX_NUMBER_FILES}
    if isinstance(error, TooManyFieldsSent):
        return _("At most %(max)d answers can be sent at once.") % {"max": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS}
    return _("The text is larger than this form takes. A plot needs a few lines only.")


def _drain(request: HttpRequest, count: int) -> None:
    while count > 0 and (chunk := request.read(min(CHUNK_BYTES, count))):
        count -= len(chunk)
