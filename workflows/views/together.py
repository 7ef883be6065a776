"""Decide several cases together: choose them, look at what is decided of which, confirm."""

from dataclasses import dataclass
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sites.narrowing import region_fields
from sites.selectors import SiteFilter
from workflows.inbox import Queue
from workflows.models import BulkDecision
from workflows.refusals import Invalid
from workflows.together.answer import Answer, GivenAnswer, in_rows
from workflows.together.cases import MOST, MOST_AT_ONCE, judge
from workflows.together.proposal import NotTogether, Proposal, all_of, earlier_letter, queue_of, waiting_for
from workflows.views.receiving import receives_files
from workflows.views.refusals import answers_refusals
from workflows.views.together_result import decision_address
from workflows.views.together_rows import case_row, chosen_versions


class NamedForm(forms.Form):
    """The name of the one request that confirms."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@answers_refusals
@receives_files
def decide_several(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    """GET: the cases of a queue to choose from, with the common form. POST: what would be decided of which, to be
    confirmed; confirmed, the decision is written down and carried out in the background."""
    named = NamedForm(request.POST)
    confirmed = "confirm" in request.POST and named.is_valid()
    if confirmed and (made := confirmed_before(request, named.cleaned_data["client_id"])):
        return HttpResponseRedirect(decision_address(made), status=303)
    try:
        region = SiteFilter.from_query(request.GET).region
        page = _Page(request, queue_of(request.user, kind, step, region=region), region)
        proposal = page.proposal
    except NotTogether:
        raise Http404 from None
    if request.method != "POST":
        return page.choose()
    if not proposal.answer.is_valid or proposal.objections:
        return page.choose(422)
    if not confirmed:
        return page.check()
    try:
        made = proposal.decide(named.cleaned_data["client_id"])
    except Invalid as refused:
        page.refused = [sentence for found in refused.errors.values() for sentence in found]
        return page.choose(422)
    if proposal.gone:
        messages.warning(request, proposal.gone)
    return HttpResponseRedirect(decision_address(made), status=303)


def confirmed_before(request: HttpRequest, client_id) -> BulkDecision | None:
    """What the same request made when it came before: its cases may not await the person any more."""
    return BulkDecision.objects.filter(client_id=client_id, actor=request.user).first()


@dataclass
class _Page:
    """One request to decide several. ``region``: what its list is narrowed to; ``refused``: why the whole of it was not
    accepted."""

    request: HttpRequest
    queue: Queue
    region: str
    refused: list[str] | None = None

    def choose(self, status: int = 200) -> HttpResponse:
        posted, waiting = self.request.method == "POST", self.proposal.waiting
        cases = judge(waiting.processes[:MOST], self.queue.step, self.request.user)
        chosen = self.proposal.versions if posted else None
        rows = [case_row(case, chosen) for case in cases]
        context = {
            **self._common,
            **region_fields(self.request.user, self.region),
            "rows": [row for row, case in zip(rows, cases, strict=True) if case.decidable],
            "exceptions": [row for row, case in zip(rows, cases, strict=True) if not case.decidable],
            "listed": " ".join(str(case.process.pk) for case in cases),
            "shown": len(cases),
            "total": waiting.total,
            "unlisted": min(waiting.total, MOST_AT_ONCE) - len(cases),
            "most": MOST_AT_ONCE,
            "issuer": waiting.issuer,
            "issuers": [(one.code, one.full_name) for one in waiting.issuers],
            "all_chosen": "all" in self.request.POST,
            "problems": [("", sentence) for sentence in (self.refused or self.proposal.objections)] if posted else [],
            "earlier": BulkDecision.objects.filter(
                actor=self.request.user, kind=self.queue.flow.kind_name, step=self.queue.step.name
            )[:5],
        }
        return render(self.request, "workflows/together/choose.html", context, status=status)

    def check(self) -> HttpResponse:
        proposal = self.proposal
        asked = self.queue.step.fields if proposal.answer.form else ()
        rows = [case_row(case, proposal.versions) for case in proposal.decidable]
        context = {
            **self._common,
            "rows": rows,
            "chosen": " ".join(row["case"] for row in rows),
            "exceptions": [case_row(case, proposal.versions) for case in proposal.cases if not case.decidable],
            "gone": proposal.gone,
            "typed": [(name, self.request.POST.get(name, "")) for name in asked],
            "named": NamedForm(initial={"client_id": uuid4()}),
        }
        return render(self.request, "workflows/together/check.html", context)

    @cached_property
    def proposal(self) -> Proposal:
        """Raises NotTogether for the letter of another person ("?under=")."""
        wanted, user, posted = self.request.GET.get("under", ""), self.request.user, self.request.method == "POST"
        if wanted and not wanted.isdecimal():
            raise NotTogether
        under = earlier_letter(user, self.queue, int(wanted)) if wanted else None
        issuer = self.request.GET.get("issuer", "")
        waiting = waiting_for(self.queue, issuer=issuer, under=under, most=MOST_AT_ONCE if posted else MOST)
        if under:
            answer = GivenAnswer(under)
        else:
            answer = Answer(self.queue, user, *((self.request.POST, self.request.FILES) if posted else ()))
        versions = chosen_versions(self.request)
        if "all" in self.request.POST:
            # Beside what was ticked, all that were not listed and need no second look.
            listed = set(map(int, filter(str.isdecimal, self.request.POST.get("listed", "").split())))
            versions |= all_of(waiting, self.queue, user, but=listed)
        confirmed = "confirm" in self.request.POST
        return Proposal(self.queue, user, waiting, answer, versions, under, confirmed)

    @property
    def _common(self) -> dict:
        answer, step = self.proposal.answer, self.queue.step
        # The papers that were kept, each by the word that names it in the next request.
        kept = [
            (slot, answer.kept[slot.name].filename, answer.words[slot.name])
            for slot in step.evidence
            if slot.name in answer.words
        ]
        return {
            "queue": self.queue,
            "step": step,
            "workflow": self.queue.flow.label,
            "answer": answer,
            "answers": in_rows(self.queue.flow, step, answer.fields, answer.kept) if answer.is_valid else [],
            "under": self.proposal.under,
            "kept": kept,
            "crumbs": [(reverse("inbox"), _("Your work"))],
        }
