"""The phone's app handed out: its page, its worker, its manifest and its sentences, with nobody's data in them."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from workflows.phone import shell

# Asked again at every look for a newer app; the phone's own worker decides what is kept.
FRESH = "no-cache"


@require_safe
def field(request: HttpRequest) -> HttpResponse:
    """The app's page, the same for everybody: who opens it is asked by the app itself."""
    worker = reverse("field_worker")
    places = {
        "worker": worker,
        "plain": f"{worker}?plain=1",
        "scope": reverse("field"),
        "texts": {language: reverse("field_texts", args=[language]) for language in shell.LANGUAGES},
    }
    context = {"version": shell.version(), "places": places, "modules": shell.modules()}
    answer = render(request, "workflows/phone/app.html", context)
    answer.headers["Cache-Control"] = FRESH
    return answer


@require_safe
def field_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, made of the present files."""
    script = shell.worker(plain="plain" in request.GET)
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": FRESH})


@require_safe
def field_manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest."""
    return JsonResponse(shell.manifest(), content_type="application/manifest+json", headers={"Cache-Control": FRESH})


@require_safe
def field_texts(request: HttpRequest, language: str) -> HttpResponse:
    """The app's sentences in one language."""
    if language not in shell.LANGUAGES:
        raise Http404
    return HttpResponse(shell.catalogue(language), content_type="application/json", headers={"Cache-Control": FRESH})
