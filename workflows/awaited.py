"""Who is awaited at a process, for which step, and why: the one answer that pages, lists, inbox, map and API give."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.roles import Role
from workflows.calendar.deadlines import due_on
from workflows.guards import Guard
from workflows.models import Process
from workflows.step import Step


@dataclass(frozen=True)
class Awaited:
    """Offices of these roles are waited for, so that the step can be taken.

    ``guard`` is None when they are to take the step themselves; else it is the rule they have to make true first, and
    ``sentence`` says why it does not hold. ``due`` is the last day of the step's term, None: it has none.
    ``raised`` says to whom it was raised when that day had passed. ``region``: the very region whose
    offices they are, "" where the site's place decides (``step(at=…)``).
    """

    step: Step
    roles: frozenset[Role]
    guard: Guard | None = None
    sentence: str = ""
    due: datetime.date | None = None
    raised: "Raised | None" = None
    region: str = ""

    @property
    def cause(self) -> str:
        """The guard's code, "" when nothing but the step itself is waited for."""
        return self.guard.code if self.guard else ""

    @property
    def key(self) -> str:
        """What tells it from whatever else is awaited at its process."""
        return key_of(self.step, self.guard)

    def as_row(self) -> dict:
        """What the site's read-model keeps of it."""
        row = {"step": self.step.name, "roles": sorted(self.roles), "cause": self.cause}
        if self.region:
            row["at"] = self.region
        if self.due:
            row["due"] = self.due.isoformat()
        if self.raised:
            row["to"] = [{"role": role, "region": region} for role, region in self.raised.to]
            row["raised_on"] = self.raised.on.isoformat()
        return row


@dataclass(frozen=True)
class Raised:
    """An awaited step whose term ended, raised to the next office: who holds the role in the region, from which day.

    ``to``: (role, region code) pairs; ``names``: the offices, as they were called on that day.
    """

    on: datetime.date
    to: tuple[tuple[str, str], ...]
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: dict | None) -> "Raised | None":
        """From what ``Process.escalations`` keeps; None from None."""
        if kept is None:
            return None
        to = tuple((role, region) for role, region in kept["to"])
        return cls(datetime.date.fromisoformat(kept["on"]), to, tuple(kept["names"]))

    def as_kept(self) -> dict:
        """For ``Process.escalations``."""
        return {"on": self.on.isoformat(), "to": [list(pair) for pair in self.to], "names": list(self.names)}

    def reaches_by(self, user, roles: Iterable[Role]) -> bool:
        """Was it raised to this person in one of these roles?"""
        return any(role in set(roles) and region in user.scope.regions_of({role}) for role, region in self.to)


def key_of(step: Step, guard: Guard | None) -> str:
    """The name of what is awaited among all that is awaited at a process: the step, and the rule that stops it."""
    return f"{step.name}:{guard.code if guard else ''}"


def awaited_at(process: Process, *, state: str = "") -> list[Awaited]:
    """Who is awaited now, in the order of the steps; or who will be, when it comes into that state as it is.

    A rule that does not hold and names owners is theirs to put right, so they are awaited and not the step's actor,
    who can do nothing about it; a rule without owners is his to put right or to set aside. Nobody is awaited at a
    process that cannot come to its goal (``Process.rival``).
    """
    if process.rival is not None:
        return []
    found = []
    for step in process.steps.values():
        if (state or process.state) not in step.sources or step.duty is None or not step.duty.holds(process):
            continue
        # In a state that lies ahead no term has begun.
        due = None if state else due_on(process, step)
        stopped = [
            Awaited(
                step,
                guard.owners,
                guard,
                sentence,
                due,
                _raised(process, step, guard),
                _region_of(guard, step, process, state or process.state),
            )
            for guard in step.guards
            if guard.owners and not is_pending(guard, step, process) and (sentence := guard.unmet(process))
        ]
        raised, region = _raised(process, step, None), step.region_for(process)
        found += stopped or [Awaited(step, _asked(step, process), due=due, raised=raised, region=region)]
    return found


def _asked(step: Step, process: Process) -> frozenset[Role]:
    """The roles that are asked to take the step, of those that may."""
    opener = frozenset([Role(process.opened_as)]) if process.opened_as else frozenset()
    return opener & step.by if step.duty.of_opener and opener & step.by else step.by


def _raised(process: Process, step: Step, guard: Guard | None) -> Raised | None:
    return Raised.of(process.escalations.get(key_of(step, guard))) if process.escalations else None


def from_row(flow: type[Process], row: dict) -> Awaited | None:
    """What ``as_row`` kept, without the sentence, which is said of the process in the reader's language, and without
    the names of the offices it was raised to.

    None for a step that is not declared any more: an earlier program kept it, and the read-model is not renewed yet.
    """
    step = flow.steps.get(row["step"])
    if step is None:
        return None
    guard = next((guard for guard in step.guards if guard.code == row["cause"]), None)
    due = row.get("due")
    raised = None
    if "to" in row:
        to = tuple((one["role"], one["region"]) for one in row["to"])
        raised = Raised(datetime.date.fromisoformat(row["raised_on"]), to)
    return Awaited(
        step,
        frozenset(map(Role, row["roles"])),
        guard,
        due=due and datetime.date.fromisoformat(due),
        raised=raised,
        region=row.get("at", ""),
    )


def is_pending(guard: Guard, step: Step, process: Process) -> bool:
    """Can the guard only be judged on submission, because the step asks for something it reads that is empty yet?

    A rule of a step about a line is judged when a line of that kind is at hand.
    """
    if step.record and not isinstance(process.item, step.record.model):
        return True
    subject = process.item if step.record else process
    # What is kept of it: a reference that is empty yet refers to nothing.
    columns = (subject._meta.get_field(name).attname for name in set(guard.fields) & set(step.fields))
    return any(getattr(subject, column) in (None, "") for column in columns)


def remedies(flow: type[Process], guard: Guard, stopped: Step, state: str) -> list[Step]:
    """The steps from that state by which an owner of the guard can make it true: they ask for a column it reads.

    Empty when the remedy lies outside this process.
    """
    return [
        step
        for step in flow.steps.values()
        if step is not stopped and state in step.sources and step.by & guard.owners and _asks(step, guard.fields)
    ]


def _region_of(guard: Guard, stopped: Step, process: Process, state: str) -> str:
    """The very region whose offices make the rule true, when all steps by which they can are taken there."""
    found = {step.region_for(process) for step in remedies(type(process), guard, stopped, state)}
    return found.pop() if len(found) == 1 else ""


def deed_of(awaited: Awaited, process: Process, *, state: str = "") -> str:
    """What is awaited of them, in words: the step, or the one by which they make the rule true that stops it; where
    that lies outside the process, the step with what the rule says. ``state``: as for ``awaited_at``."""
    if awaited.guard is None:
        return str(awaited.step.label)
    found = remedies(type(process), awaited.guard, awaited.step, state or process.state)
    if found:
        return ", ".join(str(step.label) for step in found)
    words = {"step": awaited.step.label, "sentence": awaited.sentence.rstrip(".")}
    return _("%(step)s, which is held up: %(sentence)s") % words


def _asks(step: Step, columns: Iterable[str]) -> bool:
    return bool(set(step.fields).intersection(columns))
