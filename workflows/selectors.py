"""Questions about processes: what stands at a site, what may happen next, what blocks it and who owns it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F
from django.utils.functional import cached_property

from accounts.roles import Role
from gis_data.querysets import prefix_q
from sites.models import Event, Site
from workflows import permission, registry
from workflows.awaited import Awaited, Raised, awaited_at, is_pending, remedies
from workflows.guards import Guard
from workflows.judging import missing
from workflows.models import Evidence, Process
from workflows.owners import Owners, is_nearest, names_of, owners_at
from workflows.services.start import objection
from workflows.step import EvidenceSlot, Step


@dataclass(frozen=True)
class GuardAnswer:
    """What a guard says beforehand. ``sentence`` is "" when it holds; ``pending``: it is judged on submission."""

    guard: Guard
    sentence: str
    pending: bool
    waivable: bool


@dataclass(frozen=True)
class SlotAnswer:
    """An evidence slot with the files that count in it; ``missing`` says what is still lacking, "" when it is filled.

    ``earlier`` are the files of a fresh slot that earlier rounds rested on, those of a decision in force last.
    """

    slot: EvidenceSlot
    files: list[Evidence]
    missing: str
    earlier: list[Evidence] = field(default_factory=list)

    @classmethod
    def of(cls, slot: EvidenceSlot, process: Process) -> "SlotAnswer":
        files = process.counted(slot)
        return cls(slot, files, missing(slot, files), process.earlier_rounds(slot) + process.in_force(slot))


@dataclass(frozen=True)
class AwaitedOffices:
    """The offices (or people) that are waited for; ``cause`` is what they have to put right first, "" when nothing.

    ``due``: the last day of their term, None: there is none. ``raised``: to whom it was raised after that.
    """

    offices: list[str]
    cause: str
    due: datetime.date | None = None
    raised: Raised | None = None


@dataclass(frozen=True)
class NextStep:
    """A step from the present state, as one person sees it.

    ``objection`` is the sentence why this person may not take it, "" when he may. ``owners`` are the offices (or
    people) that can; ``awaited`` those who are waited for, so that it can be taken (none: it awaits nobody). ``turn``:
    is it this person's turn? Then ``because`` says what he has to put right by it, "" when the step itself is awaited.
    ``acting_for``: whose role he exercises by it, "" for his own.
    """

    step: Step
    process: Process = field(repr=False)
    objection: str
    guards: list[GuardAnswer]
    slots: list[SlotAnswer]
    owners: list[str] = field(default_factory=list)
    awaited: list[AwaitedOffices] = field(default_factory=list)
    turn: bool = False
    because: str = ""
    acting_for: str = ""

    @property
    def due(self) -> datetime.date | None:
        """The last day of the step's term, while somebody is awaited for it; None: there is none."""
        return next((one.due for one in self.awaited), None)

    @property
    def raised(self) -> Raised | None:
        """To whom it was raised when that day had passed."""
        return next((one.raised for one in self.awaited if one.raised), None)

    @property
    def permitted(self) -> bool:
        return not self.objection

    @cached_property
    def warnings(self) -> list[str]:
        """What whoever decides should notice, a sentence each; none of it blocks.

        Asked for when it is read, and only of a step that is this person's or that somebody is waited for.
        """
        due = self.step.duty is not None and self.step.duty.holds(self.process)
        if not (self.permitted or due):
            return []
        return [
            sentence
            for warning in self.step.warnings
            if not is_pending(warning, self.step, self.process) and (sentence := warning.unmet(self.process))
        ]

    @property
    def stopped(self) -> bool:
        """Does a rule that is another office's to put right stop it, and may this person not set it aside?"""
        return any(answer.sentence and answer.guard.owners and not answer.waivable for answer in self.guards)

    @property
    def blocks(self) -> list[str]:
        """The sentences of everything known to be in the way, whoever acts; waivable rules included."""
        return [answer.sentence for answer in self.guards if answer.sentence] + [
            answer.missing for answer in self.slots if answer.missing
        ]


def process_for(user, process_id: int) -> Process:
    """The process as its workflow's class, with its site and place, if the person may see it.

    Raises Process.DoesNotExist.
    """
    head = Process.objects.values_list("kind", "site__code").filter(pk=process_id).first()
    if head is None or not user.scope.covers(head[1]):
        raise Process.DoesNotExist
    flow = registry.flow(head[0])
    return flow.objects.select_related("site__village__parent__parent", "site__cooperative").get(pk=process_id)


def processes_at(site: Site) -> list[Process]:
    """Every process of the site as its workflow's own class, oldest first; one query per workflow that has any."""
    kinds = {row["kind"] for row in site.processes.values()}
    found = [process for kind in kinds for process in registry.flow(kind).objects.filter(site=site)]
    for process in found:
        process.site = site
    return sorted(found, key=lambda process: process.pk)


def next_steps(process: Process, user, *, owners: Owners | None = None) -> list[NextStep]:
    """The declared steps from the present state, the way forward first, each with what blocks it and who owns it.

    ``owners`` are the offices at the site, when they are known already.
    """
    steps = process.steps_from_here()
    if owners is None:
        owners = owners_at(roles_from_here(process), [process.site.code])[process.site.code]
    awaited = awaited_at(process)
    turns = turns_of(awaited, process, user, owners)
    return [
        NextStep(
            step=declared,
            process=process,
            objection=permission.objection(declared, process, user),
            guards=[_answer(guard, declared, process, user) for guard in declared.guards],
            slots=[SlotAnswer.of(slot, process) for slot in declared.evidence],
            owners=names_of(declared.by, owners, declared.region_for(process)),
            awaited=[
                AwaitedOffices(names_of(one.roles, owners, one.region), one.sentence, one.due, one.raised)
                for one in awaited
                if one.step is declared
            ],
            turn=declared.name in turns,
            because=turns.get(declared.name, ""),
            acting_for=permission.acting_for(declared, process, user),
        )
        for declared in steps
    ]


def roles_from_here(process: Process) -> set[Role]:
    """Every role that may take a step from the present state, or owns a rule of one."""
    steps = process.steps_from_here()
    return {role for step in steps for role in step.by.union(*(guard.owners for guard in step.guards))}


def last_moves(process_ids: Iterable[int]) -> dict[int, Event]:
    """The entry that brought each process into its present state, by the process. One query if there are any."""
    ids = list(process_ids)
    if not ids:
        return {}
    moves = Event.objects.filter(process_id__in=ids, verb="step").exclude(before_state=F("after_state"))
    return {event.process_id: event for event in moves.order_by("process_id", "-seq").distinct("process_id")}


def turns_of(awaited: Iterable[Awaited], process: Process, user, owners: Owners) -> dict[str, str]:
    """The steps that are this person's to take now, each with what he has to put right by it ("" for nothing).

    A step stopped by a rule whose owner has no remedy within the process stands here under its own name: it is his
    turn, though not to take it. The inbox reads the same from the rows that ``workflows.turns`` keeps.
    """
    turns: dict[str, str] = {}
    for one in awaited:
        found = remedies(type(process), one.guard, one.step, process.state) if one.guard else [one.step]
        for step in found or [one.step]:
            roles, region = (one.roles & step.by, step.region_for(process)) if found else (one.roles, "")
            near = is_nearest(user, roles, owners, region)
            near = near or (one.raised is not None and one.raised.reaches_by(user, roles))
            parted = found and (
                permission.objection(step, process, user) or permission.took_before(step, process, user)
            )
            if near and not parted:
                turns[step.name] = turns.get(step.name) or one.sentence
    return turns


def possible_starts(site: Site, user) -> list[type[Process]]:
    """The workflows this person may open at the site."""
    return [
        flow for flow in registry.flows() if permission.may_start(flow, site.code, user) and not objection(flow, site)
    ]


def untouched_draft(user, site_code: str, kind: str) -> Process | None:
    """The process of that kind which the person opened at the site and nobody has done anything with since, or None.

    Raises registry.UnknownKind.
    """
    flow = registry.flow(kind)
    drafts = flow.objects.filter(
        prefix_q("site__code", user.scope.region_codes),
        site__code=site_code,
        state=flow.initial,
        version=1,
        actors__contains={"start": [user.pk]},
    )
    return drafts.select_related("site").first()


def duties_of(process: Process, user) -> list[Step]:
    """The steps of the process that are this person's turn now. One query."""
    awaited = awaited_at(process)
    owners = owners_at(roles_from_here(process), [process.site.code])[process.site.code]
    turns = turns_of(awaited, process, user, owners)
    return [declared for declared in process.steps_from_here() if declared.name in turns]


def state_catalogue() -> list[dict]:
    """Every workflow with its states in words, for legends and filters."""
    return [
        {
            "kind": flow.kind_name,
            "label": str(flow.label),
            "states": [{"value": value, "label": str(label)} for value, label in flow.State.choices],
        }
        for flow in registry.flows()
    ]


def _answer(guard: Guard, declared: Step, process: Process, user) -> GuardAnswer:
    pending = is_pending(guard, declared, process)
    return GuardAnswer(
        guard=guard,
        sentence="" if pending else guard.unmet(process),
        pending=pending,
        waivable=bool(guard.waivable_by & user.scope.roles_at(process.site.code)),
    )
