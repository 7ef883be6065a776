"""The panel of one site beside the map: what it is, how far it is, and how well its position is known."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sites.models import Site
from sites.stages import BLOCKING_FLAGS, FLAG_LABELS, Stage
from sites.views.map import data_for_people


@require_safe
@data_for_people
def site_panel(request: HttpRequest, code: str) -> HttpResponse:
    """A piece of page; 404 for a site outside the person's scope."""
    site = get_object_or_404(Site.objects.visible_to(request.user).with_place(), code=code)
    response = render(
        request,
        "sites/panel.html",
        {
            "site": site,
            "stage": Stage(site.stage),
            "flags": [{"label": FLAG_LABELS[flag], "blocked": bool(flag & BLOCKING_FLAGS)} for flag in site.flag_list],
        },
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response
