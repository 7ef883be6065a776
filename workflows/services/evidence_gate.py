"""What everything done to the files of a process has in common: who may do it now, and how it is recorded."""

import datetime

from django.utils.translation import gettext as _

from sites import ledger, services, simulated_time
from sites.authorship import Authorship
from workflows import permission
from workflows.models import Evidence, Process
from workflows.refusals import Invalid, NotPermitted, SimulationMixed, WrongState
from workflows.services.locking import locked
from workflows.step import EvidenceSlot, Step

# What ``record`` is called with: an entry of these verbs speaks of files only.
FILE_VERBS = frozenset({"evidence_added", "evidence_withdrawn", "evidence_positioned"})


def open_step(process: Process, slot: str, actor) -> Step:
    """The step from here that asks for the slot and that the person may take.

    Raises WrongState, NotPermitted, SimulationMixed.
    """
    steps = [step for step in process.steps_from_here() if slot in {item.name for item in step.evidence}]
    if not steps:
        raise WrongState(
            _("Files of this kind cannot be changed while the state is “%(state)s”.") % {"state": process.state_label}
        )
    objections = [permission.objection(step, process, actor) for step in steps]
    if all(objections):
        raise NotPermitted(objections[0])
    if actor.is_demo and not process.simulated:
        raise SimulationMixed
    return steps[objections.index("")]


def locked_file(evidence_id: int, actor) -> tuple[Process, Evidence]:
    """The file as it stands, and its process, which is locked until the end of the transaction.

    Raises Evidence.DoesNotExist for one that is not there, or that the actor may not see.
    """
    process_id = Evidence.objects.values_list("process_id", flat=True).get(pk=evidence_id)
    try:
        process = locked(process_id, actor)
    except Process.DoesNotExist:
        raise Evidence.DoesNotExist from None
    # Read under the lock: whoever was quicker may have changed it.
    return process, Evidence.objects.get(pk=evidence_id)


def open_file(process: Process, item: Evidence, actor) -> Step:
    """The same for a file that is there: it may still be changed. Raises WrongState for one of an earlier round too."""
    step = open_step(process, item.slot, actor)
    if not process.counts(item, declared_slot(process, item.slot)):
        raise WrongState(_("An earlier decision rests on this file; it stays as it is."))
    return step


def declared_slot(process: Process, name: str) -> EvidenceSlot:
    """The slot of that name. Raises Invalid."""
    slots = {slot.name: slot for step in process.steps.values() for slot in step.evidence}
    if name not in slots:
        raise Invalid({"slot": [_("This workflow takes no files under that name.")]})
    return slots[name]


def authorship(process: Process, step: Step, actor, at: datetime.datetime | None, **request) -> Authorship:
    """The person with the assignment under which he may take the step. ``at``: a simulated moment, else None."""
    grant = permission.grant_for(step, process, actor)
    return Authorship.under(
        actor,
        grant,
        recorded_at=simulated_time.checked(at, site=process.site, simulated=process.simulated),
        **request,
    )


def record(process: Process, verb: str, slot: str, rows: list[Evidence], by: Authorship, changes=None) -> None:
    """Write the entry about the files and move the process's version. ``changes``: what the entry says besides."""
    note(process, verb, slot, rows, by, changes)
    process.save(update_fields=["version"])
    services.save(process.site, [])


def note(process: Process, verb: str, slot: str, rows: list[Evidence], by: Authorship, changes=None) -> None:
    """The same without writing: a step that the caller takes at once writes process, site and entries together."""
    process.version += 1
    ledger.record(
        process.site,
        verb=verb,
        by=by,
        changes={"slot": slot, "files": [row.filename for row in rows], **(changes or {})},
        evidence=[row.sha256 for row in rows],
        process_id=process.pk,
        process_kind=process.kind,
        process_version=process.version,
    )
