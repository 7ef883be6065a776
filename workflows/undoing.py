"""Taking a decision back: a step of its own, made from the one it takes back; with a reason, and within a term."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.models import Event
from sites.simulated_time import today
from workflows.calendar.deadlines import due_on
from workflows.guards import Guard, guard
from workflows.models import Process
from workflows.step import Step, resumed, step

# In an entry's changes: the number and the hash of the entry that it takes back.
TAKES_BACK = "takes_back"


class UndoReason(TextChoices):
    """Why a decision is taken back."""

    WRONG_CASE = "wrong_case", gettext_lazy("The wrong case was decided")
    MISTYPED = "mistyped", gettext_lazy("Mistyped, or the wrong document attached")
    LETTER = "letter", gettext_lazy("The decision letter was withdrawn or corrected")
    NEW_FACTS = "new_facts", gettext_lazy("Facts came to light that were not known")
    OTHER = "other", gettext_lazy("Other")


def taking_back(
    decision: Callable,
    label: str | Promise,
    *,
    within: int,
    help: str | Promise,
    done: str | Promise,
    guards: Iterable[Guard] = (),
    resumes: str = "",
    basis: Iterable[str] = (),
) -> Callable[[Callable], Callable]:
    """Declare a method as the step that takes back ``decision``, a method declared above it in the same class.

    By the roles and in the region that decided, and separated as the decision is; from where it led back to where it
    began, which stands in the column ``resumes`` where that may be one of several states. What the decision had asked
    for is emptied; the ledger keeps it, and a letter's number stays used. ``within``: as many working days after the
    decision, by the table of terms if that says otherwise. ``guards``: that nothing has followed which rests on it.
    """
    undone: Step = decision.step

    def decorate(method: Callable) -> Callable:
        @wraps(method)
        def take_back(process) -> None:
            for name in (*undone.fields, *([undone.letter.column] if undone.letter else [])):
                setattr(process, name, process._meta.get_field(name).get_default())
            method(process)

        return step(
            label,
            source=undone.targets,
            target=resumed(resumes, undone.sources) if resumes else min(undone.sources),
            by=undone.by,
            at=undone.at,
            not_by_actor_of=undone.not_by_actor_of,
            reasons=UndoReason,
            guards=[_in_time(method.__name__, undone, basis), *guards],
            duty=None,
            tone="back",
            within=within,
            help=help,
            done=done,
            undoes=undone.name,
        )(take_back)

    return decorate


def step_back_from(flow: type[Process], decided: Step) -> Step | None:
    """The declared step that takes this one back; None: the workflow has none."""
    return next((found for found in flow.steps.values() if found.undoes == decided.name), None)


def cited(process: Process, taken: Step) -> dict:
    """What the entry of the step that takes a decision back says of the decision's entry; {} for any other step."""
    if not taken.undoes:
        return {}
    decisions = Event.objects.filter(process_id=process.pk, verb="step", step=taken.undoes)
    entry = decisions.order_by("-seq").values_list("seq", "hash").first()
    return {TAKES_BACK: [None, "{} {}".format(*entry)]} if entry else {}


def _in_time(name: str, undone: Step, basis: Iterable[str]) -> Guard:
    @guard(gettext_lazy("The term for taking it back is not over"), basis=basis)
    def taken_back_in_time(process) -> str:
        last = due_on(process, process.steps[name])
        if last is None or today() <= last:
            return ""
        return _("“%(step)s” is of %(date)s and could be taken back until %(last)s. That day has passed.") % {
            "step": undone.label,
            "date": date_format(timezone.localdate(process.state_since), "DATE_FORMAT"),
            "last": date_format(last, "DATE_FORMAT"),
        }

    return taken_back_in_time
