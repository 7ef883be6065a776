"""Decide several processes by one answer: the letter is entered once, and each goes through the gate by itself."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from sites.authorship import Authorship
from sites.refusals import ClientIdReused
from workflows import letters, permission
from workflows.constraints import explained
from workflows.evidence_files import KeptFile
from workflows.models import BulkDecision, BulkItem, Letter, Process
from workflows.refusals import GuardsUnmet, Invalid, NotPermitted, Refused, SimulationMixed, Stale
from workflows.services.evidence import attach_kept
from workflows.services.locking import locked
from workflows.services.take_step import StepTaken, news_since, open_step, take_inside
from workflows.step import Step
from workflows.submission import Reason, Submission


@dataclass(frozen=True)
class Chosen:
    """A process that was chosen, and the version of it that was read."""

    process: Process
    version: int


def decide_together(
    *,
    step: Step,
    actor,
    chosen: Iterable[Chosen],
    fields: Mapping,
    files: Mapping[str, KeptFile],
    client_id,
    enqueue: Callable[[int], object],
    under: BulkDecision | None = None,
    reason: Reason | None = None,
    takes_back: BulkDecision | None = None,
    digest: str = "",
) -> BulkDecision:
    """Enter the letter and write down what is decided of which processes; nothing is decided before the commit.

    All of one workflow, and decided in their order. ``enqueue`` puts the work into the queue, within the same
    transaction. ``under``: an earlier decision of the same person, whose letter names these too. ``reason``: where the
    step asks for one; ``takes_back``: the earlier decision that this one takes back. The same ``client_id`` again
    returns the first decision.
    Raises Invalid for a letter's number that was used already, for processes of different issuers and for none at all;
    NotPermitted, SimulationMixed, ClientIdReused. Nothing is kept when it raises.
    """
    chosen = list(chosen)
    if not chosen:
        raise Invalid({"__all__": [_("Choose at least one case.")]})
    with transaction.atomic():
        if actor.is_demo and not all(one.process.simulated for one in chosen):
            raise SimulationMixed
        made = BulkDecision(
            kind=chosen[0].process.kind,
            step=step.name,
            actor=actor,
            fields=dict(fields),
            files={slot: dataclasses.asdict(file) for slot, file in files.items()},
            reason_code=reason.code if reason else "",
            reason_text=reason.text if reason else "",
            takes_back=takes_back,
            client_id=client_id,
            request_digest=digest,
            created_at=timezone.now(),
            simulated=actor.is_demo,
        )
        try:
            # Waits for the same request where it came twice at one moment: the second finds what the first made.
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            return _made_before(client_id, actor, step, chosen)
        made.letter = under.letter if under else _letter(step, actor, [one.process for one in chosen], fields, files)
        made.save(update_fields=["letter"])
        enqueue(made.pk)
        BulkItem.objects.bulk_create(
            BulkItem(decision=made, process_id=one.process.pk, version=one.version) for one in chosen
        )
    return made


def carry_out_next(decision: BulkDecision, flow: type[Process], after: int) -> int | None:
    """Decide the first process of the decision that waits, behind the item ``after``.

    Its whole work is one transaction: the paper, the step, and what is written down of it, so that it is done once
    however often this is called, and by how many at once. Returns the item, None when none is left.
    """
    with transaction.atomic(durable=True):
        waiting = BulkItem.objects.filter(decision=decision, status=BulkItem.Status.WAITING, pk__gt=after)
        first = waiting.order_by("pk").values_list("pk", "process_id").first()
        if first is None:
            return None
        # Asked anew for each: an assignment may end in between.
        actor = User.objects.get(pk=decision.actor_id)
        try:
            # The site before the item: whoever takes a simulated site away comes in that order too.
            process = locked(first[1], actor)
        except Process.DoesNotExist:
            process = None
        item = waiting.select_for_update().filter(pk=first[0]).first()
        if item is not None:
            item.decision = decision
            _settle(item, process, flow.steps[decision.step], actor)
        return first[0]


def _settle(item: BulkItem, process: Process | None, step: Step, actor) -> None:
    """Decide the locked item and write down what came of it. ``process``: locked; None: out of the person's sight."""
    with translation.override(actor.language):
        try:
            if process is None:
                raise NotPermitted(_("You may not see this site any more."))
            with transaction.atomic():
                taken = _decide(item, process, step, actor)
        except (Refused, IntegrityError) as error:
            item.status, item.sentence = BulkItem.Status.REFUSED, _sentence(error)
        else:
            item.status, item.sentence = BulkItem.Status.DONE, ""
            item.event_seq, item.event_hash = taken.event_seq, taken.event_hash
    item.save(update_fields=["status", "sentence", "event_seq", "event_hash"])


def _decide(item: BulkItem, process: Process, step: Step, actor) -> StepTaken:
    decision = item.decision
    # Before the version: that somebody has decided it already says more than that it has changed.
    open_step(process, step.name)
    if process.version != item.version:
        raise Stale(news_since(process, item.version))
    if sentence := permission.objection(step, process, actor):
        raise NotPermitted(sentence)
    for slot in step.evidence:
        if slot.name in decision.files:
            attach_kept(process, slot, KeptFile(**decision.files[slot.name]), actor=actor)
    submission = Submission(
        version=process.version,
        fields=decision.fields,
        reason=Reason(decision.reason_code, decision.reason_text),
        letter=decision.letter_id,
        client_id=item.client_id,
    )
    return take_inside(item.process_id, step.name, actor, submission)


def _sentence(error: Exception) -> str:
    """Why it was refused, all of it."""
    if isinstance(error, IntegrityError):
        error = explained(error)
    if isinstance(error, GuardsUnmet):
        return " ".join(one.sentence for one in error.unmet)
    if isinstance(error, Invalid):
        unmet = [one.sentence for one in getattr(error, "unmet", [])]
        return " ".join([*(sentence for found in error.errors.values() for sentence in found), *unmet])
    if isinstance(error, Refused):
        return error.sentence
    raise error


def _made_before(client_id, actor, step: Step, chosen: list[Chosen]) -> BulkDecision:
    """The decision that the same request made. Raises ClientIdReused for another one's."""
    found = BulkDecision.objects.get(client_id=client_id)
    same = set(found.items.values_list("process_id", "version"))
    if (found.actor_id, found.step, same) != (actor.pk, step.name, {(one.process.pk, one.version) for one in chosen}):
        raise ClientIdReused
    return found


def _letter(
    step: Step, actor, processes: list[Process], fields: Mapping, files: Mapping[str, KeptFile]
) -> Letter | None:
    declared = step.letter
    if declared is None:
        return None
    issuers = {getattr(process, declared.issuer) for process in processes}
    if len(issuers) > 1:
        raise Invalid({"__all__": [_("These cases are decided by different governments, each by its own letter.")]})
    grant = permission.grant_for(step, processes[0], actor)
    if grant is None:
        raise NotPermitted(permission.objection(step, processes[0], actor))
    try:
        new = letters.new_letter(
            processes[0].kind,
            step,
            issuer=issuers.pop(),
            number=fields[declared.number],
            dated=fields[declared.dated],
            sha256=files[declared.slot].sha256,
        )
        return letters.enter_for_many(new, Authorship.under(actor, grant))
    except Invalid as refused:
        raise Invalid({declared.number: refused.errors["number"]}) from refused
