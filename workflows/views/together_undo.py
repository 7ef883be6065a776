"""Take back a decision for several: look at which of its cases still can be, give the reason, confirm."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workflows import registry
from workflows.forms import step_form
from workflows.refusals import Invalid
from workflows.submission import Reason
from workflows.together.answer import GivenAnswer, in_rows
from workflows.together.taking_back import taking_back
from workflows.views.refusals import answers_refusals
from workflows.views.together import NamedForm, confirmed_before
from workflows.views.together_result import decision_address, own_or_404
from workflows.views.together_rows import case_row, chosen_versions


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@answers_refusals
def bulk_decision_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the cases where the decision still stands, and the form of the reason. POST: a decision of its own is
    written down that takes it back at the chosen ones; each is carried out through the gate in the background."""
    decision = own_or_404(request.user, pk)
    named = NamedForm(request.POST)
    if named.is_valid() and (made := confirmed_before(request, named.cleaned_data["client_id"])):
        return HttpResponseRedirect(decision_address(made), status=303)
    back = taking_back(decision, request.user)
    if back is None:
        raise Http404
    flow = registry.flow(decision.kind)
    posted = request.method == "POST"
    form = step_form(flow(), back.step, data=request.POST if posted else None)
    versions = chosen_versions(request)
    problems = []
    if posted and named.is_valid() and form.is_valid():
        reason = Reason(form.cleaned_data["reason_code"], form.cleaned_data["reason_text"])
        try:
            made = back.decide(request.user, versions, reason, named.cleaned_data["client_id"])
        except Invalid as refused:
            problems = [("", sentence) for found in refused.errors.values() for sentence in found]
        else:
            return HttpResponseRedirect(decision_address(made), status=303)
    answer, decided = GivenAnswer(decision), flow.steps[decision.step]
    context = {
        "decision": decision,
        "step": back.step,
        "decided": decided,
        "workflow": flow.label,
        "last": back.last,
        "answers": in_rows(flow, decided, answer.fields, answer.kept),
        "rows": [case_row(case, versions if posted else None) for case in back.possible],
        "exceptions": [case_row(case, {}) for case in back.cases if not case.decidable],
        "form": form,
        "problems": problems,
        "named": NamedForm(initial={"client_id": uuid4()}),
        "crumbs": [(reverse("inbox"), _("Your work")), (reverse("bulk_decisions"), _("Decided together"))],
    }
    return render(request, "workflows/together/take_back.html", context, status=422 if posted else 200)
