"""The texts that papers are set from: which there are, and an administrator's editing of his region's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Role
from gis_data.models import Region
from gis_data.texts import clean_line
from workflows.papers import filling, wordings
from workflows.papers.models import PaperTemplate
from workflows.papers.registry import UnknownPaper, kind, kinds
from workflows.papers.typeset import CannotBeSet
from workflows.refusals import Invalid
from workflows.views.refusals import answers_refusals

VERSIONS_SHOWN = 20


@require_safe
@login_required
def paper_texts(request: HttpRequest) -> HttpResponse:
    """Every kind of paper, with the text it is set from in each region the person administers."""
    regions = _regions(request)
    newest = PaperTemplate.objects.filter(region__in=regions).newest().select_related("made_by").defer("source")
    latest = {(one.kind, one.region_id): one for one in newest}
    rows = [
        {"kind": one, "region": region, "text": latest.get((one.name, region.code))}
        for region in regions
        for one in kinds()
    ]
    return render(request, "workflows/papers/texts.html", {"rows": rows, "crumbs": _crumbs()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@answers_refusals
def paper_text(request: HttpRequest, kind: str, region: str) -> HttpResponse:
    """Edit, preview and save the region's text of a kind of paper."""
    declared, place = _kind_or_404(kind), Region.objects.filter(code=region).first()
    if place is None or not request.user.scope.covers(place.code):
        raise Http404
    if not wordings.may_edit(request.user, place.code):
        raise PermissionDenied
    own = PaperTemplate.objects.filter(kind=declared.name, region=place).select_related("made_by").order_by("-version")
    versions = list(own[:VERSIONS_SHOWN])
    text = versions[0].source if versions else wordings.wording_for(declared, place.code).source
    context = {
        "crumbs": [*_crumbs(), (reverse("paper_texts"), _("Texts"))],
        "kind": declared,
        "region": place,
        "versions": versions,
        "read": versions[0].version if versions else 0,
        "text": text,
        "placeholders": sorted(filling.placeholders(declared).items()),
        "lists": sorted(filling.lists_of(declared)),
    }
    if request.method != "POST":
        return render(request, "workflows/papers/text.html", context)
    context |= {"text": request.POST.get("source", ""), "note": clean_line(request.POST.get("note", ""))[:200]}
    try:
        if "preview" in request.POST:
            return _preview(declared, context["text"])
        wordings.save(
            kind=declared,
            region=place,
            source=context["text"],
            note=context["note"],
            read=_number(request.POST.get("read", "")),
            actor=request.user,
        )
    except CannotBeSet as refused:
        return render(request, "workflows/papers/text.html", {**context, "sentences": [str(refused)]}, status=422)
    except Invalid as refused:
        context["sentences"] = [sentence for found in refused.errors.values() for sentence in found]
        return render(request, "workflows/papers/text.html", context, status=refused.status)
    messages.success(request, _("The text is saved. Papers issued from now on are set from it."))
    return HttpResponseRedirect(reverse("paper_text", args=[declared.name, place.code]), status=303)


def _preview(declared, source: str) -> HttpResponse:
    pdf = wordings.sample(declared, wordings.clean(source))
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{declared.name}.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _kind_or_404(name: str):
    try:
        return kind(name)
    except UnknownPaper:
        raise Http404 from None


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("paper_register"), _("Papers"))]


def _regions(request: HttpRequest) -> list[Region]:
    codes = request.user.scope.regions_of({Role.ADMIN})
    if not codes:
        raise PermissionDenied
    return list(Region.objects.filter(code__in=codes).order_by("code"))
