"""What a request must be before it is read: told apart, in a form we take, for a form we give.

Judged after the person is known, so that a stranger learns nothing, and before the body is touched.
"""

import uuid

from django.conf import settings
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext as _
from ninja.operation import Operation

from rollout.api.problems import Trouble

SAFE_METHODS = {"GET", "HEAD"}
LONGEST_KEY = 200
MAX_FILES = 10
# The namespace under which a person's key becomes the ledger's client id (uuid5): kept for ever, it is in the ledger.
KEYS = uuid.UUID("6f0c8d0e-54a4-5d0f-9a7b-0a1f2c9e7d31")

_BODY_TYPES = {"body": "application/json", "form": "multipart/form-data", "file": "multipart/form-data"}
_MULTIPART_OVERHEAD = 64 * 1024


def client_id_of(user, key: str) -> uuid.UUID:
    """The client id under which a person's request is known to the ledger: no two people share one."""
    return uuid.uuid5(KEYS, f"{user.pk}:{key}")


def admit(request: HttpRequest) -> None:
    """Judge the request by its head. Raises Trouble."""
    operation: Operation = request.operation
    _check_text(request)
    _check_parameters(request, operation)
    _check_accept(request, operation)
    _check_body(request, operation)
    if request.method not in SAFE_METHODS and needs_key(operation):
        request.client_id = client_id_of(request.user, _key_of(request))


def largest_request() -> int:
    """How many bytes one request may have, files and all."""
    return MAX_FILES * settings.UPLOAD_MAX_BYTES + _MULTIPART_OVERHEAD


def produces(operation: Operation) -> tuple[str, ...]:
    """The media types the operation answers with; what its declaration says besides, or JSON."""
    extra = (operation.openapi_extra or {}).get("responses", {}).get(200, {}).get("content", {})
    return tuple(extra) or ("application/json",)


def needs_key(operation: Operation) -> bool:
    """Must a write be named by the client? Not where its address, or the place it writes to, names it already."""
    return not (operation.openapi_extra or {}).get("x-idempotent", False)


def body_type(operation: Operation) -> str | None:
    """The media type of the body the operation takes, or None."""
    declared = (operation.openapi_extra or {}).get("requestBody", {}).get("content")
    if declared:
        return next(iter(declared))
    sources = {model.__ninja_param_source__ for model in operation.models}
    return next((media_type for source, media_type in _BODY_TYPES.items() if source in sources), None)


def query_names(operation: Operation) -> set[str]:
    """The query parameters the operation knows."""
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return {name for model in models for name in model.__ninja_flatten_map__}


def _check_text(request: HttpRequest) -> None:
    if "\x00" in request.path_info:
        raise Trouble(404, "not_found", _("There is nothing at this address, or it lies outside your regions."))
    broken = [name for name, values in request.GET.lists() for value in (name, *values) if "\x00" in value]
    if broken:
        raise Trouble(400, "malformed", _("The address holds characters that no text has."))


def _check_parameters(request: HttpRequest, operation: Operation) -> None:
    # A filter that was misspelled must not answer with everything.
    unknown = set(request.GET) - query_names(operation)
    if unknown:
        errors = {name: [_("There is no parameter of this name.")] for name in sorted(unknown)}
        raise Trouble(422, "invalid", _("Some answers are missing or not right."), more={"errors": errors})


def _check_accept(request: HttpRequest, operation: Operation) -> None:
    offered = produces(operation)
    if not any(request.accepts(media_type) for media_type in offered):
        raise Trouble(406, "not_acceptable", _("This is available as %(types)s only.") % {"types": ", ".join(offered)})


def _check_body(request: HttpRequest, operation: Operation) -> None:
    expected = body_type(operation)
    if expected is None:
        return
    if request.content_type != expected:
        raise Trouble(415, "unsupported_media_type", _("Send this as %(type)s.") % {"type": expected})
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if expected == _BODY_TYPES["file"]:
        most = largest_request()
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length[:20]) > most:
        raise Trouble(413, "too_large", _("The request is larger than this server accepts. Send less at a time."))
    if expected == _BODY_TYPES["body"] and len(request.body) < int(length):
        # Cut off on its way, even before its first byte: no word on what was meant to be sent.
        raise UnreadablePostError


def _key_of(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not key.strip() or len(key) > LONGEST_KEY:
        raise Trouble(
            400,
            "idempotency_key",
            _(
                "Name the request with the header Idempotency-Key (1 to %(count)d characters, a new one for each "
                "action): then it can be sent again without happening twice."
            )
            % {"count": LONGEST_KEY},
        )
    return key
