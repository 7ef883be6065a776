"""Which language a page speaks: the one the person chose, else Indonesian, whatever the browser was installed in."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

API_PREFIX = "/api/"


def chosen_language(request: HttpRequest) -> str:
    """The language the person chose, by his cookie; else the product's own."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Django's language middleware, but only programs are asked for their ``Accept-Language``.

    Office computers are often installed in English although nobody at them prefers it: a page follows the language
    cookie, which the language switch and the log-in set, and is Indonesian without one.
    """

    def process_request(self, request) -> None:
        if request.path_info.startswith(API_PREFIX):
            super().process_request(request)
            return
        translation.activate(chosen_language(request))
        request.LANGUAGE_CODE = translation.get_language()
