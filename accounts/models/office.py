"""The offices and commands people serve, each with the dates it was valid."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gis_data.models import Region


class OfficeQuerySet(models.QuerySet):
    """Offices by date."""

    def valid_on(self, day: datetime.date) -> "OfficeQuerySet":
        """Offices whose validity includes the day."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class Office(models.Model):
    """An office or unit. Names change by decree, so an office is valid between two dates and names its successor.

    Example: Kodam XII/Tanjungpura handed Korem 102 over to Kodam XXII/Tambun Bungai on 10 Sep 2025.
    """

    class Kind(models.TextChoices):
        KODAM = "kodam", _("Regional military command (Kodam)")
        KOREM = "korem", _("Area military command (Korem)")
        KODIM = "kodim", _("District military command (Kodim)")
        KORAMIL = "koramil", _("Sub-district military command (Koramil)")
        COOPERATIVE = "cooperative", _("Cooperative office")
        ASSET = "asset", _("Finance and asset office (BPKAD)")
        HEAD = "head", _("Head of region and secretariat")
        ICT = "ict", _("ICT office")
        VILLAGE = "village", _("Village office")
        OTHER = "other", _("Other")

    name = models.CharField(_("Name"), max_length=160)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Reports to")
    )
    regions = models.ManyToManyField(Region, blank=True, related_name="offices", verbose_name=_("Area of work"))
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("Succeeded by")
    )
    source = models.CharField(_("Source"), max_length=200, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "valid_from"], nulls_distinct=False, name="office_name_once_per_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="office_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
