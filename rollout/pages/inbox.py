"""The inbox: what awaits this person, oldest first, grouped by the decision that is asked for."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollout.pages.flags import flags_of
from rollout.pages.places import place_of, region_choices
from sites.selectors import SiteFilter
from workflows.inbox import Queue, has_duties, queues
from workflows.models import Process

PER_PAGE = 50
PER_GROUP = 10


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """All queues with their oldest, or one of them page by page (``?for=kind.step``)."""
    region = SiteFilter.from_query(request.GET).region
    waiting = queues(request.user, region=region)
    chosen = next((queue for queue in waiting if queue.key == request.GET.get("for")), None)
    if chosen is None and len(waiting) == 1:
        chosen = waiting[0]
    choices = region_choices(request.user, region[:5])
    return render(
        request,
        "pages/inbox.html",
        {
            "total": sum(queue.count for queue in waiting),
            "has_duties": has_duties(request.user),
            "oldest": min((queue.oldest for queue in waiting), default=None),
            "region": region,
            "regency": region[:5],
            "chosen": chosen,
            "queues": waiting,
            "regency_options": [(region.code, region.full_name) for region in choices["regencies"]],
            "district_options": [(region.code, region.short_name) for region in choices["districts"]],
            **(_one(request, chosen) if chosen else {"groups": [_group(request.user, queue) for queue in waiting]}),
        },
    )


def _one(request: HttpRequest, queue: Queue) -> dict:
    paginator = Paginator(queue.processes(), PER_PAGE)
    paginator.count = queue.count
    page = paginator.get_page(request.GET.get("page"))
    return {
        "page": page,
        "groups": [{"queue": queue, "rows": [_row(request.user, queue, process) for process in page], "more": 0}],
    }


def _group(user, queue: Queue) -> dict:
    rows = [_row(user, queue, process) for process in queue.processes()[:PER_GROUP]]
    return {"queue": queue, "rows": rows, "more": queue.count - len(rows)}


def _row(user, queue: Queue, process: Process) -> dict:
    site = process.site
    return {
        "village": site.village.full_name,
        "code": site.code,
        "number": str(process.pk),
        "place": place_of(site, user),
        "state": process.state_label,
        "since": process.state_since,
        "flags": flags_of(site, said=[process.state_label]),
        "href": reverse("take_step", args=[site.code, process.kind, process.pk, queue.step.name]),
        "site_href": reverse("site_detail", args=[site.code]),
    }
