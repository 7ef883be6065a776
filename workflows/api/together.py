"""Decisions for several through the API: the cases that wait, the preview, the decision, its results."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.pagination import paginate

from gis_data.api import RegionCode
from sites.refusals import ClientIdReused
from sites.requests import digest_of
from workflows import registry
from workflows.api.catalogue import Kind
from workflows.api.form_schemas import StepForm
from workflows.api.ids import Id
from workflows.api.steps import StepName
from workflows.api.together_schemas import (
    CaseOut,
    DecisionHead,
    DecisionIn,
    DecisionOut,
    ItemOut,
    LetterOut,
    Paper,
    Preview,
    TakeBack,
    TakeBackIn,
    Together,
)
from workflows.forms import step_form
from workflows.models import BulkDecision, BulkItem
from workflows.refusals import Invalid
from workflows.services.evidence import keep
from workflows.step import Step
from workflows.submission import Reason
from workflows.together import tasks
from workflows.together.answer import Answer, GivenAnswer, field_name, word_of
from workflows.together.cases import MOST_AT_ONCE, judge
from workflows.together.proposal import NotTogether, Proposal, all_of, earlier_letter, queue_of, waiting_for
from workflows.together.taking_back import TakingBack, entries_since, taking_back

router = Router(tags=["together"])


class TogetherQuery(Schema):
    """What the cases are narrowed to."""

    region: RegionCode | None = None
    issuer: RegionCode | None = None


@router.get("/together/{kind}/{step}", response=Together, summary="Cases that one answer decides")
def cases_together(request: HttpRequest, kind: Kind, step: StepName, wanted: Query[TogetherQuery]) -> Together:
    """Your queue of that step, the oldest first, each case judged as far as it can be before the answer is given."""
    queue = _queue(request, kind, step, wanted.region)
    waiting = waiting_for(queue, issuer=wanted.issuer or "", most=MOST_AT_ONCE)
    cases = judge(waiting.processes, queue.step, request.user)
    return Together(
        kind=kind,
        step=step,
        total=waiting.total,
        issuer=waiting.issuer,
        issuers=[one.code for one in waiting.issuers],
        form=StepForm.of(queue.flow(), queue.step),
        decidable=[CaseOut.of(case) for case in cases if case.decidable],
        exceptions=[CaseOut.of(case) for case in cases if not case.decidable],
    )


@router.post("/together/{kind}/{step}/papers/{slot}", response={201: Paper}, summary="Keep a paper for many cases")
def keep_paper(request: HttpRequest, kind: Kind, step: StepName, slot: StepName, file: File[UploadedFile]) -> Paper:
    """Keep the scan of a letter; nothing is attached to any case before the decision."""
    queue = _queue(request, kind, step, None)
    declared = next((one for one in queue.step.evidence if one.name == slot), None)
    if declared is None:
        raise Http404
    kept = keep(file, declared)
    return Paper(slot=slot, filename=kept.filename, sha256=kept.sha256, word=word_of(kept, request.user))


@router.post("/together/{kind}/{step}/preview", response=Preview, summary="What would be decided")
def preview_together(request: HttpRequest, kind: Kind, step: StepName, wanted: DecisionIn) -> Preview:
    """Each named case judged by the answer, as the gate would judge it; nothing is written down."""
    proposal = _proposal(request, kind, step, wanted)
    return Preview(
        decidable=[CaseOut.of(case) for case in proposal.decidable],
        exceptions=[CaseOut.of(case) for case in proposal.cases if not case.decidable],
        gone=proposal.gone,
    )


@router.post("/together/{kind}/{step}", response={202: DecisionOut}, summary="Decide several cases by one answer")
def decide_cases(
    request: HttpRequest, response: HttpResponse, kind: Kind, step: StepName, wanted: DecisionIn
) -> DecisionOut:
    """Write the answer down, enter its letter, and decide every case by itself through the one gate.

    That takes a while: the answer says what waits, and the decision's own address what came of each.
    """
    digest = digest_of({"together": [kind, step], **wanted.model_dump()})
    made = _made_before(request, digest)
    if made is None:
        made = _proposal(request, kind, step, wanted).decide(request.client_id, digest)
    else:
        response["Idempotency-Replayed"] = "true"
    response["Location"] = f"../../decisions/{made.pk}"
    return _told(request, made.pk)


@router.get("/decisions", response=list[DecisionHead], summary="Your decisions for several")
@paginate
def list_decisions(request: HttpRequest):
    """What you decided for several cases at once, in the order it was decided."""
    return BulkDecision.objects.filter(actor=request.user).order_by("pk")


@router.get("/decisions/{decision_id}", response=DecisionOut, summary="What came of a decision for several")
def decision_detail(request: HttpRequest, decision_id: Id) -> DecisionOut:
    """Your decision with the result of each case. At each case the ledger tells it to everybody who may see it."""
    return _told(request, decision_id)


@router.post("/decisions/{decision_id}/go-on", response=DecisionOut, summary="Go on with a decision")
def go_on_with(request: HttpRequest, decision_id: Id) -> DecisionOut:
    """Put the work into the queue again where cases still wait and nothing is at them."""
    tasks.go_on(_own(request, decision_id))
    return _told(request, decision_id)


@router.get("/decisions/{decision_id}/take-back", response=TakeBack, summary="How a decision is taken back")
def how_to_take_back(request: HttpRequest, decision_id: Id) -> TakeBack:
    """The cases where it still stands, judged by the step that takes it back; the reasons; the last day."""
    return TakeBack.of(_back(request, _own(request, decision_id)))


@router.post("/decisions/{decision_id}/take-back", response={202: DecisionOut}, summary="Take a decision back")
def take_decision_back(
    request: HttpRequest, response: HttpResponse, decision_id: Id, wanted: TakeBackIn
) -> DecisionOut:
    """Take it back at these cases: a decision of its own, each case through the one gate with its own result."""
    decision = _own(request, decision_id)
    digest = digest_of({"take back": decision_id, **wanted.model_dump()})
    made = _made_before(request, digest)
    if made is None:
        back = _back(request, decision)
        versions = {case.process.pk: case.process.version for case in back.possible} if wanted.all else {}
        versions |= {one.process: one.version for one in wanted.cases}
        given = {"reason_code": wanted.reason.code, "reason_text": wanted.reason.text}
        form = step_form(registry.flow(decision.kind)(), back.step, data=given, localized=False)
        if not form.is_valid():
            raise Invalid({"reason": [sentence for found in form.errors.values() for sentence in found]})
        reason = Reason(wanted.reason.code, wanted.reason.text)
        made = back.decide(request.user, versions, reason, request.client_id, digest)
    else:
        response["Idempotency-Replayed"] = "true"
    response["Location"] = f"../{made.pk}"
    return _told(request, made.pk)


def _queue(request: HttpRequest, kind: str, step: str, region: str | None):
    try:
        return queue_of(request.user, kind, step, region=region or "")
    except NotTogether:
        raise Http404 from None


def _proposal(request: HttpRequest, kind: str, step: str, wanted: DecisionIn) -> Proposal:
    """What is asked for, judged as a whole. Raises Http404, Invalid."""
    queue, user = _queue(request, kind, step, wanted.region), request.user
    try:
        under = earlier_letter(user, queue, wanted.under) if wanted.under else None
    except NotTogether:
        raise Http404 from None
    waiting = waiting_for(queue, issuer=wanted.issuer or "", under=under, most=MOST_AT_ONCE)
    versions = {one.process: one.version for one in wanted.cases}
    if wanted.all:
        versions = all_of(waiting, queue, user, but=versions) | versions
    if under:
        answer = GivenAnswer(under)
    else:
        _check_names(queue.step, wanted)
        data = {**wanted.fields, **{f"kept-{slot}": word for slot, word in wanted.papers.items()}}
        answer = Answer(queue, user, data, None, localized=False)
        if not answer.is_valid:
            slots = {field_name(slot): f"papers.{slot.name}" for slot in queue.step.evidence}
            errors = {f"fields.{name}": list(found) for name, found in answer.form.errors.items()}
            raise Invalid({**errors, **{slots[name]: list(found) for name, found in answer.papers.errors.items()}})
    proposal = Proposal(queue, user, waiting, answer, versions, under)
    if proposal.objections:
        raise Invalid({"__all__": proposal.objections})
    return proposal


def _check_names(step: Step, wanted: DecisionIn) -> None:
    """Raises Invalid for answers and papers that nobody asks for: under a misspelled name they would be lost."""
    slots = {slot.name for slot in step.evidence}
    unasked = [f"fields.{name}" for name in wanted.fields.keys() - set(step.fields)]
    unasked += [f"papers.{slot}" for slot in wanted.papers.keys() - slots]
    if unasked:
        raise Invalid({name: [_("This step does not ask for this.")] for name in sorted(unasked)})


def _made_before(request: HttpRequest, digest: str) -> BulkDecision | None:
    """What the same request made when it came before. Raises ClientIdReused for other content under the same key."""
    found = BulkDecision.objects.filter(client_id=request.client_id).first()
    if found is not None and (found.actor_id, found.request_digest) != (request.user.pk, digest):
        raise ClientIdReused
    return found


def _own(request: HttpRequest, pk: int) -> BulkDecision:
    return BulkDecision.objects.select_related("letter").get(pk=pk, actor=request.user)


def _back(request: HttpRequest, decision: BulkDecision) -> TakingBack:
    back = taking_back(decision, request.user)
    if back is None:
        raise Http404
    return back


def _told(request: HttpRequest, pk: int) -> DecisionOut:
    decision = _own(request, pk)
    items = [
        item
        for item in decision.items.select_related("process__site")
        if request.user.scope.covers(item.process.site.code)
    ]
    since = entries_since(decision)
    back = taking_back(decision, request.user, since)
    counts = {status: sum(item.status == status for item in items) for status in BulkItem.Status.values}
    letter, step = decision.letter, registry.flow(decision.kind).steps[decision.step]
    last = back.last if back and not counts[BulkItem.Status.WAITING] else None
    return DecisionOut(
        id=decision.pk,
        kind=decision.kind,
        step=decision.step,
        created_at=decision.created_at,
        fields=decision.fields,
        letter=letter
        and LetterOut(issuer=letter.issuer_id, body=letter.body, number=letter.number, dated=letter.dated),
        reason={"code": decision.reason_code, "text": decision.reason_text} if step.reasons else None,
        takes_back=decision.takes_back_id,
        taken_back_by=list(decision.taken_back_by.values_list("pk", flat=True)),
        take_back_until=last.isoformat() if last else "",
        total=len(items),
        waiting=counts[BulkItem.Status.WAITING],
        done=counts[BulkItem.Status.DONE],
        refused=counts[BulkItem.Status.REFUSED],
        halted=bool(counts[BulkItem.Status.WAITING]) and not tasks.under_way(decision),
        items=[ItemOut.of(item, since.get(item.process_id)) for item in items],
    )
