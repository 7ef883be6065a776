"""The columns of a loan, in the order of the work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.assets.vocabulary import Finding, Instrument, Party
from workflows.models import Letter


class LoanColumns(models.Model):
    """What the steps of a loan ask for, and what follows from it."""

    instrument = models.CharField(_("Instrument"), max_length=12, choices=Instrument, blank=True)
    borrower_kind = models.CharField(_("Kind of borrower"), max_length=12, choices=Party, blank=True)
    borrower_name = models.CharField(_("Borrower"), max_length=160, blank=True)
    purpose = models.TextField(_("Purpose"), max_length=1000, blank=True)
    starts_on = models.DateField(_("Begins on"), null=True, blank=True)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True, help_text=_("At most five years after it begins."))

    finding = models.CharField(_("Result of the review"), max_length=16, choices=Finding, blank=True)
    findings = models.TextField(_("Findings of the review"), max_length=2000, blank=True)

    approval_number = models.CharField(_("Number of the decision letter"), max_length=80, blank=True)
    approval_date = models.DateField(_("Date of the decision letter"), null=True, blank=True)
    approval = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+", editable=False)
    agreement_number = models.CharField(_("Number of the agreement"), max_length=80, blank=True)
    agreement_date = models.DateField(_("Date of the agreement"), null=True, blank=True)
    bast_number = models.CharField(_("Number of the handover certificate (BAST)"), max_length=80, blank=True)
    bast_date = models.DateField(_("Date of the handover certificate (BAST)"), null=True, blank=True)
    received_by = models.CharField(_("Received by (office and name)"), max_length=150, blank=True)

    extended_to = models.DateField(_("Extended until"), null=True, blank=True)
    extension_number = models.CharField(_("Number of the decision letter on the extension"), max_length=80, blank=True)
    extension_date = models.DateField(_("Date of the decision letter on the extension"), null=True, blank=True)
    extension = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+", editable=False)

    return_number = models.CharField(_("Number of the return’s certificate (BAST)"), max_length=80, blank=True)
    returned_on = models.DateField(_("Given back on"), null=True, blank=True)
    return_condition = models.TextField(_("Condition at the return"), max_length=1000, blank=True)

    # --- what the clock goes by ---
    expires_on = models.DateField(_("Last day of the term"), null=True, editable=False)
    remind_on = models.DateField(null=True, editable=False)
    # The reminder that was reached last: 180, 90, 60 or 30 days before the end.
    reminded_days = models.PositiveSmallIntegerField(_("Days before the end"), null=True, editable=False)
    ended_on = models.DateField(_("Ended on"), null=True, editable=False)

    class Meta:
        abstract = True
