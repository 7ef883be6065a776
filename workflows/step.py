"""``step()``: the declaration of one step of a workflow, and the only place where transitions are made.

A declaration says who, from which states, to which state, what is asked, which papers and photographs, which guards,
which reasons. The button, the form, the API, the phone, the documentation and the tests all read it; none repeats it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps

from django.db.models import TextChoices
from django.utils.functional import Promise
from django_fsm import RETURN_VALUE, transition

from accounts.roles import Role
from workflows.decision import ByLetter
from workflows.duty import ALWAYS, Due, Duty
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
class Resumption:
    """A target that differs from process to process: the state that stands in ``column``, one of ``states``."""

    column: str
    states: frozenset[str]


def resumed(column: str, states: Iterable[str]) -> Resumption:
    """The step leads back to the state that was kept in the column, which is emptied: what was suspended goes on."""
    return Resumption(column, frozenset(str(state) for state in states))


@dataclass(frozen=True)
class OnRecord:
    """What a step does to the lines of its process (``workflows.models.Record``): adds one, or changes one.

    ``model`` is the kind of line. A step that adds has no ``sources``; ``target`` is the line's state afterwards (None:
    it stays, or is the kind's first).
    """

    model: type
    sources: frozenset[str] = frozenset()
    target: str | None = None
    adds: bool = False


def adding(model: type, *, target: str | None = None) -> OnRecord:
    """The step adds a line of this kind; what it asks for are the line's columns.

    ``target``: the state the line begins in, where that is not its kind's first: a fault that is over already.
    """
    return OnRecord(model, target=str(target) if target is not None else None, adds=True)


def changing(model: type, *, source: str | Iterable[str] = "", target: str | None = None) -> OnRecord:
    """The step changes one line of this kind that stands in one of the states; it asks for the line's columns."""
    sources = [source] if isinstance(source, str) else source
    return OnRecord(model, frozenset(str(state) for state in sources), str(target) if target is not None else None)


@dataclass(frozen=True)
class Step:
    """One declared step. ``duty`` None: it may be taken but awaits nobody. ``at``: see ``step``.

    ``target`` None with no ``resumption`` keeps the state: a note.
    """

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
    record: OnRecord | None = None
    resumption: Resumption | None = None
    due: Due | None = None
    within: int | None = None
    at: str = ""
    letter: ByLetter | None = None
    bulk: bool = False
    offline: bool = False
    undoes: str = ""

    def region_for(self, process) -> str:
        """The code of the very region whose role it is for this process; "" when the site's place decides."""
        return getattr(process, self.at) if self.at else ""

    @property
    def targets(self) -> frozenset[str]:
        """Every state it may lead to; none for a note."""
        if self.resumption:
            return self.resumption.states
        return frozenset([self.target] if self.target is not None else [])

    def leads_to(self, process) -> str | None:
        """The state it would lead this process to; None: it stays."""
        return getattr(process, self.resumption.column) or None if self.resumption else self.target

    @property
    def is_note(self) -> bool:
        """Does the process stay in its state?"""
        return not self.targets

    @property
    def fields(self) -> tuple[str, ...]:
        """Every column the step's form shows; the form puts them in the model's order."""
        return (*self.asks, *self.optional)


def step(
    label: str | Promise,
    *,
    source: str | Iterable[str],
    target: str | Resumption | None,
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
    record: OnRecord | None = None,
    due: Due | None = None,
    within: int | None = None,
    at: str = "",
    letter: ByLetter | None = None,
    bulk: bool = False,
    offline: bool = False,
    undoes: str = "",
) -> Callable[[Callable], Callable]:
    """Declare a method of a process as a step.

    ``target``: the state it leads to, None to stay, or ``resumed(…)``. ``by``: roles that may take it, within their
    region. ``not_by_actor_of``: steps whose actors may not take this one
    (separation). ``asks``/``optional``: columns of the process to fill in. ``warnings``: rules whose sentence is shown
    to whoever decides and never blocks; the gate does not ask them. ``reasons``: a coded reason and a sentence are
    required. ``tone``: "forward", "back" or "stop", which orders and colours the buttons. ``done``: the sentence that
    tells the actor it was taken. ``locates``: the step establishes the site's position (``Process.located``).
    ``record``: the step adds or changes a line of the process (``adding``, ``changing``); then ``asks`` and
    ``optional`` are the line's columns, and so is what its guards' fields name. ``due``: when the clock
    takes it; steps of ``Role.CLOCK`` have one, and no other does. ``within``: the term in working days that its actor
    has from the day the process came into its state. ``at``: the column of the process that holds the code of the
    region in which the role must be held, exactly that one; without it, any region in which the site lies. As long as
    the column is empty nobody may take the step. ``letter``: the numbered letter by which the step decides, which is
    entered with it. ``bulk``: several processes may be decided
    together by one answer, as the law allows one letter for many; never where it asks for the facts of each single
    case. ``undoes``: the step that this one takes back (``undoing.taking_back``); then its term is the time in
    which it may be taken. The method's body may change the columns of the process and of its ``item`` only.
    Raises StepDeclarationError when the step names no role or no source: what nobody declared is denied.
    """
    roles, sources = frozenset(by), frozenset([source] if isinstance(source, str) else source)

    def decorate(method: Callable) -> Callable:
        name = method.__name__
        resumption = target if isinstance(target, Resumption) else None
        if not roles:
            raise StepDeclarationError(f"step {name}: name the roles that may take it (by=…)")
        if not sources:
            raise StepDeclarationError(f"step {name}: name the states it starts from (source=…)")
        if (due is not None) != (Role.CLOCK in roles) or (due is not None and len(roles) > 1):
            raise StepDeclarationError(
                f"step {name}: the clock takes a step when it is due, and nobody else does (due=…)"
            )
        if within is not None and within < 1:
            raise StepDeclarationError(f"step {name}: a term has at least one working day, not {within}")
        if tone not in {"forward", "back", "stop"}:
            raise StepDeclarationError(f"step {name}: tone is forward, back or stop, not {tone}")
        declaration = Step(
            name=name,
            label=label,
            sources=frozenset(str(state) for state in sources),
            target=None if target is None or resumption else str(target),
            by=roles,
            not_by_actor_of=tuple(not_by_actor_of),
            asks=tuple(asks),
            optional=tuple(optional),
            evidence=tuple(evidence),
            guards=tuple(guards),
            warnings=tuple(warnings),
            reasons=reasons,
            # Nobody is waited for where time acts.
            duty=None if due else duty,
            tone=tone,
            help=help,
            done=done,
            locates=locates,
            record=record,
            resumption=resumption,
            due=due,
            within=within,
            at=at,
            letter=letter,
            bulk=bulk,
            offline=offline,
            undoes=undoes,
        )
        leads = RETURN_VALUE(*sorted(resumption.states)) if resumption else declaration.target
        body = _resuming(method, resumption.column) if resumption else method
        bound = transition(field="state", source=sorted(declaration.sources), target=leads)(body)
        bound.step = declaration
        return bound

    return decorate


def _resuming(method: Callable, column: str) -> Callable:
    """The method, answering with the state to go back to."""

    @wraps(method)
    def resume(process) -> str:
        method(process)
        state = getattr(process, column)
        setattr(process, column, "")
        return state

    return resume


def fresh_slots(steps: Iterable[Step]) -> dict[str, set[str]]:
    """The fresh evidence slots of the steps, each with the states in which some step asks for it."""
    found: dict[str, set[str]] = {}
    for declared in steps:
        for slot in declared.evidence:
            if slot.fresh:
                found.setdefault(slot.name, set()).update(declared.sources)
    return found
