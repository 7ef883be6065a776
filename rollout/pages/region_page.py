"""The page of a region: how far its sites are, which work stands where, who is waited for, and what to notice."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis_data.codes import COUNTRY, InvalidCode, parse
from gis_data.models import Region
from rollout.pages.stuck import names_of, office_row
from sites import summaries
from sites.models import Site
from sites.selectors import stage_counts
from sites.stages import BLOCKING_FLAGS, FLAG_LABELS, Stage
from workflows import registry
from workflows.coordination.selectors import commitments_in
from workflows.stuck import Narrowed
from workflows.stuck_counts import by_office
from workflows.views.coordination import row_of

OFFICES, COMMITMENTS = 8, 8


@login_required
@require_safe
def region_page(request: HttpRequest, code: str) -> HttpResponse:
    """A country, province, regency or district the person may see whole; 404 for any other. A constant number of
    queries, however many sites."""
    region = _region(request.user, code)
    sites = Site.objects.visible_to(request.user).within([region.code]).open()
    parts = summaries.by_region(sites, region.code)
    # A district has no parts.
    stages = {stage: sum(part.stages[stage] for part in parts) for stage in Stage} if parts else stage_counts(sites)
    narrowed = Narrowed(region=region.code)
    offices = by_office(request.user, narrowed, first=OFFICES)
    names = names_of({one.region for one in offices.first})
    return render(
        request,
        "pages/region.html",
        {
            "region": region,
            "crumbs": _crumbs(region, request.user),
            "total": sum(stages.values()),
            "stages": [_stage(stage, count, region) for stage, count in stages.items()],
            "stage_labels": [stage.label for stage in Stage],
            "parts": [_part(part) for part in parts],
            "waiting": sum(part.waiting for part in parts) if parts else sites.exclude(waiting_since=None).count(),
            "flows": _flows(summaries.by_state(sites), region, sum(stages.values())),
            "flags": [_flag(flag, count, region) for flag, count in summaries.by_flag(sites).items()],
            "offices": [office_row(one, names.get(one.region, ""), narrowed) for one in offices.first],
            "more_offices": offices.total - len(offices.first),
            "commitments": [row_of(one) for one in commitments_in(region.code, request.user)[:COMMITMENTS]],
            "stuck_href": f"{reverse('stuck')}?{urlencode({'region': region.code})}",
            "now": timezone.now(),
        },
    )


def _region(user, code: str) -> Region:
    try:
        parsed = parse(code)
    except InvalidCode:
        raise Http404 from None
    if parsed.village or not user.scope.covers(parsed.prefix):
        raise Http404
    region = Region.objects.filter(code=parsed.text).select_related("parent__parent").first()
    if region is None:
        raise Http404
    return region


def _crumbs(region: Region, user) -> list[tuple[str, str]]:
    """The regions above that the person may see whole too."""
    above, crumbs = region.parent, []
    while above is not None and above.code != COUNTRY and user.scope.covers(parse(above.code).prefix):
        crumbs.insert(0, (reverse("region_page", args=[above.code]), above.full_name))
        above = above.parent
    return crumbs


def _list(region: str, **more: str) -> str:
    return f"{reverse('site_list')}?{urlencode({'region': region} | more)}"


def _stage(stage: Stage, count: int, region: Region) -> dict:
    return {"slug": stage.slug, "label": stage.label, "count": count, "href": _list(region.code, stage=stage.slug)}


def _part(part: summaries.RegionSummary) -> dict:
    code = part.region.code
    district = len(code) > 5
    return {
        "name": part.region.short_name,
        "href": _list(code) if district else reverse("region_page", args=[code]),
        "total": part.total,
        "stages": [
            {"label": stage.label, "count": count, "href": _list(code, stage=stage.slug)}
            for stage, count in part.stages.items()
        ],
        "waiting": part.waiting,
        "overdue": part.overdue,
        "oldest": part.oldest,
    }


def _flows(counts: dict[str, dict[str, int]], region: Region, total: int) -> list[dict]:
    """Each workflow with the states in which sites stand, in the order of the states."""
    rows = []
    for flow in registry.flows():
        states = counts.get(flow.kind_name, {})
        found = [
            {
                "label": label,
                "count": states[value],
                "href": _list(region.code, workflow=flow.kind_name, state=value),
            }
            for value, label in flow.State.choices
            if value in states
        ]
        rows.append({"label": flow.label, "states": found, "none": total - sum(states.values())})
    return rows


def _flag(flag, count: int, region: Region) -> dict:
    return {
        "label": FLAG_LABELS[flag],
        "blocked": bool(flag & BLOCKING_FLAGS),
        "count": count,
        "href": _list(region.code, flag=flag.slug),
    }
