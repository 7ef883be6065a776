"""The register of kits: found, looked at, and taken out of stock."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Role
from gis_data.models import Region
from gis_data.texts import clean_line
from workflows.internet import handing_over, stock
from workflows.internet.kit_form import RetireForm
from workflows.internet.kits import Kit, KitQuerySet, spelled
from workflows.internet.vocabulary import Provider
from workflows.internet.whereabouts import Whereabouts, connections_of, narrowed, placed
from workflows.refusals import Invalid
from workflows.views.refusals import answers_refusals

PER_PAGE = 50


@require_safe
@login_required
def kit_list(request: HttpRequest) -> HttpResponse:
    """The kits of the person's regions that fit the filter, with where each is."""
    wanted = {name: clean_line(request.GET.get(name, ""))[:120] for name in ("q", "region", "provider", "state")}
    visible = Kit.objects.visible_to(request.user)
    kits = _found(visible, wanted).with_holder().select_related("region").order_by("serial_number")
    page = Paginator(kits, PER_PAGE).get_page(request.GET.get("page"))
    regions = Region.objects.filter(pk__in=visible.order_by().values("region")).order_by("code")
    context = {
        "wanted": wanted,
        "filtered": any(wanted.values()),
        "page": page,
        "rows": placed(page, request.user),
        "providers": Provider.choices,
        "states": Whereabouts.choices,
        "regions": [(region.code, region.full_name) for region in regions],
        "keeps": request.user.scope.holds(Role.ICT_OFFICE),
    }
    return render(request, "workflows/kits/list.html", context)


@require_safe
@login_required
def kit_detail(request: HttpRequest, serial: str) -> HttpResponse:
    """One kit: what is known of it, where it is and where it was."""
    return _page(request, _kit_or_404(request, serial))


@require_http_methods(["POST"])
@login_required
@answers_refusals
def kit_retire(request: HttpRequest, serial: str) -> HttpResponse:
    """Take the kit out of stock; refused, the page is shown again with what was typed."""
    kit = _kit_or_404(request, serial)
    given = {name: request.POST.get(name, "") for name in ("retired_because", "retired_note")}
    try:
        stock.retire(
            actor=request.user, serial_number=serial, reason=given["retired_because"], note=given["retired_note"]
        )
    except Invalid as refused:
        return _page(request, kit, RetireForm(given), status=refused.status)
    messages.success(request, _("Kit %(kit)s is taken out of stock.") % {"kit": serial})
    return HttpResponseRedirect(reverse("kit_detail", args=[serial]), status=303)


@require_http_methods(["POST"])
@login_required
@answers_refusals
def kit_hand_over(request: HttpRequest, serial: str) -> HttpResponse:
    """Pass the kit to a regency's stock; refused, the page is shown again with what was typed."""
    kit = _kit_or_404(request, serial)
    given = {name: request.POST.get(name, "") for name in handing_over.ASKED}
    try:
        made, _new = handing_over.hand_over(actor=request.user, serial_number=serial, fields=given)
    except Invalid as refused:
        return _page(request, kit, handover=handing_over.HandoverForm(given, kit=kit), status=refused.status)
    words = {"kit": serial, "region": made.region.full_name}
    messages.success(request, _("Kit %(kit)s is in the stock of %(region)s now.") % words)
    return HttpResponseRedirect(reverse("kit_detail", args=[serial]), status=303)


def _found(kits: KitQuerySet, wanted: dict[str, str]) -> KitQuerySet:
    kits = narrowed(kits, wanted["state"])
    if text := wanted["q"]:
        kits = kits.filter(Q(serial_number__contains=spelled(text)) | Q(office__icontains=text))
    if wanted["provider"]:
        kits = kits.filter(provider=wanted["provider"])
    return kits.filter(region=wanted["region"]) if wanted["region"] else kits


def _page(
    request: HttpRequest,
    kit: Kit,
    form: RetireForm | None = None,
    *,
    handover: handing_over.HandoverForm | None = None,
    status: int = 200,
) -> HttpResponse:
    where = placed([kit], request.user)[0]
    may = bool(request.user.scope.grants_at(kit.region_id, stock.ICT)) and where.state == Whereabouts.STOCK
    context = {
        "crumbs": [(reverse("kit_list"), _("Kits"))],
        "kit": kit,
        "where": where,
        "connections": connections_of(kit, request.user),
        "form": form or (RetireForm() if may else None),
        "handovers": kit.handovers.select_related("from_region", "region", "recorded_by"),
        "handover": handover
        or (handing_over.HandoverForm(kit=kit) if handing_over.can_be_handed_over(kit, request.user) else None),
        "facts": [
            {"term": kit._meta.get_field(name).verbose_name, "value": value}
            for name, value in (
                ("written_as", kit.written_as),
                ("provider", kit.get_provider_display()),
                ("model", kit.model),
                ("holding", kit.get_holding_display()),
                ("office", kit.office),
                ("region", kit.region.full_name),
                ("source", kit.source),
            )
            if value
        ],
    }
    return render(request, "workflows/kits/detail.html", context, status=status)


def _kit_or_404(request: HttpRequest, serial: str) -> Kit:
    kits = Kit.objects.visible_to(request.user).with_holder()
    kit = kits.select_related("region", "registered_by", "retired_by").filter(serial_number=serial).first()
    if kit is None:
        raise Http404
    return kit
