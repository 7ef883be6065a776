"""Slows down whoever tries codes of papers by the thousand: wrong ones are counted by the address they come from."""

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from workflows.refusals import Refused

# Who types codes that do not exist makes mistakes; who does so more often than this guesses.
MOST_WRONG, SECONDS = 30, 600


class TooMany(Refused):
    """Too many codes that do not exist came from one address."""

    code = "too_many"
    status = 429

    def __init__(self) -> None:
        super().__init__(_("Too many wrong codes from there. Wait ten minutes and try again."))


def check(request: HttpRequest) -> None:
    """Raises TooMany for an address that has guessed."""
    if cache.get(_key(request), 0) >= MOST_WRONG:
        raise TooMany


def count_wrong(request: HttpRequest) -> None:
    """One more that does not exist."""
    key = _key(request)
    cache.add(key, 0, SECONDS)
    try:
        cache.incr(key)
    except ValueError:
        # Forgotten between the two: it begins anew.
        cache.set(key, 1, SECONDS)


def _key(request: HttpRequest) -> str:
    return f"workflows.papers.guessing.{get_client_ip_address(request) or '-'}"
