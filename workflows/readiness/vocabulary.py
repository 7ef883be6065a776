"""The coded answers of readiness."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RefusalReason(TextChoices):
    """Why a document or a report is not accepted."""

    UNREADABLE = "unreadable", _("The scan cannot be read")
    WRONG_DOCUMENT = "wrong_document", _("It is another document")
    NUMBER_DIFFERS = "number_differs", _("Number or date differs from the scan")
    NAME_DIFFERS = "name_differs", _("It is made out to another name")
    NOT_SIGNED = "not_signed", _("Signature, stamp or page is missing")
    EXPIRED = "expired", _("It has expired")
    NOT_GENUINE = "not_genuine", _("The issuer does not know it")
    FIGURES_WRONG = "figures_wrong", _("The figures do not agree")
    OTHER = "other", _("Other")


class CloseReason(TextChoices):
    """Why the papers of a cooperative are not followed any more."""

    DISSOLVED = "dissolved", _("The cooperative was dissolved")
    MERGED = "merged", _("It was merged with another cooperative")
    OPENED_TWICE = "opened_twice", _("Opened twice by mistake")
    OTHER = "other", _("Other")
