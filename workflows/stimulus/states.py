"""The states of a stimulus, and who takes part."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

VILLAGE, DINAS, HEAD = Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE, Role.REGION_HEAD


class State(TextChoices):
    """From the candidate to the last instalment."""

    CANDIDATE = "candidate", _("Candidate")
    VERIFIED = "verified", _("Verified, waiting for the decree")
    DECREED = "decreed", _("Decreed, waiting for the money")
    DISBURSED = "disbursed", _("Disbursed")
    REVOLVING = "revolving", _("Revolving")
    IN_ARREARS = "in_arrears", _("In arrears")
    REPAID = "repaid", _("Repaid")
    TERMINATED = "terminated", _("Terminated")


# The cooperative cannot have another one meanwhile.
OPEN = [State.VERIFIED, State.DECREED, State.DISBURSED, State.REVOLVING, State.IN_ARREARS]
# The money is out.
PAID_OUT = [State.DISBURSED, State.REVOLVING, State.IN_ARREARS, State.REPAID]
REPAYING = [State.REVOLVING, State.IN_ARREARS]
