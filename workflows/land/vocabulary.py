"""The coded answers of land verification."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OwnerKind(TextChoices):
    """Who owns the plot; the law that follows differs (village asset, regional asset, state asset, private grant)."""

    DESA = "desa", _("Village (desa)")
    REGENCY = "regency", _("Regency or city, kelurahan included")
    PROVINCE = "province", _("Province")
    MINISTRY = "ministry", _("Ministry or state institution")
    SOE = "soe", _("State-owned enterprise")
    RESIDENT = "resident", _("Resident's grant")


class TitleKind(TextChoices):
    """The basis of title (alas hak)."""

    CERTIFICATE = "certificate", _("Land certificate")
    USE_RIGHT = "use_right", _("Certificate of right to use")
    LAND_LETTER = "land_letter", _("Land statement letter (SKT)")
    VILLAGE_LETTER = "village_letter", _("Village statement letter")
    INVENTORY_CARD = "inventory_card", _("Asset inventory card (KIB)")
    GRANT_DEED = "grant_deed", _("Deed of grant")
    IN_PROCESS = "in_process", _("In process")


class Answer(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Could not be seen")


class Slope(TextChoices):
    FLAT = "flat", _("Flat")
    GENTLE = "gentle", _("Gentle slope")
    STEEP = "steep", _("Steep slope")


class LegalVerdict(TextChoices):
    CLEAR = "clear", pgettext_lazy("legal note", "Clear")
    CONDITIONAL = "conditional", _("Conditional")
    BLOCKED = "blocked", _("Blocked")


class LandReason(TextChoices):
    """Why a plot is refused or sent back, as the offices count it (the weekly obstacle table)."""

    NO_LAND = "no_land", _("No land")
    TOO_SMALL = "too_small", _("Too small")
    NOT_STRATEGIC = "not_strategic", _("Less strategic location")
    SWAMP_OR_COAST = "swamp_or_coast", _("Swamp or coast")
    POPULATION_OR_DISTANCE = "population_or_distance", _("Population below 500 or far from the settlement")
    TITLE_IN_PROCESS = "title_in_process", _("Title in process")
    TITLE_PROBLEM = "title_problem", _("Problem with the title")
    FOREST_AREA = "forest_area", _("Forest area")
    PROTECTED_FARMLAND = "protected_farmland", _("Protected farmland (LP2B/LSD)")
    DISASTER_PRONE = "disaster_prone", _("Disaster-prone")
    UNDER_POWER_LINE = "under_power_line", _("Under an extra-high-voltage line (SUTET)")
    NEEDS_LAND_PREPARATION = "needs_land_preparation", _("Needs land preparation")
    DISPUTE = "dispute", _("Dispute")
    OTHER = "other", _("Other")


# A plot goes back for what its proposer can put right: the papers of the proposal, or any of the reasons above.
LandReturnReason = TextChoices(
    "LandReturnReason",
    [
        ("PAPERS_DO_NOT_MATCH", ("papers_do_not_match", _("The papers do not match the plot"))),
        ("PHOTOS_DO_NOT_MATCH", ("photos_do_not_match", _("The photos do not match the plot"))),
        ("POSITION_WRONG", ("position_wrong", _("The position or the outline is wrong"))),
        ("INCOMPLETE", ("incomplete", _("Papers or answers are incomplete"))),
        *((reason.name, (reason.value, reason.label)) for reason in LandReason),
    ],
)
