"""The ways a request to change something at a site is refused, each with sentences for the person who asked."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class Refused(Exception):
    """Base of all refusals: nothing was changed. ``code`` names the refusal in the API."""

    code = "refused"
    status = 400

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)


class NotPermitted(Refused):
    """The person may see this but may not do it."""

    code = "not_permitted"
    status = 403


class WrongState(Refused):
    """It is not possible in the state things are in."""

    code = "wrong_state"
    status = 409


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


class Invalid(Refused):
    """Fields are missing or wrong. ``errors`` maps a field's name to its sentences."""

    code = "invalid"
    status = 422

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(_("Some answers are missing or not right."))
        self.errors = errors
