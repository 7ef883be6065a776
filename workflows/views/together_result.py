"""What became of a decision for several: how far it is, and the result of each case."""

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.roles import roles_in_words
from workflows import registry
from workflows.models import BulkDecision, BulkItem, Process
from workflows.step import Step
from workflows.together import tasks
from workflows.together.answer import GivenAnswer, in_rows
from workflows.views.frame import process_address

_TONES = {BulkItem.Status.WAITING: "waiting", BulkItem.Status.DONE: "done", BulkItem.Status.REFUSED: "blocked"}


def decision_address(decision: BulkDecision) -> str:
    return reverse("bulk_decision", args=[decision.pk])


@require_safe
@login_required
def bulk_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision with what came of each case; it renews itself while cases wait."""
    decision = _own_or_404(request, pk)
    flow = registry.flow(decision.kind)
    step = flow.steps[decision.step]
    answer = GivenAnswer(decision)
    items = list(decision.items.all())
    placed = flow.objects.select_related("site__village__parent__parent").in_bulk([item.process_id for item in items])
    seen = [item for item in items if request.user.scope.covers(placed[item.process_id].site.code)]
    counts = Counter(item.status for item in seen)
    waiting = counts[BulkItem.Status.WAITING]
    context = {
        "decision": decision,
        "step": step,
        "workflow": flow.label,
        "crumbs": [(reverse("inbox"), _("Your work"))],
        "answers": in_rows(flow, step, answer.fields, answer.kept),
        "rows": [_row(item, placed[item.process_id]) for item in sorted(seen, key=_refused_first)],
        "total": len(seen),
        "done": counts[BulkItem.Status.DONE],
        "refused": counts[BulkItem.Status.REFUSED],
        "waiting": waiting,
        "percent": 100 * (len(seen) - waiting) // len(seen) if seen else 100,
        "halted": bool(waiting) and not _under_way(decision),
        "again": _again(decision) if counts[BulkItem.Status.REFUSED] and not waiting else "",
        "undo": _undo(flow, step),
    }
    return render(request, "workflows/together/decision.html", context)


@require_POST
@login_required
def bulk_decision_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the work into the queue again where cases still wait and nothing is at them."""
    decision = _own_or_404(request, pk)
    if decision.items.filter(status=BulkItem.Status.WAITING).exists() and not _under_way(decision):
        tasks.carry_out.enqueue(decision.pk)
    return HttpResponseRedirect(decision_address(decision), status=303)


def _own_or_404(request: HttpRequest, pk: int) -> BulkDecision:
    """A decision for several is its author's; at each case the ledger tells it to everybody."""
    decision = BulkDecision.objects.select_related("letter__issuer").filter(pk=pk, actor=request.user).first()
    if decision is None:
        raise Http404
    return decision


def _under_way(decision: BulkDecision) -> bool:
    """Does a job wait or run that is at it?"""
    jobs = DBTaskResult.objects.filter(
        task_path=tasks.carry_out.module_path, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    return jobs.filter(args_kwargs__args=[decision.pk]).exists()


def _again(decision: BulkDecision) -> str:
    """Where what was refused is decided under the same letter, whose number cannot be entered a second time."""
    if decision.letter is None:
        return ""
    return f"{reverse('decide_several', args=[decision.kind, decision.step])}?under={decision.pk}"


def _undo(flow: type[Process], step: Step) -> list[tuple[str, str]]:
    """The declared steps that take this one back at a case, and whose they are; none where the workflow has none."""
    return [
        (str(back.label), roles_in_words(back.by))
        for back in flow.steps.values()
        if back.tone == "back" and step.targets & back.sources
    ]


def _refused_first(item: BulkItem) -> tuple:
    order = [BulkItem.Status.REFUSED, BulkItem.Status.WAITING, BulkItem.Status.DONE]
    return order.index(item.status), item.pk


def _row(item: BulkItem, process: Process) -> dict:
    return {
        "village": process.site.village.full_name,
        "code": process.site.code,
        "caption": process.caption,
        "href": process_address(process),
        "version": item.version,
        "status": item.get_status_display(),
        "tone": _TONES[item.status],
        "sentence": item.sentence,
        "entry": item.event_seq,
    }
