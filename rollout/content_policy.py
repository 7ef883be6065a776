"""The content security policy: a browser loads and runs nothing but what this server sends."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"
_EXPLAINED_WHEN_DEBUGGING = {404, 500}


def content_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Send ``settings.CONTENT_SECURITY_POLICY`` ({directive: sources}) along, unless the view set a stricter one.

    The same header for every answer, written once. Only Django's own pages for a programmer (``DEBUG``) go without:
    their styles are inline.
    """
    policy = "; ".join(" ".join([name, *sources]) for name, sources in settings.CONTENT_SECURITY_POLICY.items())

    def answered(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not (settings.DEBUG and response.status_code in _EXPLAINED_WHEN_DEBUGGING):
            response.headers.setdefault(HEADER, policy)
        return response

    return answered
