"""The ways a request to change a process is refused, each with sentences for the person who asked."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Unmet:
    """One guard or evidence rule that does not hold, in a sentence; ``waivable``: may this person waive it?"""

    code: str
    sentence: str
    waivable: bool = False


class Refused(Exception):
    """Base of all refusals: nothing was changed. ``code`` names the refusal in the API."""

    code = "refused"
    status = 400

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)


class NotPermitted(Refused):
    """The person may see the process but may not take this step."""

    code = "not_permitted"
    status = 403


class WrongState(Refused):
    """The step does not start in the state the process is in."""

    code = "wrong_state"
    status = 409


class Stale(Refused):
    """The process moved on since the person read it. ``news`` are the ledger entries he has not seen."""

    code = "stale"
    status = 409

    def __init__(self, news: list) -> None:
        super().__init__(
            _("This has changed since you opened it. Nothing was saved; read what is new and decide again.")
        )
        self.news = news


class ClientIdReused(Refused):
    """The same client id came with other content: the first answer stands, this request changed nothing."""

    code = "client_id_reused"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This request id was used before with other content. Nothing was changed."))


class SimulationMixed(Refused):
    """A demonstration account tried to change a real record."""

    code = "simulation_mixed"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("A demonstration account cannot change real records."))


class Conflict(Refused):
    """Another process already holds what this step would take (the database's own constraints decide)."""

    code = "conflict"
    status = 409


class Invalid(Refused):
    """Fields are missing or wrong. ``errors`` maps a field's name to its sentences."""

    code = "invalid"
    status = 422

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(_("Some answers are missing or not right."))
        self.errors = errors


class GuardsUnmet(Refused):
    """Rules do not hold. ``unmet`` lists each with its sentence."""

    code = "guards_unmet"
    status = 422

    def __init__(self, unmet: list[Unmet]) -> None:
        super().__init__(_("This step cannot be taken yet."))
        self.unmet = unmet
