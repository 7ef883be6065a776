"""The panel of one site beside the map: what it is, what is under way, who is waited for and why, where it lies."""

from functools import reduce
from operator import or_

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from rollout.pages.flags import flags_of
from sites.models import Site
from sites.stages import Stage
from sites.views.map import data_for_people
from workflows.views.frame import process_address
from workflows.waits import Case, cases_at


@require_safe
@data_for_people
def site_panel(request: HttpRequest, code: str) -> HttpResponse:
    """A piece of page; 404 for a site outside the person's scope."""
    site = get_object_or_404(Site.objects.visible_to(request.user).with_place(), code=code)
    cases = cases_at(site)
    response = render(
        request,
        "sites/panel.html",
        {
            "site": site,
            "stage": Stage(site.stage),
            # A flag stands with the case that raises it; here are those of cases that came to nothing.
            "flags": flags_of(site.flags & ~reduce(or_, (int(case.process.flags()) for case in cases), 0)),
            "cases": [_case(case) for case in cases],
        },
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _case(case: Case) -> dict:
    process = case.process
    return {
        "caption": process.caption,
        "href": process_address(process),
        "state": process.state_label,
        "tone": "present" if process.is_open else "done",
        "flags": flags_of(process.flags(), said=[process.state_label]),
        "since": process.state_since,
        "awaited": case.awaited,
    }
