"""How far a cooperative is: its levels, in their order, and who takes part."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

VILLAGE, DINAS = Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE


class State(TextChoices):
    """The levels, each confirmed by the cooperative office; no law defines them, the programme does."""

    COLLECTING = "collecting", _("Papers being collected")
    LEGAL = "legal", _("Legal entity")
    PAPERS_COMPLETE = "papers_complete", _("Papers complete")
    OUTLET_READY = "outlet_ready", _("Outlet ready")
    TRADING = "trading", _("Trading")
    REPORTING = "reporting", _("Reporting")
    CLOSED = "closed", _("Closed")


# What may be chosen as "active", each level including those after it.
LEVELS = [State.LEGAL, State.PAPERS_COMPLETE, State.OUTLET_READY, State.TRADING, State.REPORTING]
OPEN = [State.COLLECTING, *LEVELS]


def at_least(level: str) -> list[str]:
    """The states of a cooperative that has reached the level. Raises ValueError for what is no level."""
    return [str(state) for state in LEVELS[LEVELS.index(State(level)) :]]
