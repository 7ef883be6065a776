"""Who is awaited at a process, for which step, and why: the one answer that pages, lists, inbox, map and API give."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.roles import Role
from workflows.guards import Guard
from workflows.models import Process
from workflows.step import Step


@dataclass(frozen=True)
class Awaited:
    """Offices of these roles are waited for, so that the step can be taken.

    ``guard`` is None when they are to take the step themselves; else it is the rule they have to make true first, and
    ``sentence`` says why it does not hold.
    """

    step: Step
    roles: frozenset[Role]
    guard: Guard | None = None
    sentence: str = ""

    @property
    def cause(self) -> str:
        """The guard's code, "" when nothing but the step itself is waited for."""
        return self.guard.code if self.guard else ""

    def as_row(self) -> dict:
        """What the site's read-model keeps of it."""
        return {"step": self.step.name, "roles": sorted(self.roles), "cause": self.cause}


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
        stopped = [
            Awaited(step, guard.owners, guard, sentence)
            for guard in step.guards
            if guard.owners and not is_pending(guard, step, process) and (sentence := guard.unmet(process))
        ]
        found += stopped or [Awaited(step, step.by)]
    return found


def from_row(flow: type[Process], row: dict) -> Awaited | None:
    """What ``as_row`` kept, without the sentence: it is said of the process, in the reader's language.

    None for a step that is not declared any more: an earlier program kept it, and the read-model is not renewed yet.
    """
    step = flow.steps.get(row["step"])
    if step is None:
        return None
    guard = next((guard for guard in step.guards if guard.code == row["cause"]), None)
    return Awaited(step, frozenset(map(Role, row["roles"])), guard)


def is_pending(guard: Guard, step: Step, process: Process) -> bool:
    """Can the guard only be judged on submission, because the step asks for something it reads that is empty yet?

    A rule of a step about a line is judged when a line of that kind is at hand.
    """
    if step.record and not isinstance(process.item, step.record.model):
        return True
    subject = process.item if step.record else process
    return any(getattr(subject, name) in (None, "") for name in set(guard.fields) & set(step.fields))


def remedies(flow: type[Process], guard: Guard, stopped: Step, state: str) -> list[Step]:
    """The steps from that state by which an owner of the guard can make it true: they ask for a column it reads.

    Empty when the remedy lies outside this process.
    """
    return [
        step
        for step in flow.steps.values()
        if step is not stopped and state in step.sources and step.by & guard.owners and _asks(step, guard.fields)
    ]


def deed_of(awaited: Awaited, process: Process, *, state: str = "") -> str:
    """What is awaited of them, in words: the step, or the one by which they make the rule true that stops it; where
    that lies outside the process, what the rule says. ``state``: as for ``awaited_at``."""
    if awaited.guard is None:
        return str(awaited.step.label)
    found = remedies(type(process), awaited.guard, awaited.step, state or process.state)
    return ", ".join(str(step.label) for step in found) or awaited.sentence


def _asks(step: Step, columns: Iterable[str]) -> bool:
    return bool(set(step.fields).intersection(columns))
