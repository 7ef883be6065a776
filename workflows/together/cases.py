"""The cases of a queue that could be decided together: each as it stands now, judged as its own page judges it."""

import copy
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gis_data.models import Region
from workflows import permission
from workflows.awaited import is_pending
from workflows.forms import step_form
from workflows.inbox import Queue
from workflows.judging import unread_columns, verdicts
from workflows.models import BulkItem, Process
from workflows.refusals import Refused, SimulationMixed, Stale
from workflows.services.take_step import open_step
from workflows.step import Step

# What a person can look through before he signs one letter; the list of one answer.
MOST = 200
# What one answer decides at most, the cases that are not listed included.
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Case:
    """One process. ``objections`` are the sentences why it cannot be decided with the others, none when it can;
    ``warnings`` what should be noticed before."""

    process: Process
    objections: list[str]
    warnings: list[str]

    @property
    def decidable(self) -> bool:
        return not self.objections


@dataclass(frozen=True)
class Waiting:
    """What of a queue is decided by one answer. ``total``: how many; ``issuers``: the governments whose letters decide,
    where there are several; ``issuer``: the code of the one whose cases these are."""

    processes: list[Process]
    total: int
    issuers: list[Region]
    issuer: str = ""


def waiting_in(queue: Queue, *, issuer: str = "", among: Collection[int] | None = None, most: int = MOST) -> Waiting:
    """The queue's processes, the oldest first, ``most`` at a time; of one issuer where letters decide.

    ``among``: only those with these ids. The same number of queries however many there are.
    """
    found = _in(queue)
    column = queue.step.letter.issuer if queue.step.letter else ""
    issuers = []
    if column:
        codes = sorted(set(found.order_by().values_list(column, flat=True)))
        issuer = issuer if issuer in codes else next(iter(codes), "")
        issuers = list(Region.objects.filter(code__in=codes).order_by("code")) if len(codes) > 1 else []
        found = found.filter(**{column: issuer})
    if among is not None:
        found = found.filter(pk__in=among)
    processes = list(found[:most])
    queue.flow.fetch_for_judging(processes)
    return Waiting(processes, len(processes) if len(processes) < most else found.count(), issuers, issuer)


def judge(
    processes: Iterable[Process],
    step: Step,
    user,
    *,
    answers: Mapping | None = None,
    versions: Mapping[int, int] | None = None,
) -> list[Case]:
    """What the rules say of each, in the order in which they are decided: each as if those before it were.

    ``answers``: the values of the asked columns, None as long as they are not given, and nothing is used up;
    ``versions``: those that were read, by process.
    """
    processes, before = list(processes), []
    under_way = BulkItem.objects.filter(process__in=processes, status=BulkItem.Status.WAITING)
    taken = dict(under_way.values_list("process_id", "decision__actor__full_name"))
    return [
        Case(process, [_under_way(taken[process.pk])], [])
        if process.pk in taken
        else _case(process, step, user, answers, (versions or {}).get(process.pk), before)
        for process in processes
    ]


def _in(queue: Queue) -> QuerySet[Process]:
    mine = queue.turns.filter(kind=queue.flow.kind_name, step=queue.step.name)
    processes = queue.flow.objects.filter(pk__in=mine.values("process_id"))
    return processes.select_related("site__village__parent__parent").order_by("state_since", "pk")


def _case(
    process: Process, step: Step, user, answers: Mapping | None, version: int | None, before: list[Process]
) -> Case:
    """``before``: those that can be decided before it; where it can be too, it joins them."""
    if sentence := _closed(process, step, user, version):
        return Case(process, [sentence], [])
    answered = copy.copy(process)
    answered.decided_before = before
    errors: dict[str, list[str]] = {}
    if answers is None:
        unread = {name for guard in step.guards if is_pending(guard, step, process) for name in guard.fields}
    else:
        form = step_form(answered, step, data=dict(answers), localized=False)
        errors = form.errors
        unread = unread_columns(answered, errors)
    found = verdicts(answered, step, user.scope.roles_at(process.site.code), waivers={}, unread=unread)
    objections = [sentence for sentences in errors.values() for sentence in sentences]
    by_itself = _("It can be set aside with a reason: decide this case by itself.")
    objections += [
        f"{one.sentence} {by_itself}" if one.waivable else one.sentence for one in found if one.status == "unmet"
    ]
    warnings = [] if objections else [sentence for rule in step.warnings if (sentence := rule.unmet(answered))]
    if answers is not None and not objections:
        before.append(answered)
    return Case(process, objections, warnings)


def _under_way(name: str) -> str:
    return _("%(name)s has decided this case together with others already; it is being carried out.") % {"name": name}


def _closed(process: Process, step: Step, user, version: int | None) -> str:
    """Why the person could not take the step at all, by state, version and permission."""
    try:
        open_step(process, step.name)
        if version not in {None, process.version}:
            raise Stale([])
        if user.is_demo and not process.simulated:
            raise SimulationMixed
    except Refused as refused:
        return refused.sentence
    return permission.objection(step, process, user)
