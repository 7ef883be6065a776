"""Files of a process: handed in, again, given their place and taken back, by a script or by a plain form."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.posting import posted_from
from workflows import permission
from workflows.models import Evidence, Process
from workflows.refusals import Invalid
from workflows.services.evidence import withdraw
from workflows.services.evidence_again import attach_again
from workflows.services.evidence_position import add_position
from workflows.step import EvidenceSlot, Step
from workflows.views.attaching import Outcome, PlaceForm, attach_sent, version_for
from workflows.views.frame import process_address
from workflows.views.gallery import fetch_attached
from workflows.views.guard_list import guard_lines
from workflows.views.lookup import evidence_of_or_404, process_or_404
from workflows.views.receiving import receives_files
from workflows.views.refusals import answers_refusals, sentences_of, wants_json
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


@posted_from("process_detail", "code", "kind", "pk")
@login_required
@answers_refusals
@receives_files
def evidence_withdraw(request: HttpRequest, code: str, kind: str, pk: int, evidence: int) -> HttpResponse:
    """Take a file back."""
    process = process_or_404(request, code, kind, pk)
    item = evidence_of_or_404(request, process, evidence)
    withdraw(evidence_id=item.pk, actor=request.user, request_id=uuid4())
    return _changed(request, process, item, _("The file was taken back."))


@posted_from("process_detail", "code", "kind", "pk")
@login_required
@answers_refusals
@receives_files
def evidence_place(request: HttpRequest, code: str, kind: str, pk: int, evidence: int) -> HttpResponse:
    """Say where a photo was taken: ``at-<number>-position``, ``-source`` and ``-accuracy``."""
    process = process_or_404(request, code, kind, pk)
    item = evidence_of_or_404(request, process, evidence)
    try:
        place = PlaceForm(request.POST, prefix=f"at-{item.pk}").place()
        if place is None:
            raise Invalid({"position": [_("Give the position, for example -2.2099, 113.9213.")]})
        add_position(evidence_id=item.pk, position=place, actor=request.user, request_id=uuid4())
    except Invalid as refused:
        outcome = Outcome(refused=sentences_of(refused), version=version_for(request, process))
        return _answer(request, process, _slot_or_404(process, item.slot), outcome)
    return _changed(request, process, item, _("The position was added."))


@posted_from("process_detail", "code", "kind", "pk")
@login_required
@answers_refusals
@receives_files
def evidence_again(request: HttpRequest, code: str, kind: str, pk: int, evidence: int) -> HttpResponse:
    """Attach the scan of an earlier letter again, as it was offered."""
    process = process_or_404(request, code, kind, pk)
    item = evidence_of_or_404(request, process, evidence)
    try:
        attach_again(evidence_id=item.pk, actor=request.user, request_id=uuid4())
    except Invalid as refused:
        outcome = Outcome(refused=sentences_of(refused), version=version_for(request, process))
        return _answer(request, process, _slot_or_404(process, item.slot), outcome)
    return _changed(request, process, item, _("The scan was attached again."))


def _changed(request: HttpRequest, process: Process, item: Evidence, notice: str) -> HttpResponse:
    outcome = Outcome(version=version_for(request, process))
    return _answer(request, process, _slot_or_404(process, item.slot), outcome, notice)


def _answer(
    request: HttpRequest, process: Process, slot: EvidenceSlot, outcome: Outcome, *notices: str
) -> HttpResponse:
    """For a script the slot as it is now; for a plain form the step's page again, with everything that was typed."""
    process = process_or_404(request, process.site.code, process.kind, process.pk)
    status = 422 if outcome.refused and not outcome.kept else 200
    step = _open_step(request, process)
    if wants_json(request):
        fetch_attached(process)
        shown = {**slot_context(slot, process, request.user), "process": process, "site": process.site}
        told = {
            "html": render_to_string("workflows/components/slot_files.html", shown, request),
            "guards": _guards(request, process, step) if step else {},
            "version": outcome.version,
            "sentences": outcome.sentences,
        }
        return JsonResponse(told, status=status)
    notices = (*notices, *outcome.notices())
    if step is None:
        for notice in notices:
            messages.info(request, notice)
        return HttpResponseRedirect(process_address(process), status=303)
    page = StepPage(
        request=request, process=process, step=step, data=request.POST, notices=notices, version=outcome.version
    )
    return page.response(status)


def _open_step(request: HttpRequest, process: Process) -> Step | None:
    """The step at whose page the person works, if he may take it now."""
    step = process.steps.get(request.POST.get("step", ""))
    if step is None or process.state not in step.sources or permission.objection(step, process, request.user):
        return None
    return step


def _guards(request: HttpRequest, process: Process, step: Step) -> dict[str, str]:
    """The lines of the page's checklist that files may have changed, by the rule's code."""
    lines = guard_lines(StepPage(request=request, process=process, step=step).verdicts, process.site.code)
    return {
        line.code: render_to_string("components/guard.html", {"guard": line}, request)
        for line in lines
        if line.follows_files
    }


def _slot_or_404(process: Process, name: str) -> EvidenceSlot:
    for step in process.steps.values():
        for slot in step.evidence:
            if slot.name == name:
                return slot
    raise Http404
