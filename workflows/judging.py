"""Judging a step: what each of its rules says of the answers, once, for the gate and for the page it refuses."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows import privacy
from workflows.guards import Guard
from workflows.models import Evidence, Process
from workflows.refusals import WrongState
from workflows.step import EvidenceSlot, Step
from workflows.submission import Reason


@dataclass(frozen=True)
class Verdict:
    """What one rule says.

    ``status`` is "pending" when an answer it needs is missing or cannot be read. ``sentence`` is "" when it is met or
    pending. ``waivable``: may this person set it aside? ``reason`` is what he set it aside with (None: he did not).
    """

    guard: Guard
    status: Literal["met", "unmet", "waived", "pending"]
    sentence: str = ""
    waivable: bool = False
    reason: Reason | None = None


def unread_columns(process: Process, errors: Iterable[str]) -> set[str]:
    """The columns no rule can be judged by: those with an error, and the outlines that are made of them."""
    wrong = set(errors)
    return wrong | {column for column, parts in process.made_of.items() if wrong.intersection(parts)}


def verdicts(
    process: Process,
    step: Step,
    roles: Collection[str],
    *,
    waivers: Mapping[str, Reason],
    unread: Collection[str] = (),
) -> list[Verdict]:
    """Every rule of the step, judged by what now stands in the process, in the order they are declared.

    ``roles``: the person's at the site, which decide what he may set aside. ``unread``: see ``unread_columns``.
    """
    return [_verdict(guard, process, frozenset(roles), waivers, frozenset(unread)) for guard in step.guards]


def _verdict(
    guard: Guard, process: Process, roles: frozenset[str], waivers: Mapping[str, Reason], unread: frozenset[str]
) -> Verdict:
    if unread.intersection(guard.fields):
        return Verdict(guard, "pending")
    sentence = guard.unmet(process)
    if not sentence:
        return Verdict(guard, "met")
    waivable, reason = bool(guard.waivable_by & roles), waivers.get(guard.code)
    if waivable and reason and reason.is_waiver:
        if refused := privacy.objection(reason.text, strict=True):
            return Verdict(guard, "unmet", f"{sentence} {refused}", waivable)
        return Verdict(guard, "waived", sentence, waivable, reason)
    return Verdict(guard, "unmet", sentence, waivable)


def check_due(process: Process, step: Step, at: datetime.datetime | None) -> None:
    """Raises WrongState for a step that time takes and whose day has not come. ``at``: a simulated time."""
    if step.due is None:
        return
    subject = process.item if step.record and not step.record.adds else process
    if not step.due.reached(subject, timezone.localdate(at)):
        raise WrongState(_("The day for “%(step)s” has not come yet.") % {"step": step.label})


def missing(slot: EvidenceSlot, attached: list[Evidence]) -> str:
    """What is still missing in an evidence slot, in a sentence; "" when it is filled."""
    files = [item for item in attached if item.slot == slot.name]
    if slot.located:
        files = [item for item in files if item.position]
    if len(files) >= slot.minimum:
        return ""
    if slot.located:
        return _("%(label)s: %(count)d of at least %(minimum)d with a position.") % {
            "label": slot.label,
            "count": len(files),
            "minimum": slot.minimum,
        }
    return _("%(label)s: %(count)d of at least %(minimum)d attached.") % {
        "label": slot.label,
        "count": len(files),
        "minimum": slot.minimum,
    }
