"""The coded answers of the stimulus."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EndReason(TextChoices):
    """Why a stimulus is sent back or ended."""

    NOT_ELIGIBLE = "not_eligible", _("The cooperative is not eligible")
    PAPERS = "papers", _("Papers are missing or wrong")
    PLAN = "plan", _("The business plan is not sound")
    WITHDRAWN = "withdrawn", _("The cooperative withdraws")
    BUDGET = "budget", _("The budget does not allow it")
    MISUSE = "misuse", _("The money was used for something else")
    DISSOLVED = "dissolved", _("The cooperative was dissolved")
    OTHER = "other", _("Other")


class ReversalReason(TextChoices):
    """Why a recorded payment does not stand."""

    MISTYPED = "mistyped", _("Mistyped")
    NOT_RECEIVED = "not_received", _("The bank shows no such payment")
    OTHER_COOPERATIVE = "other_cooperative", _("It was another cooperative’s payment")
    OTHER = "other", _("Other")
