"""Open a process at a site."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sites.models import Site
from workflows import permission, registry, selectors
from workflows.models import Process
from workflows.refusals import NotPermitted, WrongState
from workflows.services.start import objection, start
from workflows.views.frame import process_address, site_crumbs, step_link
from workflows.views.refusals import answers_refusals


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@answers_refusals
def process_start(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """GET: what will be asked. POST: open the process, once per ``client_id``, and lead to its opener's first duty.

    Whoever has opened one here and done nothing with it yet is led to that one: two empty drafts help nobody.
    """
    if draft := selectors.untouched_draft(request.user, code, kind):
        messages.info(request, _("You have opened this already and not filled it in yet. Go on here."))
        return _lead_on(request, draft)
    if request.method != "POST":
        return _page(request, code, kind)
    client_id = _client_id(request)
    if client_id is None:  # a second click could not be told from a second wish: the page is shown again
        return _page(request, code, kind, status=400)
    process = start(site_code=code, kind=kind, actor=request.user, client_id=client_id, request_id=uuid4())
    messages.success(request, _("%(workflow)s: opened.") % {"workflow": process.label})
    return _lead_on(request, process)


def _lead_on(request: HttpRequest, process: Process) -> HttpResponse:
    duties = selectors.duties_of(process, request.user)
    address = step_link(process, duties[0]) if len(duties) == 1 else process_address(process)
    return HttpResponseRedirect(address, status=303)


def _page(request: HttpRequest, code: str, kind: str, status: int = 200) -> HttpResponse:
    flow = registry.flow(kind)
    site = Site.objects.visible_to(request.user).with_place().get(code=code)
    if permission.may_start(flow, code, request.user) is None:
        raise NotPermitted(permission.not_held(flow.started_by, code, request.user))
    if sentence := objection(flow, site):
        raise WrongState(sentence)
    return render(
        request,
        "workflows/start.html",
        {
            "site": site,
            "flow": flow,
            "crumbs": site_crumbs(site),
            "first_steps": [step for step in flow.steps.values() if flow.initial in step.sources and step.duty],
            "running": [one for one in selectors.processes_at(site) if one.kind == kind and one.is_open],
            "client_id": uuid4(),
        },
        status=status,
    )


def _client_id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return None
