"""The register of kits: one row for each terminal with its serial number, where it is now, and whose it became."""

import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.codes import COUNTRY
from gis_data.models import Region
from gis_data.querysets import prefix_q
from workflows.internet.vocabulary import Holding, Provider, RetireReason
from workflows.models import Claim

_SEPARATORS = re.compile(r"[\s\-–—_./:]+")
_SERIAL = re.compile(r"[A-Z0-9]{4,40}", re.ASCII)


def normalised(serial: str) -> str:
    """The serial number in its one spelling: capital letters and digits, nothing between them.

    "kit 3012-34567" on the box and "KIT301234567" in a list are the same terminal. Raises ValidationError.
    """
    found = spelled(serial)
    if not _SERIAL.fullmatch(found):
        raise ValidationError(
            _("“%(serial)s” is no serial number: it has 4 to 40 letters and digits.") % {"serial": serial[:60]},
            code="serial_number",
        )
    return found


def spelled(text: str) -> str:
    """A serial number, or a part of one, in capital letters without anything between them."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def resource(kit_pk: int) -> str:
    """The name under which a process claims the kit."""
    return f"kit:{kit_pk}"


def _claims() -> models.QuerySet:
    """The claim on the kit of the outer query."""
    return Claim.objects.filter(resource=Concat(Value("kit:"), Cast(OuterRef("pk"), models.TextField())))


class KitQuerySet(models.QuerySet):
    """Kits by scope, and where they are."""

    def visible_to(self, user) -> "KitQuerySet":
        """The kits of the person's regions, and of what lies inside them."""
        return self.filter(prefix_q("region__code", user.scope.region_codes))

    def in_stock(self) -> "KitQuerySet":
        """Neither retired nor held by a process."""
        return self.filter(~Exists(_claims()), retired_at=None)

    def in_use(self) -> "KitQuerySet":
        """Held by a process now."""
        return self.filter(Exists(_claims()))

    def for_site(self, code: str, *, simulated: bool) -> "KitQuerySet":
        """The free kits of the offices above the site: its regency's first, then its province's."""
        above = [code[:8], code[:5], code[:2], COUNTRY]
        return self.in_stock().filter(region__in=above, simulated=simulated).order_by("-region", "serial_number")

    def with_holder(self) -> "KitQuerySet":
        """With ``holder``: the id of the process that holds the kit now, or None."""
        return self.annotate(holder=Subquery(_claims().values("process_id")[:1]))


class Kit(models.Model):
    """One terminal. What was registered stays as it is; a mistake is retired and registered anew.

    ``written_as`` is the serial number as the source has it. ``region`` is the region of the office that has it: a
    regency's kit goes to that regency's sites. Where it is now follows from the claim on ``kit:<id>``.
    """

    serial_number = models.CharField(gettext_lazy("Serial number"), max_length=40, unique=True, editable=False)
    written_as = models.CharField(gettext_lazy("Serial number as written"), max_length=60)
    provider = models.CharField(gettext_lazy("Provider"), max_length=20, choices=Provider)
    model = models.CharField(gettext_lazy("Type"), max_length=60, blank=True)
    holding = models.CharField(gettext_lazy("How it was acquired"), max_length=20, choices=Holding)
    office = models.CharField(gettext_lazy("Office that purchased or lent it"), max_length=150)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=gettext_lazy("Region whose stock it is in")
    )
    source = models.CharField(
        gettext_lazy("Source"), max_length=200, help_text=gettext_lazy("The list, letter or invoice it was taken from.")
    )
    as_of = models.DateField(gettext_lazy("As of"))
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    registered_at = models.DateTimeField(editable=False)
    client_id = models.UUIDField(null=True, unique=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    retired_because = models.CharField(max_length=20, choices=RetireReason, blank=True, editable=False)
    retired_note = models.CharField(max_length=2000, blank=True, editable=False)
    # The request that took it out of stock.
    retired_client_id = models.UUIDField(null=True, unique=True, editable=False)
    simulated = models.BooleanField(default=False, editable=False)

    objects = KitQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("kit")
        verbose_name_plural = gettext_lazy("kits")
        ordering = ["serial_number"]
        constraints = [
            models.CheckConstraint(condition=Q(serial_number__regex=r"^[A-Z0-9]{4,40}$"), name="kit_serial_normalised"),
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_because="")
                | (Q(retired_at__isnull=False) & ~Q(retired_because="")),
                name="kit_retired_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial_number} · {self.get_provider_display()}"


class KitHandover(models.Model):
    """A kit passed from the province's stock to a regency's by certificate (BAST of the hibah); never changed.

    ``client_id`` names the request that recorded it.
    """

    kit = models.ForeignKey(Kit, models.CASCADE, related_name="handovers")
    from_region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=gettext_lazy("To the stock of"))
    number = models.CharField(gettext_lazy("Number of the handover certificate (BAST)"), max_length=80)
    dated = models.DateField(gettext_lazy("Date of the handover certificate (BAST)"))
    received_by = models.CharField(gettext_lazy("Received by (office and name)"), max_length=150)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    client_id = models.UUIDField(null=True, unique=True)

    class Meta:
        verbose_name = gettext_lazy("handover of a kit")
        verbose_name_plural = gettext_lazy("handovers of kits")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kit_id}: {self.from_region_id} → {self.region_id}"
