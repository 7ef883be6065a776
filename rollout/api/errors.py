"""Every exception that leaves a route, turned into its problem document: the only place that knows both."""

import logging

from django.core.exceptions import (
    ObjectDoesNotExist,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
    ValidationError,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as SchemaError

from rollout.api import problems
from rollout.api.problems import Trouble, problem
from rollout.api.sentences import errors_in_words, names_no_place
from sites.refusals import Invalid, Refused
from workflows.evidence_store import NO_ROOM, StorageFull
from workflows.refusals import GuardsUnmet, Incomplete, Stale

logger = logging.getLogger("django.request")

RETRY_AFTER_SECONDS = "5"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="rollout"'}


def register(api: NinjaAPI) -> None:
    """Give the API its handlers; the most particular class wins."""
    for exception, handler in (
        (Trouble, _trouble),
        (Refused, _refused),
        (ObjectDoesNotExist, _not_found),
        (Http404, _not_found),
        (SchemaError, _schema),
        (ValidationError, _validation),
        (AuthenticationError, _not_authenticated),
        (HttpError, _http),
        (RequestDataTooBig, _too_large),
        (TooManyFilesSent, _too_large),
        (TooManyFieldsSent, _too_large),
        (SuspiciousOperation, _malformed),
        (MultiPartParserError, _malformed),
        (UnreadablePostError, _malformed),
        (OperationalError, _unavailable),
        (InterfaceError, _unavailable),
        (OSError, _disk),
        (Exception, _failed),
    ):
        api.add_exception_handler(exception, handler)


def _trouble(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    return problems.from_trouble(trouble)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    status, more, headers = refused.status, {}, {}
    if isinstance(refused, Invalid):
        more["errors"] = {name: [str(sentence) for sentence in found] for name, found in refused.errors.items()}
    if isinstance(refused, GuardsUnmet | Incomplete):
        more["unmet"] = problems.unmet_out(refused.unmet)
    if (offset := getattr(refused, "offset", None)) is not None:
        headers["Upload-Offset"] = str(offset)
    if isinstance(refused, Stale):
        more["news"] = [_news(event) for event in refused.news]
        more["version"] = max((event.process_version for event in refused.news), default=None)
        # RFC 9110, 13.1.1: a precondition that the client itself named has its own answer.
        status = 412 if "If-Match" in request.headers else status
    return problem(status, refused.code, refused.sentence, headers, **more)


def _news(event) -> dict:
    return {
        "seq": event.seq,
        "verb": event.verb,
        "step": event.step,
        "state": event.after_state,
        "version": event.process_version,
        "by": event.author,
        "role": event.actor_role,
        "at": event.recorded_at,
    }


def _not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404, "not_found", _("There is nothing at this address, or it lies outside your regions."))


def _schema(request: HttpRequest, error: SchemaError) -> HttpResponse:
    if names_no_place(error.errors):
        return _not_found(request, error)
    return problem(422, "invalid", _("Some answers are missing or not right."), errors=errors_in_words(error.errors))


def _validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    return problem(422, "invalid", _("Some answers are missing or not right."), errors=errors)


def _not_authenticated(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(401, "not_authenticated", _("Send a valid token, or log in."), CHALLENGE)


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:
        return _malformed(request, error)
    return problem(error.status_code, "failed" if error.status_code >= 500 else "conflict")


def _malformed(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(400, "malformed", _("The body of the request is damaged or not in the announced form."))


def _too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(413, "too_large", _("The request is larger than this server accepts. Send less at a time."))


def _unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("The database did not answer: %s", request.path)
    return problem(
        503,
        "unavailable",
        _("The database does not answer. Nothing was changed unless you were told so; send the same request again."),
        {"Retry-After": RETRY_AFTER_SECONDS},
    )


def _disk(request: HttpRequest, error: OSError) -> HttpResponse:
    """While the body is received: a file too large for the memory stands on the disk until it is judged."""
    if error.errno not in NO_ROOM:
        return _failed(request, error)
    logger.error("No room while receiving %s: %s", request.path, error)
    return _refused(request, StorageFull())


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    instance = problems.instance_of(getattr(request, "request_id", None))
    logger.error("%s %s failed (%s)", request.method, request.path, instance, exc_info=error)
    return problem(
        500,
        "failed",
        _("Something went wrong on our side and was noted. Send the same request again, or tell the administrator."),
        instance=instance,
    )
