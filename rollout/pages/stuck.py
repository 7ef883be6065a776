"""Why sites are stuck: which office is waited for, for what, since when, and each case with its reason."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import Role
from gis_data.codes import InvalidCode, parse
from gis_data.models import Region
from rollout.pages.places import place_of
from sites.narrowing import region_fields
from sites.selectors import SiteFilter
from workflows import registry
from workflows.stuck import Cases, Narrowed, StuckCase, too_many_by_code
from workflows.stuck_counts import CauseWait, OfficeWait, by_cause, by_office, of_office
from workflows.views.frame import process_address

PER_PAGE = 50
OFFICES, CAUSES = 12, 8
# Of all of them; a country has tens of thousands.
MOST_OFFICES = 500
# What the address may ask for, and the order it means.
ORDERS = {"waiting": "oldest", "-waiting": "newest", "code": "code"}


@login_required
@require_safe
def stuck(request: HttpRequest) -> HttpResponse:
    """Offices and causes with their counts, and the cases they sum up; narrowed by region, workflow, office, cause.

    The number of queries is the same however many sites there are.
    """
    narrowed = _narrowed(request.GET)
    order = request.GET.get("sort", "")
    order = order if order in ORDERS else "waiting"
    too_many = too_many_by_code(request.user, narrowed) if order == "code" else ""
    order = "waiting" if too_many else order
    every = request.GET.get("all") == "1"
    causes = by_cause(request.user, narrowed)
    offices = by_office(
        request.user,
        Narrowed(region=narrowed.region, kind=narrowed.kind),
        first=MOST_OFFICES if every else OFFICES,
    )
    chosen = of_office(request.user, replace(narrowed, step="", cause=None)) if narrowed.holder is not None else None
    cases = Cases(request.user, narrowed, ORDERS[order], count=sum(one.cases for one in causes))
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    names = names_of({one.region for one in (*offices.first, chosen) if one})
    shown_causes = len(causes) if every else CAUSES
    return render(
        request,
        "pages/stuck.html",
        {
            **region_fields(request.user, narrowed.region),
            "kind": narrowed.kind,
            "kind_options": [(flow.kind_name, flow.label) for flow in registry.flows()],
            "chosen": office_row(chosen, names.get(chosen.region, ""), narrowed) if chosen else None,
            "chosen_cause": _cause_in_words(narrowed.kind, narrowed.step, narrowed.cause or "")
            if narrowed.step
            else "",
            "offices": [office_row(one, names.get(one.region, ""), narrowed) for one in offices.first],
            "every": every,
            "more_offices": offices.total - len(offices.first),
            "causes": [_cause(one, narrowed) for one in causes[:shown_causes]],
            "more_causes": max(len(causes) - shown_causes, 0),
            "sort": order,
            "too_many": too_many,
            "page": page,
            "total": page.paginator.count,
            "oldest": min((one.oldest for one in causes), default=None),
            "rows": [_row(case, request.user) for case in page],
            "filtered": narrowed != Narrowed(),
            "now": timezone.now(),
        },
    )


def _narrowed(query: QueryDict) -> Narrowed:
    """What the address asks for; what it cannot mean is left out."""
    role, _at, holder = query.get("office", "").partition("@")
    kind = query.get("kind", "")
    step, _dot, cause = query.get("for", "").partition(".")
    flow = next((flow for flow in registry.flows() if flow.kind_name == kind), None)
    known = flow is not None and step in flow.steps
    return Narrowed(
        region=SiteFilter.from_query(query).region,
        role=role if role in Role.values else "",
        holder=holder if role in Role.values and (holder == "" or _is_code(holder)) else None,
        kind=kind if flow else "",
        step=step if known else "",
        cause=cause if known else None,
    )


def _is_code(text: str) -> bool:
    try:
        return bool(parse(text))
    except InvalidCode:
        return False


def names_of(regions: set[str]) -> dict[str, str]:
    """The names of the regions by their codes. One query."""
    return {region.code: region.full_name for region in Region.objects.filter(code__in=regions)}


def office_row(one: OfficeWait, region: str, narrowed: Narrowed) -> dict:
    """A line of the table of offices; ``region`` is the name of the office's region."""
    return {
        "name": "; ".join(one.names) or _("Nobody holds this task yet"),
        "vacant": not one.region,
        "role": one.role.label,
        "region": region,
        "sites": one.sites,
        "cases": one.cases,
        "oldest": one.oldest,
        "current": (one.role, one.region) == (narrowed.role, narrowed.holder),
        "href": _address(narrowed, office=f"{one.role}@{one.region}"),
    }


def _cause(one: CauseWait, narrowed: Narrowed) -> dict:
    return {
        "label": _cause_in_words(one.kind, one.step, one.cause),
        "flow": registry.flow(one.kind).label,
        "sites": one.sites,
        "cases": one.cases,
        "oldest": one.oldest,
        "href": _address(narrowed, kind=one.kind, **{"for": f"{one.step}.{one.cause}"}),
    }


def _cause_in_words(kind: str, name: str, cause: str) -> str:
    """The rule that does not hold, or the step that is waited for, in words."""
    step = registry.flow(kind).steps[name]
    guard = next((guard for guard in step.guards if guard.code == cause), None)
    return str(guard.label if guard else step.label)


def _address(narrowed: Narrowed, **more: str) -> str:
    query = {"regency": narrowed.region[:5], "district": narrowed.region if len(narrowed.region) > 5 else ""}
    query |= {"kind": narrowed.kind}
    if narrowed.role:
        query["office"] = f"{narrowed.role}@{narrowed.holder or ''}"
    return f"{reverse('stuck')}?{urlencode({name: value for name, value in (query | more).items() if value})}"


def _row(case: StuckCase, user) -> dict:
    site = case.process.site
    return {
        "village": site.village.full_name,
        "code": site.code,
        "place": place_of(site, user),
        "caption": case.process.caption,
        "state": case.process.state_label,
        "href": process_address(case.process),
        "step": case.awaited.step.label,
        "sentence": case.sentence,
        "offices": "; ".join(case.offices),
        "since": case.since,
        "follows": case.follows,
    }
