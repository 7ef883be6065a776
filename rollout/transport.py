"""What is settled around every page: form and size of what comes in, and who may keep what goes out."""

import math
from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation

from rollout.api.admission import largest_request
from rollout.api.middleware import PREFIX
from rollout.language import chosen_language


def utf8_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a body that claims another encoding than UTF-8: no browser of ours sends one, and Python knows encodings
    (hex, rot13, unicode_escape) that are no text at all."""

    def checked(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
            request.encoding = "utf-8"  # the page that says so reads the form too
            raise BadRequest("Only UTF-8 is read.")
        return get_response(request)

    return checked


def no_null_characters(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse an address with a null character: no text holds one, no database takes one. The API says so itself."""

    def checked(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PREFIX):
            return get_response(request)
        if "\x00" in request.path_info:
            raise Http404
        if "\x00" in unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest("a null character")
        return get_response(request)

    return checked


class BoundedBodies:
    """Refuse a body larger than any form's before it is read: whoever is nobody here must not fill the disk.

    A view that takes more says how much (``largest_body``, of people who are logged in), or judges its bodies itself,
    as those do that read them before the CSRF token is looked for. The API has its own bounds. Outside of everything
    that may answer with a page of an error, for Django looks for a token there too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Text from the web server; Django's own test client writes a number.
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isdecimal() or int(length[:20]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            most = self._most(request)
            if not length.isdecimal() or int(length[:20]) > most:
                return self._refuse(request)
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments) -> HttpResponse | None:
        """413 in place of a view that takes files from people only; before Django's CSRF check, which reads them."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if hasattr(view, "largest_body") and length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return None if request.user.is_authenticated else self._refuse(request)
        return None

    @staticmethod
    def _most(request: HttpRequest) -> float:
        """How many bytes anybody may send to this address."""
        if request.path_info.startswith(PREFIX):
            return largest_request()
        try:
            view = resolve(request.path_info).func
        except Resolver404:
            return 0
        if getattr(view, "csrf_exempt", False):
            return math.inf
        return getattr(view, "largest_body", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

    @staticmethod
    def _refuse(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PREFIX):
            return HttpResponse(status=413)  # made a problem document outside
        # Outside of the middleware that speaks the person's language.
        with translation.override(chosen_language(request)):
            return render(request, "413.html", status=413)


def private_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let no browser keep a page: on a shared office computer the next person must not find it by going back."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Cache-Control" not in response and response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return answered


def explained_slowness(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Say so (408) when the web server gave up waiting for the rest of a request, whatever a view made of the piece.

    Nothing was done with it: a view acts only on a body that is whole.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(request.META.get("gunicorn.socket"), "stopped_receiving", False):
            if request.path_info.startswith(PREFIX):
                return HttpResponse(status=408)  # made a problem document outside
            with translation.override(chosen_language(request)):
                return render(request, "408.html", status=408)
        return response

    return answered
