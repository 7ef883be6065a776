"""Decide several cases together: choose them, look at what is decided of which, confirm."""

from dataclasses import dataclass
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sites import selectors
from sites.selectors import SiteFilter
from workflows import letters, registry
from workflows.inbox import Queue, queues
from workflows.models import BulkDecision, BulkItem, Turn
from workflows.refusals import Invalid
from workflows.services.together import Chosen, decide_together
from workflows.together import tasks
from workflows.together.answer import Answer, GivenAnswer, in_rows
from workflows.together.cases import MOST, Case, Waiting, judge, waiting_in
from workflows.views.frame import process_address
from workflows.views.receiving import receives_files
from workflows.views.refusals import answers_refusals
from workflows.views.together_result import decision_address

MOST_REASONS = 5


class _Named(forms.Form):
    """The name of the one request that confirms."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@answers_refusals
@receives_files
def decide_several(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    """GET: the cases of a queue to choose from, with the common form. POST: what would be decided of which, to be
    confirmed; confirmed, the decision is written down and carried out in the background."""
    named = _Named(request.POST)
    confirmed = "confirm" in request.POST and named.is_valid()
    if confirmed and (made := _confirmed_before(request, named.cleaned_data["client_id"])):
        return HttpResponseRedirect(decision_address(made), status=303)
    page = _Page(request, _queue_or_404(request, kind, step))
    if request.method != "POST":
        return page.choose()
    if not page.answer.is_valid or page.objections:
        return page.choose(422)
    if not confirmed:
        return page.check()
    try:
        made = decide_together(
            step=page.queue.step,
            actor=request.user,
            # What has changed since the preview is refused by the gate, and stands in the result with its sentence.
            chosen=[Chosen(case.process, page.versions[case.process.pk]) for case in page.cases],
            fields=page.answer.fields,
            files=page.answer.kept,
            client_id=named.cleaned_data["client_id"],
            enqueue=tasks.carry_out.enqueue,
            under=page.under,
        )
    except Invalid as refused:
        page.refused = [sentence for found in refused.errors.values() for sentence in found]
        return page.choose(422)
    if page.gone:
        messages.warning(request, page.gone)
    return HttpResponseRedirect(decision_address(made), status=303)


@dataclass
class _Page:
    """One request to decide several. ``refused``: why the whole of it was not accepted."""

    request: HttpRequest
    queue: Queue
    refused: list[str] | None = None

    def choose(self, status: int = 200) -> HttpResponse:
        cases = judge(self.waiting.processes, self.queue.step, self.request.user)
        chosen = self.versions if self.request.method == "POST" else None
        rows = [_row(case, chosen) for case in cases]
        user, region = self.request.user, self.region
        regencies = list(selectors.regencies_of(user))
        regency = region[:5] or (regencies[0].code if len(regencies) == 1 else "")
        districts = list(selectors.districts_of(user, regency)) if regency else []
        context = {
            **self._common,
            "rows": [row for row, case in zip(rows, cases, strict=True) if case.decidable],
            "exceptions": [row for row, case in zip(rows, cases, strict=True) if not case.decidable],
            "shown": len(cases),
            "total": self.waiting.total,
            "most": MOST,
            "region": region,
            "regency": region[:5],
            "issuer": self.waiting.issuer,
            "issuers": [(one.code, one.full_name) for one in self.waiting.issuers],
            "regency_options": [(one.code, one.full_name) for one in regencies] if len(regencies) > 1 else [],
            "district_options": [(one.code, one.short_name) for one in districts] if len(districts) > 1 else [],
            "problems": [("", sentence) for sentence in (self.refused or self.objections)]
            if chosen is not None
            else [],
            "earlier": BulkDecision.objects.filter(
                actor=user, kind=self.queue.flow.kind_name, step=self.queue.step.name
            )[:5],
        }
        return render(self.request, "workflows/together/choose.html", context, status=status)

    def check(self) -> HttpResponse:
        asked = self.queue.step.fields if self.answer.form else ()
        context = {
            **self._common,
            "rows": [_row(case, self.versions) for case in self.decidable],
            "exceptions": [_row(case, self.versions) for case in self.cases if not case.decidable],
            "gone": self.gone,
            "typed": [(name, self.request.POST.get(name, "")) for name in asked],
            "named": _Named(initial={"client_id": uuid4()}),
        }
        return render(self.request, "workflows/together/check.html", context)

    @cached_property
    def region(self) -> str:
        return SiteFilter.from_query(self.request.GET).region

    @cached_property
    def waiting(self) -> Waiting:
        if self.under:
            refused = self.under.items.filter(status=BulkItem.Status.REFUSED).values_list("process_id", flat=True)
            return waiting_in(self.queue, issuer=self.under.letter.issuer_id, among=set(refused))
        return waiting_in(self.queue, issuer=self.request.GET.get("issuer", ""))

    @cached_property
    def under(self) -> BulkDecision | None:
        """The earlier decision whose letter decides these too ("?under="). Raises Http404 for another person's."""
        wanted = self.request.GET.get("under", "")
        if not wanted:
            return None
        own = BulkDecision.objects.select_related("letter").filter(
            actor=self.request.user, kind=self.queue.flow.kind_name, step=self.queue.step.name
        )
        found = own.exclude(letter=None).filter(pk=wanted).first() if wanted.isdecimal() else None
        if found is None:
            raise Http404
        return found

    @cached_property
    def versions(self) -> dict[int, int]:
        """The chosen processes, each with the version that was read: "pk:version" in the request."""
        pairs = [word.partition(":")[::2] for word in self.request.POST.getlist("case")]
        return {int(pk): int(version) for pk, version in pairs if pk.isdecimal() and version.isdecimal()}

    @cached_property
    def answer(self) -> Answer | GivenAnswer:
        if self.under:
            return GivenAnswer(self.under)
        if self.request.method != "POST":
            return Answer(self.queue, self.request.user)
        return Answer(self.queue, self.request.user, self.request.POST, self.request.FILES)

    @cached_property
    def cases(self) -> list[Case]:
        """The chosen cases that still await this person, judged by the answer; whatever else was named is nobody's."""
        chosen = [process for process in self.waiting.processes if process.pk in self.versions]
        return judge(chosen, self.queue.step, self.request.user, answers=self.answer.fields, versions=self.versions)

    @property
    def gone(self) -> str:
        """That some of the chosen cases are not this person's any more, in a sentence; "" when all still are."""
        count = len(self.versions) - len(self.cases)
        if not count:
            return ""
        return ngettext(
            "%(count)d of the chosen cases does not await you any more and is left out.",
            "%(count)d of the chosen cases do not await you any more and are left out.",
            count,
        ) % {"count": count}

    @property
    def decidable(self) -> list[Case]:
        return [case for case in self.cases if case.decidable]

    @cached_property
    def objections(self) -> list[str]:
        """What is wrong with the whole of it."""
        if not self.answer.is_valid:
            return []
        if not self.decidable:
            if self.cases:
                # Mostly one and the same: the answer does not fit.
                reasons = dict.fromkeys(sentence for case in self.cases for sentence in case.objections)
                return [_("None of the chosen cases can be decided."), *list(reasons)[:MOST_REASONS]]
            return [_("Choose at least one case.")]
        declared = self.queue.step.letter
        if declared and not self.under and "confirm" not in self.request.POST:
            fields = self.answer.fields
            sentence = letters.used(
                issuer=self.waiting.issuer,
                body=declared.body,
                number=fields[declared.number],
                dated=fields[declared.dated],
            )
            return [sentence] if sentence else []
        return []

    @property
    def _rows(self) -> list[dict]:
        """The answer in words, once it is one."""
        if not self.answer.is_valid:
            return []
        return in_rows(self.queue.flow, self.queue.step, self.answer.fields, self.answer.kept)

    @property
    def _kept_slots(self) -> list[tuple]:
        """The slots whose papers were kept, each with the word that names its paper."""
        words = self.answer.words
        return [(slot, words[slot.name]) for slot in self.queue.step.evidence if slot.name in words]

    @property
    def _common(self) -> dict:
        return {
            "queue": self.queue,
            "step": self.queue.step,
            "workflow": self.queue.flow.label,
            "answer": self.answer,
            "answers": self._rows,
            "under": self.under,
            "kept": [(slot, self.answer.kept[slot.name].filename, word) for slot, word in self._kept_slots],
            "crumbs": [(reverse("inbox"), _("Your work"))],
        }


def _confirmed_before(request: HttpRequest, client_id) -> BulkDecision | None:
    """What the same request made when it came before: its cases may not await the person any more."""
    return BulkDecision.objects.filter(client_id=client_id, actor=request.user).first()


def _queue_or_404(request: HttpRequest, kind: str, name: str) -> Queue:
    """The person's queue of that step, which may be empty. Raises Http404 for who never has one, and where nothing is
    decided together."""
    try:
        flow = registry.flow(kind)
        step = flow.steps[name]
    except (registry.UnknownKind, KeyError):
        raise Http404 from None
    if not step.bulk or not any(request.user.scope.holds(role) for role in step.by):
        raise Http404
    region = SiteFilter.from_query(request.GET).region
    empty = Queue(flow, step, Turn.objects.none(), 0, timezone.now())
    return next((one for one in queues(request.user, region=region) if one.key == empty.key), empty)


def _row(case: Case, chosen: dict[int, int] | None) -> dict:
    process = case.process
    return {
        "case": f"{process.pk}:{process.version}",
        "version": process.version,
        # What should be noticed is chosen by hand.
        "checked": process.pk in chosen if chosen is not None else not case.warnings,
        "village": process.site.village.full_name,
        "code": process.site.code,
        "district": process.site.village.parent.short_name,
        "caption": process.caption,
        "since": process.state_since,
        "href": process_address(process),
        "objections": case.objections,
        "warnings": case.warnings,
    }
