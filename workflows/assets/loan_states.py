"""The states of a loan."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
# At the offices of the owner, before the decision.
UNDER_JUDGEMENT = [State.SUBMITTED, State.UNDER_REVIEW, State.REVIEWED]
UNDECIDED = [State.DRAFT, State.SENT_BACK, *UNDER_JUDGEMENT]
ENDED = {State.RETURNED, State.REJECTED, State.WITHDRAWN}
