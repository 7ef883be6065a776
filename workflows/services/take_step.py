"""``take_step``: the one gate through which the state of a process changes."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.forms import ModelForm
from django.utils import timezone
from django.utils.translation import gettext as _

from sites import ledger, services, simulated_time
from sites.authorship import Authorship
from sites.models import Event, Site
from sites.requests import answered, answered_once
from workflows import claims, letters, lines, permission, projection, rows, undoing
from workflows.constraints import explained
from workflows.forms import step_form
from workflows.judging import Verdict, check_due, missing, unread_columns, verdicts
from workflows.models import Process, Waiver
from workflows.notifications import outbox
from workflows.refusals import (
    AlreadyTaken,
    GuardsUnmet,
    Incomplete,
    Invalid,
    NotPermitted,
    SimulationMixed,
    Stale,
    Unmet,
    WrongState,
)
from workflows.services.locking import locked
from workflows.step import Step
from workflows.submission import Submission


@dataclass(frozen=True)
class StepTaken:
    """The answer to a step: where the process stands now, and the ledger entry that proves it.

    ``item``: kind and number of the line it added or changed, "" when it is about none.
    """

    process_id: int
    kind: str
    site: str
    step: str
    state: str
    version: int
    event_seq: int
    event_hash: str
    item: str = ""
    replayed: bool = False


def take_step(*, process_id: int, step: str, actor, submission: Submission) -> StepTaken:
    """Take one step of one process, whole or not at all.

    In order: lock the site, then the process; the stored answer when this client id was taken already; version;
    state, and that of the line it is about; role in region and separation; the day, for a step that time takes; form,
    evidence, guards and waivers, judged together; transition; save; ledger; the site's read-model.
    Raises Process.DoesNotExist for a process the actor may not see, and one of ``workflows.refusals`` with its
    sentences for everything else. Nothing is changed when it raises.
    """
    try:
        with answered_once(), transaction.atomic(durable=True), simulated_time.during(submission.at):
            return take_inside(process_id, step, actor, submission)
    except IntegrityError as error:
        raise explained(error) from error


def take_inside(process_id: int, name: str, actor, submission: Submission) -> StepTaken:
    """The same inside the caller's transaction, to be undone when it raises; violated constraints come bare."""
    return take_locked(locked(process_id, actor), name, actor, submission)


def take_locked(process: Process, name: str, actor, submission: Submission) -> StepTaken:
    """The same for a process that the caller has locked, with entries it has made and not written yet; when it raises,
    what stands in memory is of no use any more."""
    site = process.site
    digest = submission.digest(name, process.pk)
    if submission.version != process.version:
        # A request that was answered has moved the version: only then can there be a stored answer.
        if event := answered(submission.client_id, actor=actor, digest=digest):
            return _taken(event, event.site, replayed=True)
        raise Stale(news_since(process, submission.version))
    step = open_step(process, name)
    lines.open_item(process, step, submission.item)
    if sentence := permission.objection(step, process, actor):
        raise NotPermitted(sentence)
    if actor.is_demo and not process.simulated:
        raise SimulationMixed
    at = simulated_time.checked(submission.at, site=site, simulated=process.simulated)
    check_due(process, step, at)
    before_state, before, item_before = process.state, rows.held(process), lines.columns(process.item)
    awaited_before = outbox.awaits_of(site)
    may_stay = step.target is None or before_state in step.targets
    duties_before = process.duties_held() if may_stay else set()
    form = step_form(process, step, data=_form_data(submission), localized=submission.localized)
    waived = _judge(process, step, actor, submission, form)
    try:
        getattr(process, name)()
    except ValidationError as error:
        raise Invalid({"__all__": error.messages}) from error

    by = Authorship.under(
        actor,
        permission.grant_for(step, process, actor),
        recorded_at=at,
        device_at=submission.device_at,
        request_id=submission.request_id,
        client_id=submission.client_id,
        request_digest=digest if submission.client_id else "",
    )
    process.version += 1
    process.actors = {**process.actors, name: sorted({*process.actors.get(name, []), *by.actors})}
    process.waived = bool(waived) or (process.waived and _set_aside_elsewhere(process, step))
    turned = [name for name in ("escalations", "duties_since") if getattr(process, name)]
    if process.state != before_state:
        process.state_since, process.escalations, process.duties_since = by.recorded_at, {}, {}
    elif process.note_duties(duties_before, by.recorded_at):
        turned = ["escalations", "duties_since"]
    if step.letter:
        letters.enter(process, step, submission.letter, by)
    changes = rows.changed(process, before)
    # What the step rests on, before it begins a new round of it.
    evidence = [item.sha256 for slot in step.evidence for item in process.counted(slot)]
    of_item = lines.write(process, step, item_before, by) if step.record else {}
    of_item |= lines.add_all(process, process.drawn_up, by)
    more = ["rounds", "standing"] if process.begin_rounds(step, before_state) else []
    written = rows.writing(process, [*changes, "state", "state_since", "version", "actors", "waived", *turned, *more])

    claims.settle(process, by.recorded_at)
    for verdict in waived:
        _record_waiver(process, step, verdict, _waiving(actor, verdict, process, by))
    event = ledger.record(
        site,
        verb="step",
        by=by,
        changes={**changes, **of_item, **undoing.cited(process, step)},
        evidence=evidence,
        reason_code=form.cleaned_data.get("reason_code", ""),
        reason_text=form.cleaned_data.get("reason_text", ""),
        process_id=process.pk,
        process_kind=process.kind,
        process_version=process.version,
        step=name,
        before_state=before_state,
        after_state=process.state,
    )
    moved = []
    if step.locates and (position := process.located()):
        _locate(site, process, position, by)
        moved = services.POSITION_FIELDS
    stood = projection.standing(site, process)
    judged = projection.project(site, process)
    if projection.standing(site, process) != stood:
        judged += projection.project_dependents(site, process)
    word = outbox.word_of(site, awaited_before, event=event, process=process, step=step)
    projection.keep(site, judged, moved, [*written, *word])
    return _taken(event, site)


def news_since(process: Process, version: int) -> list[Event]:
    """The ledger entries of the process after the version somebody read, oldest first."""
    return list(Event.objects.filter(process_id=process.pk, process_version__gt=version).order_by("seq"))


def open_step(process: Process, name: str) -> Step:
    """The declared step of that name, if it starts in the present state. Raises WrongState, AlreadyTaken."""
    step = process.steps.get(name)
    if step is None:
        raise WrongState(_("There is no step of that name in this workflow."))
    if process.state not in step.sources:
        if done := _left_by(process, step):
            raise AlreadyTaken(step, process, done)
        raise WrongState(
            _("“%(step)s” is not possible while the state is “%(state)s”.")
            % {"step": step.label, "state": process.state_label}
        )
    return step


def _left_by(process: Process, step: Step) -> Event | None:
    """The entry of this step, when it is what last led the process out of the states it starts from."""
    left = Event.objects.filter(process_id=process.pk, verb="step", before_state__in=step.sources)
    last = left.exclude(after_state__in=step.sources).order_by("-seq").first()
    return last if last is not None and last.step == step.name else None


def _form_data(submission: Submission) -> dict:
    return {
        **submission.fields,
        "reason_code": submission.reason.code,
        "reason_text": submission.reason.text,
    }


def _judge(process: Process, step: Step, actor, submission: Submission, form: ModelForm) -> list[Verdict]:
    """The rules that were set aside, when nothing else is in the way.

    Everything that can be judged is said at once: answers, files, and the rules whose answers could be read. Raises
    Invalid, Incomplete or GuardsUnmet.
    """
    errors = {field: list(sentences) for field, sentences in form.errors.items()}
    found = verdicts(
        process,
        step,
        actor.scope.roles_at(process.site.code),
        waivers=submission.waivers,
        unread=unread_columns(process, errors),
    )
    unmet = [
        Unmet(f"evidence.{slot.name}", sentence)
        for slot in step.evidence
        if (sentence := missing(slot, process.counted(slot)))
    ] + [Unmet(one.guard.code, one.sentence, one.waivable) for one in found if one.status == "unmet"]
    if errors:
        raise Incomplete(errors, unmet) if unmet else Invalid(errors)
    if unmet:
        raise GuardsUnmet(unmet)
    return [one for one in found if one.status == "waived"]


def _set_aside_elsewhere(process: Process, step: Step) -> bool:
    """Does a waiver of another step stand, one that its step was not taken again without, nor taken back?"""
    later = Event.objects.filter(process_id=OuterRef("process_id"), verb="step", recorded_at__gt=OuterRef("waived_at"))
    over = Q(Exists(later.filter(step=OuterRef("step"))))
    for back in process.steps.values():
        if back.undoes:
            over |= Q(Exists(later.filter(step=back.name)), step=back.undoes)
    return process.waivers.exclude(step__in=[step.name, step.undoes]).filter(~over).exists()


def _waiving(actor, verdict: Verdict, process: Process, by: Authorship) -> Authorship:
    """Under which of his roles the person sets the rule aside: that of the step, where it may."""
    roles = verdict.guard.waivable_by
    if by.role in roles:
        return by.without_client_id()
    return by.acting_under(actor.scope.grants_at(process.site.code, roles)[0])


def _record_waiver(process: Process, step: Step, verdict: Verdict, by: Authorship) -> None:
    code, reason = verdict.guard.code, verdict.reason
    Waiver.objects.create(
        process=process,
        step=step.name,
        guard=code,
        unmet=verdict.sentence,
        reason_code=reason.code,
        reason_text=reason.text.strip(),
        waived_by=by.user,
        waived_at=by.recorded_at,
    )
    ledger.record(
        process.site,
        verb="waived",
        by=by,
        changes={"guard": [None, code], "unmet": [None, verdict.sentence]},
        reason_code=reason.code,
        reason_text=reason.text.strip(),
        process_id=process.pk,
        process_kind=process.kind,
        process_version=process.version,
        step=step.name,
    )


def _locate(site: Site, process: Process, position, by: Authorship) -> None:
    point, accuracy_m = position
    services.move(
        site,
        point,
        source=Site.PositionSource.SURVEYED,
        accuracy_m=accuracy_m,
        as_of=timezone.localdate(by.recorded_at),
        note=str(process),
        by=by.without_client_id(),
    )


def _taken(event: Event, site: Site, *, replayed: bool = False) -> StepTaken:
    return StepTaken(
        process_id=event.process_id,
        kind=event.process_kind,
        site=site.code,
        step=event.step,
        state=event.after_state,
        version=event.process_version,
        event_seq=event.seq,
        event_hash=event.hash,
        item=event.changes.get(lines.ITEM, [None, ""])[-1],
        replayed=replayed,
    )
