"""One step of a process: its page, and taking it."""

from dataclasses import replace
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from workflows import lines, permission
from workflows.models import Process
from workflows.refusals import ClientIdReused, GuardsUnmet, Incomplete, Invalid, NotPermitted, Refused, Stale
from workflows.services import take_step as gate
from workflows.step import Step
from workflows.submission import Reason, Submission
from workflows.timeline import entries_of
from workflows.views.attaching import attach_sent, sent_slots
from workflows.views.frame import process_address
from workflows.views.lookup import line_or_404, process_or_404, step_or_404
from workflows.views.receipt import receipt
from workflows.views.receiving import receives_files
from workflows.views.refusals import answers_refusals, refused_page
from workflows.views.step_page import ConfirmForm, Envelope, StepPage, companions, draft_owner
from workflows.views.typed import typed_in_words
from workflows.views.waivers import submitted_waivers


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@answers_refusals
@receives_files
def take_step(request: HttpRequest, code: str, kind: str, pk: int, step: str, item: int | None = None) -> HttpResponse:
    """GET: the step's page. POST: take it; the answer is a receipt on the process's page, or the page again.

    ``item``: the number of the line of the process that the step changes.
    """
    process = process_or_404(request, code, kind, pk)
    declared = step_or_404(process, step)
    line_or_404(process, declared, item)
    if request.method != "POST":
        _check_open(process, declared, request.user)
        return StepPage(request=request, process=process, step=declared).response()
    envelope = Envelope(request.POST)
    if not envelope.is_valid():
        raise BadRequest("the form came without its version or its request id")
    if slots := sent_slots(request, declared):
        return _attach_first(request, process, declared, slots)
    return _take(request, process, declared, **envelope.cleaned_data)


def _take(request: HttpRequest, process: Process, shown: Step, *, version: int, client_id) -> HttpResponse:
    taken = _pressed(request, process, shown)
    submission = Submission(
        version=version,
        client_id=client_id,
        request_id=uuid4(),
        fields={name: request.POST.get(name, "") for name in taken.fields},
        reason=Reason(request.POST.get("reason_code", ""), request.POST.get("reason_text", "")),
        waivers=submitted_waivers(taken, request.POST),
        item=process.item.number if process.item else None,
        localized=True,
    )
    page = StepPage(request=request, process=process, step=shown, data=request.POST, judged_as=taken, version=version)
    if taken.tone == "stop" and not ConfirmForm(request.POST).is_valid():
        _check_open(process, taken, request.user)
        return page.response(422)
    try:
        answer = gate.take_step(process_id=process.pk, step=taken.name, actor=request.user, submission=submission)
    except Incomplete as refused:
        return replace(page, errors=refused.errors, unmet=tuple(refused.unmet)).response(refused.status)
    except Invalid as refused:
        return replace(page, errors=refused.errors).response(refused.status)
    except GuardsUnmet as refused:
        return replace(page, unmet=tuple(refused.unmet)).response(refused.status)
    except (Stale, ClientIdReused) as refused:
        return _overtaken(request, process, shown, submission, refused)
    process = _again(request, process, shown)
    draft = draft_owner(process, shown, request.user)
    messages.success(request, receipt(process, taken, answer, request.user, draft=draft))
    return HttpResponseRedirect(process_address(process), status=303)


def _check_open(process: Process, step: Step, user) -> None:
    """Raises WrongState or NotPermitted: the page of a step is drawn only for somebody who could take it now."""
    gate.open_step(process, step.name)
    lines.check_open(process, step)
    if objection := permission.objection(step, process, user):
        raise NotPermitted(objection)


def _again(request: HttpRequest, process: Process, shown: Step) -> Process:
    """The process as it stands now, with the same line of it."""
    found = process_or_404(request, process.site.code, process.kind, process.pk)
    line_or_404(found, shown, process.item.number if process.item else None)
    return found


def _pressed(request: HttpRequest, process: Process, shown: Step) -> Step:
    """The step whose button was pressed: the page's own, or one that is offered beside it."""
    name = request.POST.get("take", shown.name)
    offered = {step.name: step for step in companions(process, shown, request.user)}
    return offered.get(name, shown)


def _attach_first(request: HttpRequest, process: Process, shown: Step, slots: list[str]) -> HttpResponse:
    """Files came along, from a browser without scripts: keep them, and show the page again with all that was typed."""
    _check_open(process, shown, request.user)
    outcome = attach_sent(request, process, slots)
    process = _again(request, process, shown)
    try:
        _check_open(process, shown, request.user)
    except Refused as refused:  # somebody was quicker while the files were being kept
        for notice in (*outcome.notices(), refused.sentence):
            messages.info(request, notice)
        return HttpResponseRedirect(process_address(process), status=303)
    page = StepPage(
        request=request,
        process=process,
        step=shown,
        data=request.POST,
        notices=outcome.notices(),
        version=outcome.version,
    )
    return page.response(422 if outcome.refused else 200)


def _overtaken(
    request: HttpRequest, process: Process, shown: Step, submission: Submission, refused: Refused
) -> HttpResponse:
    """Somebody was quicker. What was typed is kept, with what is new; sent again, it is bound to the new version."""
    process = _again(request, process, shown)
    news = tuple(gate.news_since(process, submission.version))
    if process.state in shown.sources and not permission.objection(shown, process, request.user):
        page = StepPage(
            request=request, process=process, step=shown, data=request.POST, news=news, notices=(refused.sentence,)
        )
        return page.response(refused.status)
    return refused_page(
        request,
        refused,
        href=process_address(process),
        news=entries_of(news),
        answers=typed_in_words(process, shown, request.POST),
    )
