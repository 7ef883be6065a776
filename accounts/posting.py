"""Addresses that only take what is posted: the page they belong to, and where a log-in may lead in their place."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.http import HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_POST


@dataclass(frozen=True)
class Origin:
    """The page from which an address is posted to: its URL name, and which arguments of the address it shares."""

    page: str
    shared: tuple[str, ...]


def posted_from(page: str, *shared: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Django's ``require_POST``, outermost on a view, which also names the page it belongs to."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        checked = require_POST(view)
        checked.origin = Origin(page, shared)
        return checked

    return decorate


def readable(address: str) -> str:
    """The address, or the page it belongs to when it cannot be opened; "" when there is none, or for the log-in itself.

    Whoever was logged out while he sent a form is led back by GET, which such an address refuses.
    """
    try:
        match = resolve(unquote(urlsplit(address).path))
    except Resolver404:
        return address
    origin = getattr(match.func, "origin", None)
    if origin:
        return reverse(origin.page, kwargs={name: match.kwargs[name] for name in origin.shared})
    view_class = getattr(match.func, "view_class", None)
    if match.view_name == "login" or (view_class and "get" not in view_class.http_method_names):
        return ""
    return address
