"""The page for an address that was asked in a way it does not take (405)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

API_PREFIX = "/api/"


def explained_not_allowed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django answers 405 with an empty body: a person gets a page in its place. Innermost, the page needs the others.

    Programs get theirs from ``rollout.api.middleware``.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        empty = isinstance(response, HttpResponseNotAllowed) and not response.content
        if not empty or request.path_info.startswith(API_PREFIX):
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return answered
