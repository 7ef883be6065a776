"""What became of a decision for several: how far it is, the result of each case, and whether it can be taken back."""

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sites.models import Event
from workflows import registry
from workflows.models import BulkDecision, BulkItem, Process
from workflows.step import Step
from workflows.together.answer import GivenAnswer, in_rows
from workflows.together.taking_back import entries_since, taking_back
from workflows.together.tasks import go_on, under_way
from workflows.views.frame import process_address

_TONES = {BulkItem.Status.WAITING: "waiting", BulkItem.Status.DONE: "done", BulkItem.Status.REFUSED: "blocked"}


def decision_address(decision: BulkDecision) -> str:
    return reverse("bulk_decision", args=[decision.pk])


@require_safe
@login_required
def bulk_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision with what came of each case; it renews itself while cases wait."""
    decision = own_or_404(request.user, pk)
    flow = registry.flow(decision.kind)
    step = flow.steps[decision.step]
    answer = GivenAnswer(decision)
    items = list(decision.items.all())
    placed = flow.objects.select_related("site__village__parent__parent").in_bulk([item.process_id for item in items])
    seen = [item for item in items if request.user.scope.covers(placed[item.process_id].site.code)]
    counts = Counter(item.status for item in seen)
    waiting = counts[BulkItem.Status.WAITING]
    since = entries_since(decision)
    back = taking_back(decision, request.user, since)
    context = {
        "decision": decision,
        "crumbs": [(reverse("inbox"), _("Your work")), (reverse("bulk_decisions"), _("Decided together"))],
        "answers": [*in_rows(flow, step, answer.fields, answer.kept), *_reason(decision, step)],
        "rows": [
            _row(item, placed[item.process_id], step, since.get(item.process_id))
            for item in sorted(seen, key=_refused_first)
        ],
        "refused": counts[BulkItem.Status.REFUSED],
        "waiting": waiting,
        "percent": 100 * (len(seen) - waiting) // len(seen) if seen else 100,
        "halted": bool(waiting) and not under_way(decision),
        "again": _again(decision) if (counts[BulkItem.Status.REFUSED] or since) and not waiting else "",
        "back": back.step if back else None,
        # Of what was taken back everywhere nothing is left that could be wrong.
        "stands": not step.undoes and (waiting or back is None or back.cases),
        "last": back.last if back and not waiting else None,
        "taken_back_by": decision.taken_back_by.all(),
        **_words(flow, step, counts, len(seen)),
    }
    return render(request, "workflows/together/decision.html", context)


@require_POST
@login_required
def bulk_decision_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the work into the queue again where cases still wait and nothing is at them."""
    decision = own_or_404(request.user, pk)
    go_on(decision)
    return HttpResponseRedirect(decision_address(decision), status=303)


def own_or_404(user, pk: int) -> BulkDecision:
    """A decision for several is its author's; at each case the ledger tells it to everybody. Raises Http404."""
    decision = BulkDecision.objects.select_related("letter__issuer", "takes_back").filter(pk=pk, actor=user).first()
    if decision is None:
        raise Http404
    return decision


def _words(flow: type[Process], step: Step, counts: Counter, total: int) -> dict[str, str]:
    """What the page says of itself: of a decision, or of one that takes a decision back."""
    told = {
        "step": step.label,
        "workflow": flow.label,
        "done": _number(counts[BulkItem.Status.DONE]),
        "refused": _number(counts[BulkItem.Status.REFUSED]),
        "total": _number(total),
    }
    if step.undoes:
        return {
            "heading": _("%(step)s (%(workflow)s)") % told,
            "lede": _("%(done)s of %(total)s cases are taken back, %(refused)s were refused.") % told,
            "some": _("Some cases were not taken back; the reason stands beside each. There the decision stands."),
            "all": _("All chosen cases are taken back. They wait for a decision again."),
        }
    return {
        "heading": _("Decided together: %(step)s (%(workflow)s)") % told,
        "lede": _("%(done)s of %(total)s cases are decided, %(refused)s were refused.") % told,
        "some": _("Some cases were not decided. They stay in your inbox; the reason stands beside each."),
        "all": _("All chosen cases are decided."),
    }


def _number(count: int) -> str:
    return number_format(count, 0, use_l10n=True, force_grouping=True)


def _reason(decision: BulkDecision, step: Step) -> list[dict]:
    if not step.reasons:
        return []
    code = dict(step.reasons.choices).get(decision.reason_code, decision.reason_code)
    return [{"term": _("Reason"), "value": code}, {"term": _("Explanation"), "value": decision.reason_text}]


def _again(decision: BulkDecision) -> str:
    """Where what was refused, or taken back, is decided under the same letter, whose number is not entered twice."""
    if decision.letter is None:
        return ""
    return f"{reverse('decide_several', args=[decision.kind, decision.step])}?under={decision.pk}"


def _refused_first(item: BulkItem) -> tuple:
    order = [BulkItem.Status.REFUSED, BulkItem.Status.WAITING, BulkItem.Status.DONE]
    return order.index(item.status), item.pk


def _row(item: BulkItem, process: Process, step: Step, since: Event | None) -> dict:
    """``since``: the entry by which the case was taken back, or decided anew, after this decision."""
    status = item.get_status_display()
    if step.undoes and item.status != BulkItem.Status.WAITING:
        status = _("Taken back") if item.status == BulkItem.Status.DONE else _("Not taken back")
    gone = ""
    if since is not None:
        gone = _("decided anew, entry %(number)s") if since.step == step.name else _("taken back, entry %(number)s")
    return {
        "village": process.site.village.full_name,
        "code": process.site.code,
        "caption": process.caption,
        "href": process_address(process),
        "version": item.version,
        "status": status,
        "tone": _TONES[item.status],
        "sentence": item.sentence,
        "entry": item.event_seq,
        "since": gone % {"number": since.seq} if since is not None else "",
    }
