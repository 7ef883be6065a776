"""The ways a request to change a process is refused, each with sentences for the person who asked."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sites.refusals import ClientIdReused, Invalid, NotPermitted, Refused, SimulationMixed, WrongState

__all__ = [
    "AlreadyTaken",
    "ClientIdReused",
    "Conflict",
    "GuardsUnmet",
    "Incomplete",
    "Invalid",
    "NotPermitted",
    "Refused",
    "SimulationMixed",
    "Stale",
    "Unmet",
    "WrongState",
]


@dataclass(frozen=True)
class Unmet:
    """One guard or evidence rule that does not hold, in a sentence; ``waivable``: may this person waive it?"""

    code: str
    sentence: str
    waivable: bool = False


class Stale(Refused):
    """The process moved on since the person read it. ``news`` are the ledger entries he has not seen."""

    code = "stale"
    status = 409

    def __init__(self, news: list) -> None:
        super().__init__(
            _("This has changed since you opened it. Nothing was saved; read what is new and decide again.")
        )
        self.news = news


class Conflict(Refused):
    """Another process already holds what this step would take (the database's own constraints decide)."""

    code = "conflict"
    status = 409


class GuardsUnmet(Refused):
    """Rules do not hold. ``unmet`` lists each with its sentence."""

    code = "guards_unmet"
    status = 422

    def __init__(self, unmet: list[Unmet]) -> None:
        super().__init__(_("This step cannot be taken yet."))
        self.unmet = unmet


class Incomplete(Invalid):
    """Answers are missing or wrong, and of what could be judged besides, rules do not hold. ``unmet`` lists these."""

    def __init__(self, errors: dict[str, list[str]], unmet: list[Unmet]) -> None:
        super().__init__(errors)
        self.unmet = unmet


class AlreadyTaken(WrongState):
    """The step was taken already, and nothing has led back to where it starts. ``done`` is its ledger entry."""

    def __init__(self, step, process, done) -> None:
        super().__init__(
            _("“%(step)s” was already done by %(name)s, %(when)s. The state is now “%(state)s”.")
            % {
                "step": step.label,
                "name": done.author,
                "when": date_format(timezone.localtime(done.recorded_at), "DATETIME_FORMAT"),
                "state": process.state_label,
            }
        )
        self.done = done
