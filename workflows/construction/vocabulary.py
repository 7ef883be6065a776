"""The coded answers of construction."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Work(TextChoices):
    """The work at hand when a report is written; each has its band of percent in the weight template."""

    PREPARATION = "preparation", _("Preparation and clearing")
    FOUNDATION = "foundation", _("Foundation and tie beams")
    WALLS = "walls", _("Columns and walls")
    ROOF = "roof", _("Roof frame and covering")
    INTERIOR = "interior", _("Floor, doors and ceiling")
    UTILITIES = "utilities", _("Electricity, water and drains")
    FINISHING = "finishing", _("Finishing and paint")
    COMPLETE = "complete", _("Complete")


class Slot(TextChoices):
    """Reports are due twice a day."""

    MORNING = "morning", _("Morning")
    EVENING = "evening", _("Evening")


class Obstacle(TextChoices):
    """What holds the work up; the first three are the usual ones (reports from the sites, 2025)."""

    RAIN = "rain", _("Rain or flood")
    ACCESS = "access", _("Slippery or broken access")
    MATERIAL = "material", _("Material is late")
    WORKERS = "workers", _("Too few workers")
    FUNDS = "funds", _("Payment instalment is late")
    LAND = "land", _("Land problem or dispute")
    LAND_PREPARATION = "land_preparation", _("Land is not prepared")
    DESIGN = "design", _("Drawing or design is unclear")
    EQUIPMENT = "equipment", _("Tools or machines broke down")
    SECURITY = "security", _("Security")
    OTHER = "other", _("Other")


class CorrectionReason(TextChoices):
    """Why a report is corrected by another."""

    MISTYPED = "mistyped", _("Mistyped")
    MISJUDGED = "misjudged", _("The progress was misjudged")
    WRONG_SITE = "wrong_site", _("Meant for another site or building")
    WORK_UNDONE = "work_undone", _("Work was damaged or had to be undone")
    OTHER = "other", _("Other")


class ReworkReason(TextChoices):
    """Why a reported completion, or a mended defect, is sent back."""

    NOT_COMPLETE = "not_complete", _("Not complete")
    BELOW_STANDARD = "below_standard", _("Below the standard")
    VIEWS_UNCLEAR = "views_unclear", _("The photos do not show it")
    OTHER = "other", _("Other")


class CancelReason(TextChoices):
    """Why building is cancelled."""

    LAND_LOST = "land_lost", _("The land is no longer available")
    RELOCATED = "relocated", _("Moved to another plot")
    FUNDS_WITHDRAWN = "funds_withdrawn", _("The funds were withdrawn")
    OTHER = "other", _("Other")


class Severity(TextChoices):
    """How grave a defect is."""

    MINOR = "minor", _("Minor")
    MAJOR = "major", _("Major")
    UNSAFE = "unsafe", _("Unsafe")
