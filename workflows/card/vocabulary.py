"""The states and coded answers of the card service."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """From the preparation to paying out."""

    PREPARING = "preparing", _("Preparing")
    DEVICE_READY = "device_ready", _("Device ready")
    TRIAL = "trial", _("On trial")
    ACTIVE = "active", _("Paying out")
    INACTIVE = "inactive", _("Not paying out")


class Bank(TextChoices):
    """Whose terminal it is."""

    KALTENG = "bank_kalteng", _("Bank Kalteng")
    BRI = "bri", _("BRI")
    BNI = "bni", _("BNI")
    OTHER = "other", _("Other bank")


class Internet(TextChoices):
    """By what the terminal reaches the bank, when it is not the programme's satellite."""

    SATELLITE = "satellite", _("Another satellite connection")
    FIBRE = "fibre", _("Fibre or cable")
    MOBILE = "mobile", _("Mobile network")
    VILLAGE = "village", _("The village office’s connection")


class PauseReason(TextChoices):
    """Why the service pauses."""

    DEVICE = "device", _("The terminal is broken")
    INTERNET = "internet", _("No connection")
    POWER = "power", _("No electricity")
    OFFICER = "officer", _("The officer is not available")
    CASH = "cash", _("No cash or goods")
    BANK = "bank", _("The bank asked for it")
    OTHER = "other", _("Other")


class ResumeReason(TextChoices):
    """Why the service goes on."""

    SOLVED = "solved", _("The cause is solved")
    OTHER = "other", _("Other")


class CorrectionReason(TextChoices):
    """Why a day's total is corrected by another."""

    MISTYPED = "mistyped", _("Mistyped")
    MISCOUNTED = "miscounted", _("Counted wrongly")
    OTHER = "other", _("Other")
