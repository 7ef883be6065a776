"""The coded answers of satellite internet."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Provider(TextChoices):
    """Whose satellites the kit talks to: the province buys Starlink; the ministry's BAKTI runs SATRIA-1."""

    STARLINK = "starlink", _("Starlink")
    SATRIA = "satria", _("SATRIA-1 (BAKTI)")
    OTHER = "other", _("Other")


class Holding(TextChoices):
    """How the office came to the kit."""

    PURCHASED = "purchased", _("Purchased")
    GRANTED = "granted", _("Received as a grant")
    LENT = "lent", _("Lent to the office")


class SkyView(TextChoices):
    """What stands between the antenna and the sky."""

    CLEAR = "clear", _("Open sky")
    PARTLY = "partly", _("Partly obstructed")
    OBSTRUCTED = "obstructed", _("Obstructed")


class PowerSource(TextChoices):
    """Where the electricity comes from."""

    GRID = "grid", _("Power grid (PLN)")
    VILLAGE_SOLAR = "village_solar", _("Village solar plant")
    OWN_SOLAR = "own_solar", _("Own solar panels")
    GENERATOR = "generator", _("Generator")
    NONE = "none", _("None")


class Trained(TextChoices):
    """Is there somebody who can run it?"""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class Mounting(TextChoices):
    """What the antenna is fixed to."""

    ROOF = "roof", _("On the roof")
    WALL = "wall", _("On a wall")
    MAST = "mast", _("On a mast")
    GROUND = "ground", _("On the ground")


class Tool(TextChoices):
    """What the speed was measured with."""

    SPEEDTEST = "speedtest", _("Speedtest app")
    PROVIDER_APP = "provider_app", _("The provider’s app")
    BROWSER = "browser", _("A page in the browser")
    OTHER = "other", _("Other")


class FaultCause(TextChoices):
    """Why the connection failed."""

    POWER = "power", _("No electricity")
    KIT = "kit", _("The kit is damaged")
    CABLE = "cable", _("Cable or router")
    OBSTRUCTION = "obstruction", _("The sky is obstructed")
    SUBSCRIPTION = "subscription", _("The subscription lapsed")
    PROVIDER = "provider", _("Failure at the provider")
    WEATHER = "weather", _("Weather")
    THEFT = "theft", _("Theft")
    UNKNOWN = "unknown", _("Not known")


class DeclineReason(TextChoices):
    """Why a site gets no kit (reports from Central Kalimantan, 2025)."""

    REFUSAL = "refusal", _("The village refuses it")
    NO_POWER = "no_power", _("No electricity")
    NO_TRAINED_PERSON = "no_trained_person", _("Nobody is trained to run it")
    ROAD = "road", _("No road to bring it")
    OTHER = "other", _("Other")


class SurveyReason(TextChoices):
    """Why another survey is asked for."""

    INCOMPLETE = "incomplete", _("Incomplete or unclear")
    CHANGED = "changed", _("Things have changed since")
    OTHER = "other", _("Other")


class TakeBackReason(TextChoices):
    """Why an allocated kit is taken back."""

    OTHER_SITE_FIRST = "other_site_first", _("Another site comes first")
    DAMAGED = "damaged", _("Damaged")
    OTHER = "other", _("Other")


class ShipmentReason(TextChoices):
    """Why a shipment did not arrive."""

    LOST = "lost", _("Lost on the way")
    DAMAGED = "damaged", _("Damaged")
    WRONG_ADDRESS = "wrong_address", _("Sent to the wrong place")
    OTHER = "other", _("Other")


class ActivationReason(TextChoices):
    """Why a connection is not accepted."""

    INCOMPLETE = "incomplete", _("Incomplete or unclear")
    TOO_SLOW = "too_slow", _("Too slow or not steady")
    DAMAGED = "damaged", _("Damaged")
    OTHER = "other", _("Other")


class FaultReason(TextChoices):
    """Why a report of a fault is taken back."""

    MISTAKEN = "mistaken", _("Reported by mistake")
    OTHER = "other", _("Other")


class ReplacementReason(TextChoices):
    """Why another kit takes the place of the one that was installed."""

    KIT_BROKEN = "kit_broken", _("The kit is broken")
    KIT_STOLEN = "kit_stolen", _("The kit was stolen")
    OTHER = "other", _("Other")


class MoveReason(TextChoices):
    """Why a kit is moved to another site."""

    MORE_URGENT = "more_urgent", _("Needed more urgently elsewhere")
    OTHER_CONNECTION = "other_connection", _("There is another connection now")
    OUTLET_MOVED = "outlet_moved", _("The outlet moved")
    OTHER = "other", _("Other")


class EndReason(TextChoices):
    """Why a connection is given up."""

    KIT_BROKEN = "kit_broken", _("The kit is broken")
    KIT_STOLEN = "kit_stolen", _("The kit was stolen")
    OTHER_CONNECTION = "other_connection", _("There is another connection now")
    SUBSCRIPTION_ENDED = "subscription_ended", _("The subscription was ended")
    OUTLET_MOVED = "outlet_moved", _("The outlet moved")
    OTHER = "other", _("Other")


class RetireReason(TextChoices):
    """Why a kit is taken out of the register's stock."""

    BROKEN = "broken", _("Broken beyond repair")
    STOLEN = "stolen", _("Stolen or lost")
    RETURNED = "returned", _("Returned to its owner")
    MISREGISTERED = "misregistered", _("Registered by mistake")
    OTHER = "other", _("Other")
