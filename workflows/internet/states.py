"""The states of a connection, and who takes part in it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

ICT, DINAS = Role.ICT_OFFICE, Role.COOPERATIVE_OFFICE
# What is seen on the spot may be reported by whoever is there.
REPORTERS = [Role.FIELD_OFFICER, Role.VILLAGE_OFFICER, Role.ICT_OFFICE]


class State(TextChoices):
    """The states of a connection."""

    PROPOSED = "proposed", _("Proposed, waiting for survey")
    SURVEYED = "surveyed", _("Surveyed, waiting for a kit")
    ALLOCATED = "allocated", _("Kit allocated")
    SHIPPED = "shipped", _("Kit on the way")
    RECEIVED = "received", _("Kit received")
    INSTALLED = "installed", _("Installed")
    ACTIVE = "active", _("Active, waiting for acceptance")
    ACCEPTED = "accepted", _("Accepted")
    FAULT = "fault", _("Out of order")
    DECLINED = "declined", _("Declined")
    RELOCATED = "relocated", _("Moved to another site")
    DEACTIVATED = "deactivated", _("Deactivated")


WORKING = [State.ACTIVE, State.ACCEPTED]
MOUNTED = [State.INSTALLED, *WORKING, State.FAULT]
# In these states the process holds its kit.
HOLDING = [State.ALLOCATED, State.SHIPPED, State.RECEIVED, *MOUNTED]
