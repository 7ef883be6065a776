"""The states of a grant, and who takes part in it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

VILLAGE, DINAS, BPKAD, HEAD = Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE, Role.ASSET_OFFICE, Role.REGION_HEAD
# The column of the region whose offices review and decide.
DECIDES = "decided_in"


class State(TextChoices):
    """The states of a grant."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    UNDER_REVIEW = "under_review", _("Under review and appraisal")
    APPRAISED = "appraised", _("Appraised, waiting for the decision")
    AWAITING_COUNCIL = "awaiting_council", _("Waiting for the DPRD")
    APPROVED = "approved", _("Approved, waiting for the agreement")
    AGREEMENT_SIGNED = "agreement_signed", _("Agreement signed, waiting for the handover")
    HANDED_OVER = "handed_over", _("Handed over, waiting for the write-off")
    WRITTEN_OFF = "written_off", _("Written off")
    SENT_BACK = "sent_back", _("Sent back")
    REJECTED = "rejected", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


JUDGED = [State.APPRAISED, State.AWAITING_COUNCIL]
UNDECIDED = [State.DRAFT, State.SUBMITTED, State.SENT_BACK, State.UNDER_REVIEW, *JUDGED]
ENDED = {State.WRITTEN_OFF, State.REJECTED, State.WITHDRAWN}
