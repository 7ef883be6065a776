"""The columns of a grant, in the order of the work."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.money import RupiahField
from workflows.assets.vocabulary import Exemption, Finding, Party
from workflows.models import Letter


class GrantColumns(models.Model):
    """What the steps of a grant ask for."""

    recipient_kind = models.CharField(_("Kind of recipient"), max_length=12, choices=Party, blank=True)
    recipient_name = models.CharField(_("Recipient"), max_length=160, blank=True)
    purpose = models.TextField(_("Purpose"), max_length=1000, blank=True)

    finding = models.CharField(_("Result of the review"), max_length=16, choices=Finding, blank=True)
    findings = models.TextField(_("Findings of the review"), max_length=2000, blank=True)
    appraised_value = RupiahField(
        _("Appraised value"), null=True, blank=True, validators=[MinValueValidator(Decimal(1))]
    )
    appraised_on = models.DateField(_("Appraised on"), null=True, blank=True)
    appraised_by = models.CharField(_("Appraised by (office and name)"), max_length=150, blank=True)

    exemption_ground = models.CharField(_("Ground of exemption"), max_length=16, choices=Exemption, blank=True)
    exemption_note = models.TextField(_("Why the ground applies"), max_length=1000, blank=True)
    council_requested_on = models.DateField(_("DPRD asked on"), null=True, blank=True)
    council_number = models.CharField(_("Number of the DPRD’s decision"), max_length=80, blank=True)
    council_date = models.DateField(_("Date of the DPRD’s decision"), null=True, blank=True)
    council = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+", editable=False)

    approval_number = models.CharField(_("Number of the decision letter"), max_length=80, blank=True)
    approval_date = models.DateField(_("Date of the decision letter"), null=True, blank=True)
    approval = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+", editable=False)
    approved_from = models.CharField(max_length=40, blank=True, default="", editable=False)
    nphd_number = models.CharField(_("Number of the grant agreement (NPHD)"), max_length=80, blank=True)
    nphd_date = models.DateField(_("Date of the grant agreement (NPHD)"), null=True, blank=True)
    bast_number = models.CharField(_("Number of the handover certificate (BAST)"), max_length=80, blank=True)
    bast_date = models.DateField(_("Date of the handover certificate (BAST)"), null=True, blank=True)
    received_by = models.CharField(_("Received by (office and name)"), max_length=150, blank=True)
    write_off_number = models.CharField(_("Number of the write-off decision (penghapusan)"), max_length=80, blank=True)
    write_off_date = models.DateField(_("Date of the write-off decision (penghapusan)"), null=True, blank=True)
    write_off_letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        abstract = True
