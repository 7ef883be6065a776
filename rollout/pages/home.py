"""The start page: what awaits me, how far the sites of my regions are, and what has waited longest."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import Role
from accounts.scope import Grant
from gis_data.codes import parse
from gis_data.models import Region
from rollout.pages.places import place_of
from sites.models import Site
from sites.selectors import stage_counts
from sites.stages import Stage
from workflows.coordination.selectors import due_count
from workflows.inbox import Queue, cause_of, has_duties, oldest, queues
from workflows.models import Process
from workflows.views.frame import task_address
from workflows.waits import Wait, waits_at

MINE = 5
STUCK = 5
PLACES = 5


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A constant number of queries, whatever the scope."""
    user = request.user
    visible = Site.objects.visible_to(user).open()
    waiting = queues(user)
    mine = oldest(waiting, MINE)
    counts = stage_counts(visible)
    others = visible.filter(waiting_since__isnull=False).exclude(pk__in=[process.site_id for _queue, process in mine])
    # First which, then what they are called: all names need not be read to leave most of them out.
    longest = others.order_by("waiting_since", "code").values("pk")[:STUCK]
    stuck = list(Site.objects.filter(pk__in=longest).with_place().without_points().order_by("waiting_since", "code"))
    waits = waits_at(stuck)
    return render(
        request,
        "pages/home.html",
        {
            "posts": _posts(user),
            "has_duties": has_duties(user),
            "inbox_count": sum(queue.count for queue in waiting) + due_count(user),
            "mine": [_mine(queue, process, user) for queue, process in mine],
            "longest": mine[0][1].since_of(mine[0][0].step) if mine else None,
            "stages": _stages(counts),
            "total": sum(counts.values()),
            "stuck": [_stuck(site, waits[site.pk], user) for site in stuck if site.pk in waits],
            # Somebody for whom nothing waits is shown where he can begin.
            "places": [] if mine or stuck else _places(visible, user),
            "now": timezone.now(),
            **_tallies(visible),
        },
    )


def _posts(user) -> list[tuple[str, str, str]]:
    """What the person is, and where: each role in words with the name of its region and the address of its page."""
    regions = {region.code: region for region in Region.objects.filter(code__in=user.scope.region_codes)}
    return [
        (_post(grant), region.full_name, _page(region))
        for grant in user.scope.grants
        if (region := regions.get(grant.region_code))
    ]


def _page(region: Region) -> str:
    """A village has no page of its own: its sites have."""
    return "" if parse(region.code).village else reverse("region_page", args=[region.code])


def _post(grant: Grant) -> str:
    role = Role(grant.role).label
    return _("%(role)s for %(name)s") % {"role": role, "name": grant.for_name} if grant.for_name else str(role)


def _mine(queue: Queue, process: Process, user) -> dict:
    site = process.site
    _cause, outside = cause_of(queue, process)
    return {
        "step": queue.step.label,
        "village": site.village.full_name,
        "place": place_of(site, user),
        "state": process.state_label,
        "since": process.since_of(queue.step),
        "href": task_address(queue, process, outside=outside),
    }


def _stuck(site: Site, wait: Wait, user) -> dict:
    return {
        "village": site.village.full_name,
        "place": place_of(site, user),
        "wait": wait,
        "href": reverse("site_detail", args=[site.code]),
    }


def _places(visible, user) -> list[dict]:
    return [_place(site, user) for site in visible.with_place().without_points()[:PLACES]]


def _place(site: Site, user) -> dict:
    return {
        "village": site.village.full_name,
        "place": place_of(site, user),
        "stage": Stage(site.stage),
        "href": reverse("site_detail", args=[site.code]),
    }


def _stages(counts: dict[Stage, int]) -> list[dict]:
    total = sum(counts.values())
    return [
        {
            "slug": stage.slug,
            "label": stage.label,
            "count": count,
            "share": 100 * count / total if total else None,
            "list": f"{reverse('site_list')}?{urlencode({'stage': stage.slug})}",
            "map": f"{reverse('map')}?{urlencode({'stage': stage.slug})}",
        }
        for stage, count in counts.items()
    ]


def _tallies(sites) -> dict[str, int]:
    """How many sites wait for somebody, and how many positions are only estimates."""
    estimated = Q(position_source=Site.PositionSource.ESTIMATED)
    return sites.aggregate(estimated=Count("pk", filter=estimated), waiting=Count("waiting_since"))
