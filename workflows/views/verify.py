"""The public pages that verify a paper: by its code, or by the file itself. They show what the law needs, no more."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workflows.papers import guessing, verifying
from workflows.papers.codes import normalised, spaced
from workflows.papers.registry import kind
from workflows.papers.verifying import Verdict


def _slows_guessing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def slowed(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            guessing.check(request)
        except guessing.TooMany as refused:
            response = _page(request, sentence=refused.sentence, status=refused.status)
            response.headers["Retry-After"] = str(guessing.SECONDS)
            return response
        return view(request, *args, **kwargs)

    return slowed


@require_http_methods(["GET", "HEAD", "POST"])
@_slows_guessing
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file."""
    if typed := request.GET.get("code", "").strip():
        if code := normalised(typed):
            return HttpResponseRedirect(reverse("verify_paper", args=[code]))
        return _unknown(request, typed)
    if request.method == "POST":
        sha256, sentence = _hash_of(request)
        if sentence:
            return _page(request, sentence=sentence, status=422)
        if verdict := verifying.by_file(sha256):
            return _page(request, verdict, sha256=sha256)
        guessing.count_wrong(request)
        return _page(request, sentence=_no_match(), tone="blocked")
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@_slows_guessing
def verify_paper(request: HttpRequest, code: str) -> HttpResponse:
    """What the ledger says of the paper with that code; a file sent along is compared with it."""
    verdict = verifying.by_code(code)
    if verdict is None:
        return _unknown(request, code)
    if request.method == "POST":
        sha256, sentence = _hash_of(request)
        if sentence:
            return _page(request, verdict, sentence=sentence, status=422)
        return _page(request, verdict, sha256=sha256)
    return _page(request, verdict)


def _page(
    request: HttpRequest,
    verdict: Verdict | None = None,
    *,
    sha256: str = "",
    sentence: str = "",
    tone: str = "warning",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"verdict": verdict, "sentence": sentence, "tone": tone, "typed": typed}
    if verdict:
        paper = verdict.paper
        match = verifying.matches(paper, sha256) if sha256 else None
        context |= {
            "paper": paper,
            "label": kind(paper.kind).label,
            "code": spaced(paper.code),
            "match": match,
            "action": reverse("verify_paper", args=[paper.code]),
            "parties": verdict.parties,
            "other": _other(sha256) if match == "" else "",
        }
    response = render(request, "workflows/verify.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _other(sha256: str) -> str:
    """The number of the other paper that the file is, which explains a QR picture that was cut from it; "" for none."""
    found = verifying.by_file(sha256)
    return found.paper.number if found else ""


def _no_match() -> str:
    return _(
        "No match: no paper with exactly this content was issued here. A copy that was scanned, printed anew or "
        "changed cannot match; check the code printed on it."
    )


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    guessing.count_wrong(request)
    sentence = _("There is no paper with this code. Compare it with the one printed on the paper, letter by letter.")
    return _page(request, sentence=sentence, typed=typed[:20], status=404)


def _hash_of(request: HttpRequest) -> tuple[str, str]:
    """The SHA-256 of the file that was sent, or the sentence why there is none. What is larger than a form is refused
    before: whoever is nobody here must not fill the disk."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        return "", _("Choose the PDF of the paper.")
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest(), ""
