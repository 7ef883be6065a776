"""Refusals as pages: the sentence, and the way on."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sites.models import Site
from workflows.models import Evidence, Process
from workflows.refusals import AlreadyTaken, Invalid, NotPermitted, Refused
from workflows.registry import UnknownKind

SAY_NOTHING_WAS_SAVED = {"stale", "client_id_reused", "storage_full"}
UNSEEN = (Process.DoesNotExist, Evidence.DoesNotExist, Site.DoesNotExist, UnknownKind)


def answers_refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Turn what a service refuses into an answer: unseen → 404, not permitted → 403, the rest with its own status.

    A script that asked (``Accept: application/json``) gets the sentences as JSON.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UNSEEN:
            raise Http404 from None
        except Refused as refused:
            if wants_json(request):
                return _as_json(refused)
            if isinstance(refused, NotPermitted):
                raise PermissionDenied(refused.sentence) from refused
            return refused_page(request, refused, href=_page_of(kwargs))

    return answered


def answers_refusals_in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for an address that only scripts ask: whatever they say they accept, the sentences come as JSON."""

    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return _as_json(refused)

    return answered


def refused_page(request: HttpRequest, refused: Refused, *, href: str = "", **context) -> HttpResponse:
    """A page that says why nothing was changed, and leads back to ``href``."""
    page = {
        "title": _title(refused),
        "sentences": sentences_of(refused),
        # Some refusals say it themselves, and who only opened a page did not try to save anything.
        "unsaved": request.method == "POST" and refused.code not in SAY_NOTHING_WAS_SAVED,
        "href": href,
        **context,
    }
    return render(request, "workflows/refused.html", page, status=refused.status)


def sentences_of(refused: Refused) -> list[str]:
    """Everything a refusal says."""
    if isinstance(refused, Invalid):
        return [sentence for sentences in refused.errors.values() for sentence in sentences] or [refused.sentence]
    return [refused.sentence]


def wants_json(request: HttpRequest) -> bool:
    """Did a script ask, rather than a person's page?"""
    return request.headers.get("Accept", "").startswith("application/json")


def _as_json(refused: Refused) -> JsonResponse:
    return JsonResponse({"code": refused.code, "sentences": sentences_of(refused)}, status=refused.status)


def _title(refused: Refused) -> str:
    if isinstance(refused, AlreadyTaken):
        return _("This is already done")
    titles = {
        "stale": _("This has changed in the meantime"),
        "wrong_state": _("This is not possible now"),
        "conflict": _("Something else holds this place"),
        "simulation_mixed": _("Demonstration and real records stay apart"),
        "client_id_reused": _("This was sent before"),
        "storage_full": _("The server has no room"),
        "body_too_large": _("Too much at once"),
    }
    return titles.get(refused.code, _("This was not accepted"))


def _page_of(kwargs: dict) -> str:
    if {"code", "kind", "pk"} <= kwargs.keys():
        return reverse("process_detail", kwargs={name: kwargs[name] for name in ("code", "kind", "pk")})
    return ""
