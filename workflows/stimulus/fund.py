"""Fund: the money a region lends to its cooperatives, which lend it on when it comes back."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sites.money import RupiahField
from workflows.owners import levels_of
from workflows.readiness.catalogue import valid_region


class FundQuerySet(models.QuerySet):
    """Funds by whom they serve."""

    def serving(self, site_code: str) -> "FundQuerySet":
        """The funds in use of the regions around a site."""
        return self.filter(active=True, region_code__in=levels_of(site_code))


class Fund(models.Model):
    """One revolving fund with its rules, which an office may edit.

    ``region_code``: whose fund it is; its head decrees, cooperatives inside may receive. ``smallest`` and ``largest``
    bound one stimulus. A stimulus is repaid in ``instalments`` equal monthly parts, the first of them due one month
    after ``grace_months`` have passed. What was decreed under earlier rules keeps its plan.
    """

    name = models.CharField(_("Name"), max_length=150)
    region_code = models.CharField(_("Region"), max_length=13, validators=[valid_region])
    total = RupiahField(_("Amount of the fund"))
    smallest = RupiahField(_("Smallest stimulus"), default=200_000_000)
    largest = RupiahField(_("Largest stimulus"), default=300_000_000)
    instalments = models.PositiveSmallIntegerField(
        _("Monthly instalments"), default=24, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    grace_months = models.PositiveSmallIntegerField(
        _("Months without instalments"), default=3, validators=[MaxValueValidator(36)]
    )
    source = models.CharField(_("Source"), max_length=300)
    as_of = models.DateField(_("As of"))
    active = models.BooleanField(_("In use"), default=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        ordering = ["region_code", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(smallest__gt=0, largest__gte=F("smallest")),
                name="fund_bounds_in_order",
                violation_error_message=_("The largest stimulus is not smaller than the smallest."),
            ),
            models.CheckConstraint(condition=Q(instalments__gte=1), name="fund_has_instalments"),
        ]

    def __str__(self) -> str:
        return self.name
