"""The assets at a site: what governments own there, under which instrument it stands, and how it was corrected."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rollout.pages.places import crumbs_of
from rollout.templatetags.formatting import area, rupiah
from sites import asset_register, selectors
from sites.asset_form import AssetForm, CorrectionForm
from sites.asset_register import REGISTERED_BY
from sites.models import Asset, Event, Site
from sites.refusals import Invalid, NotPermitted
from workflows.facts import in_words
from workflows.models import Process
from workflows.permission import reserved_for
from workflows.resting import processes_on
from workflows.timeline import entries_of
from workflows.views.frame import process_address
from workflows.views.plot_map import plain, site_map_data
from workflows.views.refusals import answers_refusals


@login_required
@require_safe
def asset_list(request: HttpRequest, code: str) -> HttpResponse:
    """All assets registered at the site."""
    site = _site_or_404(request, code)
    return render(
        request,
        "pages/assets/list.html",
        {
            "site": site,
            "crumbs": _crumbs(site),
            "assets": _assets_at(site),
            "may_register": asset_register.may_register(site, request.user),
        },
    )


@login_required
@require_safe
def asset_detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One asset: its facts, the instruments over it, and what has happened to it."""
    site = _site_or_404(request, code)
    asset = _asset_or_404(site, pk)
    events = Event.objects.filter(site=site, changes__asset__0=asset.pk).exclude(verb="basis_corrected")
    return render(
        request,
        "pages/assets/detail.html",
        {
            "site": site,
            "asset": asset,
            "crumbs": _crumbs(site, of_one=True),
            "facts": _facts(asset),
            "instruments": [_instrument(process, site) for process in processes_on(asset)],
            "entries": entries_of(events.order_by("-seq")),
            "map_data": {**site_map_data(site, []), "shapes": _shapes(asset)},
            "may_correct": asset_register.may_register(site, request.user),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def asset_new(request: HttpRequest, code: str) -> HttpResponse:
    """Register an asset at the site."""
    site = _site_or_404(request, code)
    _for_registrars(site, request.user)
    form = AssetForm(instance=Asset(site=site), site=site)
    if request.method != "POST":
        return _form_page(request, site, form)
    try:
        asset = asset_register.register(site_code=code, facts=request.POST.dict(), **_request(request))
    except Invalid as refused:
        form = AssetForm(request.POST, instance=Asset(site=site), site=site)
        return _form_page(request, site, _with_errors(form, refused), status=refused.status)
    messages.success(request, _("The asset is registered."))
    return _to(asset)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def asset_correct(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put newer facts in the place of the stated ones, with the reason."""
    site = _site_or_404(request, code)
    asset = _asset_or_404(site, pk)
    _for_registrars(site, request.user)
    if request.method != "POST":
        return _form_page(request, site, AssetForm(instance=asset, site=site), CorrectionForm(), asset=asset)
    version = request.POST.get("version", "")
    try:
        asset_register.correct(
            asset_id=pk,
            version=int(version) if version.isdecimal() else 0,
            facts=request.POST.dict(),
            reason=request.POST.get("reason", ""),
            **_request(request),
        )
    except Invalid as refused:
        form, why = AssetForm(request.POST, instance=_asset_or_404(site, pk), site=site), CorrectionForm(request.POST)
        _with_errors(form, refused)
        return _form_page(request, site, form, why, asset=asset, status=refused.status)
    messages.success(request, _("The asset is corrected. Decisions under way on it have to be read anew."))
    return _to(asset)


def _request(request: HttpRequest) -> dict:
    """Who writes, that numbers are written in his way, and the request's own number."""
    return {"actor": request.user, "localized": True, "request_id": uuid4()}


def _for_registrars(site: Site, user) -> None:
    if not user.scope.grants_at(site.code, REGISTERED_BY):
        raise NotPermitted(reserved_for(REGISTERED_BY))


def _form_page(
    request: HttpRequest, site: Site, form: AssetForm, why: CorrectionForm | None = None, *, asset=None, status=200
) -> HttpResponse:
    page = {"site": site, "asset": asset, "crumbs": _crumbs(site, of_one=True), "form": form, "why": why}
    return render(request, "pages/assets/form.html", page, status=status)


def _with_errors(form: AssetForm, refused: Invalid) -> AssetForm:
    """The form with what only the register could tell: a number that stands there already."""
    for name, sentences in refused.errors.items():
        for sentence in sentences:
            if name in form.fields and sentence not in form.errors.get(name, []):
                form.add_error(name, sentence)
    return form


def _site_or_404(request: HttpRequest, code: str) -> Site:
    try:
        return selectors.site_for(request.user, code)
    except Site.DoesNotExist:
        raise Http404 from None


def _assets_at(site: Site) -> QuerySet[Asset]:
    return Asset.objects.filter(site=site).select_related("owner", "authority")


def _asset_or_404(site: Site, pk: int) -> Asset:
    try:
        asset = _assets_at(site).get(pk=pk)
    except Asset.DoesNotExist:
        raise Http404 from None
    asset.site = site
    return asset


def _crumbs(site: Site, *, of_one: bool = False) -> list[tuple[str, str]]:
    path = [*crumbs_of(site), (reverse("site_detail", args=[site.code]), site.village.full_name)]
    return [*path, (reverse("asset_list", args=[site.code]), _("Assets"))] if of_one else path


def _to(asset: Asset) -> HttpResponse:
    return HttpResponseRedirect(reverse("asset_detail", args=[asset.site.code, asset.pk]), status=303)


def _facts(asset: Asset) -> list[dict]:
    known = {"source": asset.source, "as_of": asset.as_of}
    rows = [
        {"term": _("Owner government"), "value": asset.owner.full_name, **known},
        {"term": _("Inventory card"), "value": asset.get_kind_display()},
        {"term": _("KIB number"), "value": asset.kib_number},
        {"term": _("Area"), "value": area(asset.area_m2)},
        {"term": _("Acquisition value"), "value": rupiah(asset.value)},
        {"term": _("Year of acquisition"), "value": str(asset.acquired_year)},
    ]
    if asset.geometry:
        rows.append({"term": _("Place or outline"), "value": in_words(asset.geometry)})
    decided_by = _("Head of region, %(region)s") % {"region": asset.authority.full_name}
    return [*rows, {"term": _("Its use is decided by"), "value": decided_by}]


def _instrument(process: Process, site: Site) -> dict:
    process.site = site
    return {
        "label": process.label,
        "state": process.state_label,
        "since": process.state_since,
        "tone": "present" if process.is_open else "done",
        "href": process_address(process),
    }


def _shapes(asset: Asset) -> list[dict]:
    if not asset.geometry:
        return []
    return [{"name": "asset", "label": str(asset), "geometry": plain(asset.geometry)}]
