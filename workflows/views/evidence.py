"""Files of a process: handed in and taken back, by a script or by a plain form."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.posting import posted_from
from workflows import permission
from workflows.models import Process
from workflows.services.evidence import withdraw
from workflows.step import EvidenceSlot
from workflows.views.attaching import Outcome, attach_sent, version_for
from workflows.views.frame import process_address
from workflows.views.gallery import fetch_attached
from workflows.views.lookup import evidence_or_404, process_or_404
from workflows.views.receiving import receives_files
from workflows.views.refusals import answers_refusals, wants_json
from workflows.views.step_page import StepPage, slot_context


@posted_from("process_detail", "code", "kind", "pk")
@login_required
@answers_refusals
@receives_files
def evidence_upload(request: HttpRequest, code: str, kind: str, pk: int, slot: str) -> HttpResponse:
    """Attach the files sent as ``files-<slot>``, with ``place-<slot>-position``, ``-source`` and ``-accuracy``."""
    process = process_or_404(request, code, kind, pk)
    declared = _slot_or_404(process, slot)
    return _answer(request, process, declared, attach_sent(request, process, [slot]))


@posted_from("home")
@login_required
@answers_refusals
@receives_files
def evidence_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file back."""
    item = evidence_or_404(request, pk)
    withdraw(evidence_id=item.pk, actor=request.user, request_id=uuid4())
    process = process_or_404(request, item.process.site.code, item.process.kind, item.process_id)
    outcome = Outcome(refused=[], version=version_for(request, process))
    return _answer(request, process, _slot_or_404(process, item.slot), outcome, _("The file was taken back."))


def _answer(
    request: HttpRequest, process: Process, slot: EvidenceSlot, outcome: Outcome, *notices: str
) -> HttpResponse:
    """For a script the slot as it is now; for a plain form the step's page again, with everything that was typed."""
    process = process_or_404(request, process.site.code, process.kind, process.pk)
    status = 422 if outcome.refused and not outcome.kept else 200
    if wants_json(request):
        fetch_attached(process)
        html = render_to_string("workflows/components/slot_files.html", slot_context(slot, process), request)
        return JsonResponse({"html": html, "version": outcome.version, "sentences": outcome.refused}, status=status)
    notices = (*notices, *outcome.notices())
    step = process.steps.get(request.POST.get("step", ""))
    if step is None or process.state not in step.sources or permission.objection(step, process, request.user):
        for notice in notices:
            messages.info(request, notice)
        return HttpResponseRedirect(process_address(process), status=303)
    page = StepPage(
        request=request, process=process, step=step, data=request.POST, notices=notices, version=outcome.version
    )
    return page.response(status)


def _slot_or_404(process: Process, name: str) -> EvidenceSlot:
    for step in process.steps.values():
        for slot in step.evidence:
            if slot.name == name:
                return slot
    raise Http404
