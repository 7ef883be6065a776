"""The coded answers of loans and grants."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Instrument(TextChoices):
    """By which right an asset is used for a time."""

    LOAN = "loan", _("Loan for use (pinjam pakai)")
    LEASE = "lease", _("Lease (sewa)")
    STATUS_USE = "status_use", _("Status of use, operated by another party")
    VILLAGE_USE = "village_use", _("Use of a village asset")


class Party(TextChoices):
    """Who receives an asset, for a time or for good."""

    CENTRAL = "central", _("Central government")
    REGIONAL = "regional", _("Provincial, regency or city government")
    VILLAGE = "village", _("Village government")
    COOPERATIVE = "cooperative", _("Cooperative")
    OTHER = "other", _("Another body")


# Between these, pinjam pakai is lawful (Permendagri 19/2016).
GOVERNMENTS = frozenset({Party.CENTRAL, Party.REGIONAL, Party.VILLAGE})


class Finding(TextChoices):
    """What the review of a request recommends."""

    RECOMMENDED = "recommended", _("Recommended")
    CONDITIONAL = "conditional", _("Recommended with conditions")
    ADVISED_AGAINST = "advised_against", _("Advised against")


class ReturnReason(TextChoices):
    """Why a request goes back to who made it."""

    INCOMPLETE = "incomplete", _("Papers are incomplete")
    ASSET_DATA = "asset_data", _("The data of the asset are wrong")
    PARTY_UNCLEAR = "party_unclear", _("Who receives it is unclear")
    TERM = "term", _("The term has to be changed")
    OTHER_INSTRUMENT = "other_instrument", _("Another instrument is the right one")
    OTHER = "other", _("Other")


class LoanRefusal(TextChoices):
    """Why a right of use is refused."""

    NEEDED = "needed", _("The asset is needed for the owner’s own duties")
    DISPUTED = "disputed", _("The asset is disputed or its title unclear")
    UNLAWFUL = "unlawful", _("The law does not allow it")
    UNSUITABLE = "unsuitable", _("The asset does not suit the purpose")
    OTHER = "other", _("Other")


class GrantRefusal(TextChoices):
    """Why a grant is refused; the DPRD is asked of grants alone."""

    NEEDED = "needed", _("The asset is needed for the owner’s own duties")
    DISPUTED = "disputed", _("The asset is disputed or its title unclear")
    UNLAWFUL = "unlawful", _("The law does not allow it")
    UNSUITABLE = "unsuitable", _("The asset does not suit the purpose")
    COUNCIL = "council", _("The DPRD did not approve")
    OTHER = "other", _("Other")


class WithdrawalReason(TextChoices):
    """Why a request is taken back."""

    OTHER_ASSET = "other_asset", _("Another asset is used")
    OTHER_WAY = "other_way", _("Another instrument is used")
    NOT_NEEDED = "not_needed", _("Not needed any more")
    MISTAKE = "mistake", _("Requested by mistake")
    OTHER = "other", _("Other")


class RevocationReason(TextChoices):
    """Why a right of use is revoked before its end."""

    NEEDED = "needed", _("The asset is needed for the owner’s own duties")
    NOT_USED = "not_used", _("The asset is not used")
    MISUSED = "misused", _("The asset is used for something else")
    BREACH = "breach", _("Obligations were not met")
    AGREED = "agreed", _("Both sides agreed to end it")
    OTHER = "other", _("Other")


class Exemption(TextChoices):
    """Why the grant of land or a building needs no approval of the DPRD (Law 1/2004, Art. 47 (2))."""

    PUBLIC_INTEREST = "public_interest", _("For the public interest (Law 1/2004, Art. 47 (2) d)")
    SPATIAL_PLAN = "spatial_plan", _("No longer fits the spatial plan (Law 1/2004, Art. 47 (2) a)")
    REPLACED = "replaced", _("To be removed, its replacement is budgeted (Law 1/2004, Art. 47 (2) b)")
    CIVIL_SERVANTS = "civil_servants", _("For civil servants (Law 1/2004, Art. 47 (2) c)")
    COURT = "court", _("By final judgment of a court (Law 1/2004, Art. 47 (2) e)")
