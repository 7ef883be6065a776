"""The states of a loan, and who takes part in it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

VILLAGE, DINAS, BPKAD, HEAD = Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE, Role.ASSET_OFFICE, Role.REGION_HEAD
# The column of the region whose offices review and decide.
DECIDES = "decided_in"


class State(TextChoices):
    """The states of a loan."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    UNDER_REVIEW = "under_review", _("Under review")
    REVIEWED = "reviewed", _("Reviewed, waiting for the decision")
    APPROVED = "approved", _("Approved, waiting for the agreement")
    AGREED = "agreed", _("Agreed, waiting for the handover")
    ACTIVE = "active", _("In use")
    EXTENDED = "extended", _("In use, extended")
    RETURNED = "returned", _("Given back")
    EXPIRED = "expired", _("Expired, waiting to be given back")
    REVOKED = "revoked", _("Revoked, waiting to be given back")
    SENT_BACK = "sent_back", _("Sent back")
    REJECTED = "rejected", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


IN_USE = [State.ACTIVE, State.EXTENDED]
UNDECIDED = [State.DRAFT, State.SUBMITTED, State.SENT_BACK, State.UNDER_REVIEW, State.REVIEWED]
ENDED = {State.RETURNED, State.REJECTED, State.WITHDRAWN}
