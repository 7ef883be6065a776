"""``step()``: the declaration of one step of a workflow, and the only place where transitions are made.

A declaration says who, from which states, to which state, what is asked, which papers and photographs, which guards,
which reasons. The button, the form, the API, the phone, the documentation and the tests all read it; none repeats it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q, TextChoices
from django.utils.functional import Promise
from django_fsm import transition

from accounts.roles import Role
from workflows.guards import Guard


class StepDeclarationError(Exception):
    """A step is declared in a way that must not reach users: no role, no source, a reason list that is not one."""


@dataclass(frozen=True)
class EvidenceSlot:
    """A place for files of one meaning: ``EvidenceSlot("plot_photo", _("Photos of the plot"), minimum=4)``.

    ``minimum`` 0: files may be attached, none must. ``accepts`` is "photo" or "document" (PDF or photo); ``located``
    asks that photos carry a position. ``fresh``: only files of the present round count. A round begins whenever the
    process comes (back) into a state in which the slot is filled, and after a step that asks for it and stays in such a
    state; what an earlier decision rested on stays readable, but never carries the next one.
    """

    name: str
    label: str | Promise
    minimum: int = 1
    accepts: str = "photo"
    located: bool = False
    fresh: bool = False

    @property
    def optional(self) -> bool:
        """May the step be taken without any file here?"""
        return self.minimum == 0


@dataclass(frozen=True)
class Duty:
    """When a step awaits its actor: always while the process is in a source state, or until a field is filled."""

    until_filled: str = ""

    def holds(self, process) -> bool:
        return not (self.until_filled and getattr(process, self.until_filled))

    @property
    def condition(self) -> Q:
        return Q(**{self.until_filled: ""}) if self.until_filled else Q()


ALWAYS = Duty()


@dataclass(frozen=True)
class Step:
    """One declared step. ``target`` None keeps the state (a note); ``duty`` None: it may be taken but awaits nobody."""

    name: str
    label: str | Promise
    sources: frozenset[str]
    target: str | None
    by: frozenset[Role]
    not_by_actor_of: tuple[str, ...]
    asks: tuple[str, ...]
    optional: tuple[str, ...]
    evidence: tuple[EvidenceSlot, ...]
    guards: tuple[Guard, ...]
    warnings: tuple[Guard, ...]
    reasons: type[TextChoices] | None
    duty: Duty | None
    tone: str
    help: str | Promise
    done: str | Promise
    locates: bool

    @property
    def fields(self) -> tuple[str, ...]:
        """Every column the step's form shows; the form puts them in the model's order."""
        return (*self.asks, *self.optional)


def step(
    label: str | Promise,
    *,
    source: str | Iterable[str],
    target: str | None,
    by: Iterable[Role],
    not_by_actor_of: Iterable[str] = (),
    asks: Iterable[str] = (),
    optional: Iterable[str] = (),
    evidence: Iterable[EvidenceSlot] = (),
    guards: Iterable[Guard] = (),
    warnings: Iterable[Guard] = (),
    reasons: type[TextChoices] | None = None,
    duty: Duty | None = ALWAYS,
    tone: str = "forward",
    help: str | Promise = "",
    done: str | Promise = "",
    locates: bool = False,
) -> Callable[[Callable], Callable]:
    """Declare a method of a process as a step.

    ``by``: roles that may take it, within their region. ``not_by_actor_of``: steps whose actors may not take this one
    (separation). ``asks``/``optional``: columns of the process to fill in. ``warnings``: rules whose sentence is shown
    to whoever decides and never blocks; the gate does not ask them. ``reasons``: a coded reason and a sentence are
    required. ``tone``: "forward", "back" or "stop", which orders and colours the buttons. ``done``: the sentence that
    tells the actor it was taken. ``locates``: the step establishes the site's position (``Process.located``). The
    method's body may change the process's own columns only.
    Raises StepDeclarationError when the step names no role or no source: what nobody declared is denied.
    """
    roles, sources = frozenset(by), frozenset([source] if isinstance(source, str) else source)

    def decorate(method: Callable) -> Callable:
        name = method.__name__
        if not roles:
            raise StepDeclarationError(f"step {name}: name the roles that may take it (by=…)")
        if not sources:
            raise StepDeclarationError(f"step {name}: name the states it starts from (source=…)")
        if tone not in {"forward", "back", "stop"}:
            raise StepDeclarationError(f"step {name}: tone is forward, back or stop, not {tone}")
        declaration = Step(
            name=name,
            label=label,
            sources=frozenset(str(state) for state in sources),
            target=str(target) if target is not None else None,
            by=roles,
            not_by_actor_of=tuple(not_by_actor_of),
            asks=tuple(asks),
            optional=tuple(optional),
            evidence=tuple(evidence),
            guards=tuple(guards),
            warnings=tuple(warnings),
            reasons=reasons,
            duty=duty,
            tone=tone,
            help=help,
            done=done,
            locates=locates,
        )
        bound = transition(field="state", source=sorted(declaration.sources), target=declaration.target)(method)
        bound.step = declaration
        return bound

    return decorate


def fresh_slots(steps: Iterable[Step]) -> dict[str, set[str]]:
    """The fresh evidence slots of the steps, each with the states in which some step asks for it."""
    found: dict[str, set[str]] = {}
    for declared in steps:
        for slot in declared.evidence:
            if slot.fresh:
                found.setdefault(slot.name, set()).update(declared.sources)
    return found
