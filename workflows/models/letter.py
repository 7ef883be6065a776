"""Letter: a numbered decision on paper; a number is one letter, however many processes it decides."""

import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from gis_data.models import Region
from workflows.models.process import Process


class Letter(models.Model):
    """A decision letter (surat keputusan), written by ``workflows.letters`` alone.

    An organ of a region numbers its letters within a year: issuer, body, number and year name one letter. ``decides``
    is the step it was entered for ("asset_loan.approve"), ``process`` the one it was entered with; None for a letter
    that was entered for several together.
    """

    class Body(models.TextChoices):
        HEAD = "head", _("Head of region")
        COUNCIL = "council", _("Regional council (DPRD)")

    issuer = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("Issued by"))
    body = models.CharField(_("Organ"), max_length=10, choices=Body)
    number = models.CharField(_("Number"), max_length=80)
    # As numbers are compared: without blanks, in small letters.
    number_key = models.CharField(max_length=80, editable=False)
    year = models.PositiveSmallIntegerField(_("Year"), editable=False)
    dated = models.DateField(_("Date"))
    subject = models.CharField(_("Subject"), max_length=200)
    decides = models.CharField(max_length=81, blank=True, default="", editable=False)
    sha256 = models.CharField(_("Scan (SHA-256)"), max_length=64)
    process = models.ForeignKey(Process, models.SET_NULL, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    simulated = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("decision letter")
        verbose_name_plural = _("decision letters")
        ordering = ["-dated", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "body", "number_key", "year"], name="letter_number_once_per_issuer_and_year"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="letter_scan_is_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({date_format(self.dated, 'DATE_FORMAT')})"

    @staticmethod
    def key_of(number: str) -> str:
        """The number as it is compared with others: "188.45 / 12 / 2026" is "188.45/12/2026"."""
        return re.sub(r"\s+", "", number).casefold()
