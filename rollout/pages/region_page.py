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
from rollout.reports.asked import Asked
from rollout.reports.counts import Count, counted, together
from rollout.reports.dashboard import dashboard
from rollout.reports.site_rows import waited
from rollout.reports.table import draw
from rollout.reports.tables.regions import sites_address
from rollout.reports.tables.waits import OFFICES as OFFICES_TABLE
from sites.history.as_of import NOW, AsOf, NotInHistory, as_of, first_day
from sites.stages import BLOCKING_FLAGS, FLAG_LABELS, Flag, Stage
from workflows import registry
from workflows.coordination.selectors import commitments_in
from workflows.stuck import Narrowed
from workflows.stuck_counts import by_office
from workflows.views.coordination import row_of

OFFICES, COMMITMENTS = 8, 8


@login_required
@require_safe
def region_page(request: HttpRequest, code: str) -> HttpResponse:
    """A country, province, regency or district the person may see whole, now or as it stood at the end of a day; 404
    for any other, 400 with a sentence for a day that the register cannot tell of. A constant number of queries, however
    many sites."""
    region = _region(request.user, code)
    sentence, when = "", NOW
    try:
        when = as_of(request.GET.get("on", ""))
    except NotInHistory as refusal:
        sentence = str(refusal)
    asked = Asked(user=request.user, scope=(region.code,), region=region.code, when=when)
    counts = counted(asked)
    total = together(counts)
    # A district has no parts.
    parts = counts if len(region.code) <= 5 else []
    names = {one.code: one.short_name for one in Region.objects.filter(code__in=[part.code for part in parts])}
    return render(
        request,
        "pages/region.html",
        {
            "region": region,
            "sentence": sentence,
            "crumbs": _crumbs(region, request.user),
            "total": total.total,
            "stages": [_stage(stage, total, asked) for stage in Stage],
            "stage_labels": [stage.label for stage in Stage],
            "parts": [_part(part, names, asked) for part in parts],
            "waiting": total.waiting,
            "flows": _flows(total, asked),
            "flags": [_flag(flag, total, asked) for flag in FLAG_LABELS if total.flags.get(flag)],
            "commitments": [row_of(one) for one in commitments_in(region.code, request.user)[:COMMITMENTS]]
            if when.is_now
            else [],
            "dashboard": dashboard(asked, total, parts, names),
            **_offices(asked, request.user),
            **_day(when),
        },
        status=400 if sentence else 200,
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


def _day(when: AsOf) -> dict:
    """Of which day the page is, and which days it can be of."""
    today = timezone.localdate()
    return {
        "when": when,
        "day": when.date,
        "today": today,
        "first_day": first_day(),
        "now": timezone.now(),
    }


def _offices(asked: Asked, user) -> dict:
    """Those that are waited for at present; of a past day from the table, by the offices as they are today."""
    if not asked.when.is_now:
        rows = draw(OFFICES_TABLE, asked).rows
        told = [
            {"name": row.cells[0], "role": row.cells[1], "region": "", "sites": row.cells[3], "days": row.cells[6]}
            for row in rows[:OFFICES]
        ]
        address = asked.address(reverse("report_table", args=[OFFICES_TABLE.name]))
        return {"offices": told, "more_offices": max(len(rows) - OFFICES, 0), "stuck_href": address}
    narrowed = Narrowed(region=asked.region)
    offices = by_office(user, narrowed, first=OFFICES)
    names = names_of({one.region for one in offices.first})
    return {
        "offices": [
            office_row(one, names.get(one.region, ""), narrowed)
            | {"days": waited(timezone.localdate(one.oldest), asked)}
            for one in offices.first
        ],
        "more_offices": offices.total - len(offices.first),
        "stuck_href": f"{reverse('stuck')}?{urlencode({'region': asked.region})}",
    }


def _list(asked: Asked, **filters) -> str:
    """The sites that a figure counts: the list, or of a past day the table of that day."""
    if not asked.when.is_now:
        return sites_address(asked, **filters)
    query = {
        "region": filters.get("region", asked.region),
        "stage": filters["stage"].slug if "stage" in filters else "",
        "workflow": filters.get("kind", ""),
        "state": filters.get("state", ""),
        "flag": filters["flag"].slug if "flag" in filters else "",
    }
    return f"{reverse('site_list')}?{urlencode({name: value for name, value in query.items() if value})}"


def _stage(stage: Stage, count: Count, asked: Asked) -> dict:
    href = _list(asked, region=count.code or asked.region, stage=stage)
    return {"slug": stage.slug, "label": stage.label, "count": count.stages.get(stage, 0), "href": href}


def _part(part: Count, names: dict[str, str], asked: Asked) -> dict:
    district = len(part.code) > 5
    page = reverse("region_page", args=[part.code])
    href = _list(asked, region=part.code) if district else page + (f"?on={asked.when}" if asked.when.day else "")
    return {
        "name": names.get(part.code, part.code),
        "href": href,
        "total": part.total,
        "stages": [_stage(stage, part, asked) for stage in Stage],
        "waiting": part.waiting,
        "overdue": part.flags.get(Flag.OVERDUE, 0),
        "oldest": waited(part.oldest, asked),
    }


def _flows(total: Count, asked: Asked) -> list[dict]:
    """Each workflow with the states in which sites stand, in the order of the states."""
    rows = []
    for flow in registry.flows():
        states = total.states.get(flow.kind_name, {})
        found = [
            {
                "label": label,
                "count": states[value],
                "href": _list(asked, kind=flow.kind_name, state=value),
            }
            for value, label in flow.State.choices
            if states.get(value)
        ]
        rows.append({"label": flow.label, "states": found, "none": total.not_begun(flow.kind_name)})
    return rows


def _flag(flag: Flag, total: Count, asked: Asked) -> dict:
    return {
        "label": FLAG_LABELS[flag],
        "blocked": bool(flag & BLOCKING_FLAGS),
        "count": total.flags[flag],
        "href": _list(asked, flag=flag),
    }
