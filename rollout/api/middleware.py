"""Errors at the API's addresses that never reached it: an unknown address, a refused host, a fault before the view."""

import logging
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rollout.api.problems import MEDIA_TYPE, problem

PREFIX = "/api/"

logger = logging.getLogger("django.security.DisallowedHost")

_ANSWERS = {
    404: ("not_found", lambda: _("There is nothing at this address, or it lies outside your regions.")),
    405: ("method_not_allowed", lambda: _("This address does not take that method; see the header Allow.")),
    408: ("too_slow", lambda: _("The request stopped coming in. Nothing was saved; send it again.")),
    412: ("stale", lambda: _("This has changed since you read it.")),
    413: ("too_large", lambda: _("The request is larger than this server accepts. Send less at a time.")),
    414: ("too_large", lambda: _("The server reads no address of that length. Nothing was saved.")),
    429: ("too_many", lambda: _("Wait a little before you ask again.")),
    431: ("too_large", lambda: _("The headers of the request are larger than this server reads. Nothing was saved.")),
}


def problems_for_programs(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A program must never be handed a page: outermost, so that what any layer refuses becomes a problem document."""

    def answered(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        try:
            request.get_host()
        except DisallowedHost as error:
            logger.warning("Refused: %s", error)
            return problem(400, "malformed", _("This service does not answer under that host name."))
        response = get_response(request)
        if response.status_code < 400 or response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        return _as_problem(response)

    return answered


def told(status: int) -> HttpResponse:
    """The problem document of a refusal of which only the status is known."""
    fallback = ("failed", lambda: "") if status >= 500 else ("malformed", lambda: "")
    code, sentence = _ANSWERS.get(status, fallback)
    return problem(status, code, sentence())


def _as_problem(response: HttpResponse) -> HttpResponse:
    made = told(response.status_code)
    for name, value in response.items():
        if name not in {"Content-Type", "Content-Length", "Content-Encoding", "ETag"}:
            made.headers[name] = value
    made.cookies = response.cookies
    return made
