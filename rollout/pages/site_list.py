"""The list of sites: search, filters, counts per stage, order, pages."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gis_data.codes import dotted
from rollout.pages.flags import flags_of
from rollout.pages.places import place_of
from sites.models import Site
from sites.narrowing import region_fields
from sites.querysets import SiteQuerySet
from sites.selectors import MOST_DAYS, SiteFilter, stage_counts
from sites.stages import FLAG_LABELS, Stage
from workflows import registry
from workflows.selectors import state_catalogue
from workflows.site_work import cases_of
from workflows.waits import Wait, waits_at

PER_PAGE = 50
# What the address may ask for, and the columns it means; who waits for nobody stands last either way.
ORDERS = {
    "code": [F("code").asc()],
    "-code": [F("code").desc()],
    "waiting": [F("waiting_since").asc(nulls_last=True), F("code").asc()],
    "-waiting": [F("waiting_since").desc(nulls_last=True), F("code").asc()],
}


@login_required
@require_safe
def site_list(request: HttpRequest) -> HttpResponse:
    """The sites of the person's regions that fit the filter; a search that finds exactly one leads to it."""
    wanted = SiteFilter.from_query(request.GET)
    visible = Site.objects.visible_to(request.user)
    counts = stage_counts(wanted.apply(visible, but_stages=True))
    total = sum(count for stage, count in counts.items() if not wanted.stages or stage in wanted.stages)
    found = wanted.apply(visible)
    if total == 1 and wanted == SiteFilter(text=wanted.text) and wanted.text:
        return redirect("site_detail", found.get().code)
    order = request.GET.get("sort", "")
    order = order if order in ORDERS else "code"
    paginator = Paginator(found.with_place().without_points().order_by(*ORDERS[order]), PER_PAGE)
    paginator.count = total
    page = paginator.get_page(request.GET.get("page"))
    sites = list(page)
    return render(
        request,
        "pages/site_list.html",
        {
            "filter": wanted,
            "most_days": MOST_DAYS,
            "filtered": wanted != SiteFilter(),
            "sort": order,
            "page": page,
            "total": total,
            "meant": "" if total else _meant(wanted.text, visible),
            "rows": _rows(sites, waits_at(sites), request.user),
            "stages": _stages(wanted, counts),
            "map_href": f"{reverse('map')}?{urlencode(wanted.to_query())}".rstrip("?"),
            **region_fields(request.user, wanted.region),
            "flag_options": [("any", _("With any flag")), *((flag.slug, label) for flag, label in FLAG_LABELS.items())],
            "flag": wanted.to_query().get("flag", ""),
            "state_options": state_catalogue(),
            "state": f"{wanted.kind}:{','.join(wanted.states)}" if wanted.states else "",
        },
    )


def _meant(text: str, visible: SiteQuerySet) -> str:
    """A code that was written without its dots, where the person has a site of that code; "" else."""
    code = dotted(text)
    return code if code and visible.search(code).exists() else ""


def _stages(wanted: SiteFilter, counts: dict[Stage, int]) -> list[dict]:
    """Each stage with its count under the present filter, and whether it is the one chosen."""
    return [
        {"slug": stage.slug, "label": stage.label, "count": count, "current": wanted.stages == (stage,)}
        for stage, count in counts.items()
        if count or stage in wanted.stages
    ]


def _rows(sites: Sequence[Site], waits: dict[int, Wait], user) -> list[dict]:
    labels = {(flow["kind"], state["value"]): state["label"] for flow in state_catalogue() for state in flow["states"]}
    return [
        {
            "site": site,
            "village": site.village.full_name,
            "place": place_of(site, user),
            "stage": Stage(site.stage),
            "cases": _cases(site, labels),
            "wait": waits.get(site.pk),
        }
        for site in sites
    ]


def _cases(site: Site, labels: dict[tuple[str, str], str]) -> list[dict]:
    """What speaks for the site; where several workflows do, each with its name."""
    rows = cases_of(site)
    several = len({row["kind"] for row in rows}) > 1
    return [_case(row, labels) | {"workflow": registry.flow(row["kind"]).label if several else ""} for row in rows]


def _case(row: dict, labels: dict[tuple[str, str], str]) -> dict:
    state = labels.get((row["kind"], row["state"]), row["state"])
    return {"state": state, "flags": flags_of(row["flags"], said=[state])}
