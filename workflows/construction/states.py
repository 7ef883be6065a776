"""The states of a building, and who takes part in building it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from workflows.construction.vocabulary import Work

FIELD, COMMAND = Role.FIELD_OFFICER, Role.DISTRICT_COMMAND
ENGINEERS, DINAS = Role.ENGINEERING, Role.COOPERATIVE_OFFICE


class State(TextChoices):
    """The states of a building."""

    NOT_STARTED = "not_started", _("Not started")
    PREPARATION = "preparation", _("Preparation")
    FOUNDATION = "foundation", _("Foundation")
    STRUCTURE = "structure", _("Structure and walls")
    ROOFING = "roofing", _("Roof")
    FINISHING = "finishing", _("Finishing")
    PHYSICALLY_COMPLETE = "physically_complete", _("Physically complete")
    INSPECTED = "inspected", _("Inspected")
    HANDED_OVER = "handed_over", _("Handed over")
    OPERATIONAL = "operational", _("In operation")
    SUSPENDED = "suspended", _("Suspended")
    CANCELLED = "cancelled", _("Cancelled")


# The stage to which a work belongs.
STAGE_OF_WORK = {
    Work.PREPARATION: State.PREPARATION,
    Work.FOUNDATION: State.FOUNDATION,
    Work.WALLS: State.STRUCTURE,
    Work.ROOF: State.ROOFING,
    Work.INTERIOR: State.FINISHING,
    Work.UTILITIES: State.FINISHING,
    Work.FINISHING: State.FINISHING,
    Work.COMPLETE: State.FINISHING,
}
AT_WORK = [State.PREPARATION, State.FOUNDATION, State.STRUCTURE, State.ROOFING, State.FINISHING]
COMPLETE = [State.PHYSICALLY_COMPLETE, State.INSPECTED]
