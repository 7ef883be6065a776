"""The inbox: what awaits this person, oldest first, grouped by the decision that is asked for."""

import datetime
from collections import Counter
from collections.abc import Iterable
from functools import cache as once

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import Role
from rollout.pages.flags import flags_of
from rollout.pages.places import place_of
from rollout.templatetags.formatting import day, days_since
from sites.models import Event
from sites.narrowing import region_fields
from sites.selectors import SiteFilter
from workflows import permission
from workflows.coordination.selectors import Due, due_for
from workflows.field.conflicts import mine
from workflows.inbox import Queue, awaited_in, cause_of, firsts, has_duties, queues, returns_of
from workflows.models import Process
from workflows.timeline import entry_of
from workflows.together.proposal import decides_several
from workflows.views.coordination import row_of
from workflows.views.frame import task_address, together_address

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
    # What was promised is asked of an office, whatever region is looked at.
    due = [] if region else due_for(request.user)
    context = {
        "total": sum(queue.count for queue in waiting) + len(due),
        "has_duties": has_duties(request.user),
        "decides_several": decides_several(request.user),
        "oldest": min((queue.oldest for queue in waiting), default=None),
        **region_fields(request.user, region),
        "chosen": chosen,
        "tabs": _tabs(waiting),
        "field_waiting": 0 if region else mine(request.user).count(),
        "commitments": [] if request.GET.get("for") else _commitments(due),
        **(_one(request, chosen) if chosen else {"groups": _groups(request.user, waiting)}),
    }
    if not region:
        context["inbox_count"] = context["total"]  # the menu need not count again
    return render(request, "pages/inbox.html", context)


def _commitments(due: list[Due]) -> list[dict]:
    """What was promised by the person's office, or reported to it; shown with all queues, never among those of one."""
    return [row_of(one.commitment) | {"deed": one.deed} for one in due[:PER_PAGE]]


def _one(request: HttpRequest, queue: Queue) -> dict:
    page = Paginator(queue.processes, PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "groups": [_listed(request.user, queue, page, more=0)]}


def _groups(user, waiting: list[Queue]) -> list[dict]:
    leading = firsts(waiting, PER_GROUP)
    return [_listed(user, queue, leading[queue.key], more=queue.count - len(leading[queue.key])) for queue in waiting]


def _listed(user, queue: Queue, processes: Iterable[Process], *, more: int) -> dict:
    waiting = once(_waiting)
    processes = list(processes)
    returns = returns_of(queue, processes)
    rows = [
        _row(user, queue, process, waiting(timezone.localdate(process.since_of(queue.step))), returns.get(process.pk))
        for process in processes
    ]
    return {
        "key": queue.key,
        "step": str(queue.step.label),
        "workflow": queue.flow.label,
        "help": _help(queue, len(returns), len(processes)),
        "rows": rows,
        "together": together_address(queue),
        "more": more,
    }


def _help(queue: Queue, returned: int, shown: int) -> str:
    """What the step means, and what stands in its queue because it was sent back."""
    if not returned:
        return str(queue.step.help)
    if returned < shown:
        return f"{queue.step.help} {_('What was sent back to you stands here too, with the reason.')}"
    return _("What was sent back to you, and why.")


def _tabs(waiting: list[Queue]) -> list[dict]:
    """Each queue by its step; where two workflows have a step of that name, with the workflow."""
    named = Counter(str(queue.step.label) for queue in waiting)
    return [
        {
            "key": queue.key,
            "count": queue.count,
            "label": queue.step.label,
            "workflow": queue.flow.label if named[str(queue.step.label)] > 1 else "",
        }
        for queue in waiting
    ]


def _waiting(since: datetime.date) -> tuple[str, str]:
    """How long and since which day something waits, in words; said once for all that came on one day."""
    return days_since(since), _("since %(date)s") % {"date": day(since)}


def _row(user, queue: Queue, process: Process, waiting: tuple[str, str], returned: Event | None) -> dict:
    site = process.site
    cause, outside = cause_of(queue, process)
    # What was raised to an office without the step's role is there to be seen to, not to be taken.
    outside = outside or not permission.grant_for(queue.step, process, user)
    awaited = awaited_in(queue, process)
    raised = next((one.raised for one in awaited if one.raised), None)
    days, since = waiting
    return {
        "village": site.village.full_name,
        "code": site.code,
        "caption": process.caption,
        "place": place_of(site, user),
        "state": process.state_label,
        "days": days,
        "since": since,
        "flags": flags_of(process.flags(), said=[process.state_label]),
        "action": _action(queue, outside=outside, returned=bool(returned)),
        "cause": cause,
        "acting_for": permission.acting_for(queue.step, process, user),
        "due": min((one.due for one in awaited if one.due), default=None),
        "raised": raised,
        "raised_to_me": raised is not None and raised.reaches_by(user, Role),
        "returned": _return_in_words(returned) if returned else "",
        "href": task_address(queue, process, outside=outside),
        "site_href": reverse("site_detail", args=[site.code]),
    }


def _action(queue: Queue, *, outside: bool, returned: bool) -> str:
    if outside:
        return _("See the case")
    return _("Correct and send again") if returned else str(queue.step.label)


def _return_in_words(event: Event) -> str:
    entry = entry_of(event)
    return _("%(who)s: “%(reason)s”") % {"who": entry.role or entry.by, "reason": entry.text}
