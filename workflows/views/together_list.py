"""The decisions for several that a person made: where each is found again, its results and the way back."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workflows import registry
from workflows.models import BulkDecision, BulkItem
from workflows.views.together_result import decision_address

PER_PAGE = 25


@require_safe
@login_required
def bulk_decisions(request: HttpRequest) -> HttpResponse:
    """The person's own, the latest first, each with how many of its cases were decided."""
    made = BulkDecision.objects.filter(actor=request.user).annotate(
        cases=Count("items"),
        done=Count("items", filter=Q(items__status=BulkItem.Status.DONE)),
        waiting=Count("items", filter=Q(items__status=BulkItem.Status.WAITING)),
    )
    page = Paginator(made.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(decision) for decision in page],
        "crumbs": [(reverse("inbox"), _("Your work"))],
    }
    return render(request, "workflows/together/list.html", context)


def _row(decision: BulkDecision) -> dict:
    flow = registry.flow(decision.kind)
    return {
        "step": flow.steps[decision.step].label,
        "workflow": flow.label,
        "when": decision.created_at,
        "href": decision_address(decision),
        "cases": decision.cases,
        "done": decision.done,
        "waiting": decision.waiting,
    }
