"""The states of a grant."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
# At the offices of the owner, before the decision.
UNDER_JUDGEMENT = [State.SUBMITTED, State.UNDER_REVIEW, *JUDGED]
UNDECIDED = [State.DRAFT, State.SENT_BACK, *UNDER_JUDGEMENT]
ENDED = {State.WRITTEN_OFF, State.REJECTED, State.WITHDRAWN}
