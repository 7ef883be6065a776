"""The lines of readiness: the cooperative's documents, and its monthly reports."""

from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from gis_data.dates import past_day
from sites.money import RupiahField
from workflows.facts import Fact
from workflows.figures import day
from workflows.models import Record


class Document(Record):
    """One paper of the checklist, from missing to verified, and again when it expires.

    ``in_force``: a verified version counts today, also while its successor is being checked. ``valid_until`` is that
    version's last day (empty: without end), ``expires_on`` what the latest upload says. ``remind_on`` is the day of the
    next reminder, ``reminded_on`` of the last one, ``lapsed_on`` the day it stopped counting.
    """

    class State(TextChoices):
        MISSING = "missing", _("Missing")
        UPLOADED = "uploaded", _("Uploaded, to be checked")
        VERIFIED = "verified", _("Verified")
        REFUSED = "refused", _("Refused")
        EXPIRED = "expired", _("Expired")

    label, label_plural = _("Document"), _("Documents")
    initial = State.MISSING
    whole_list = True
    tones = {
        State.MISSING: "ahead",
        State.UPLOADED: "waiting",
        State.VERIFIED: "done",
        State.REFUSED: "blocked",
        State.EXPIRED: "blocked",
    }

    unlisted = {"kind", "in_force", "valid_until"}

    kind = models.ForeignKey("workflows.DocumentKind", models.PROTECT, related_name="+", verbose_name=_("Kind"))
    paper_number = models.CharField(_("Number of the document"), max_length=80, blank=True)
    issued_on = models.DateField(_("Date of the document"), null=True, validators=[past_day])
    expires_on = models.DateField(_("Valid until"), null=True, blank=True)
    in_force = models.BooleanField(_("Counts as valid"), default=False, editable=False)
    valid_until = models.DateField(_("Counts until"), null=True, editable=False)
    remind_on = models.DateField(_("Next reminder"), null=True, editable=False)
    reminded_on = models.DateField(_("Reminded on"), null=True, editable=False)
    lapsed_on = models.DateField(_("Stopped counting on"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["process", "kind"],
                name="document_kind_once",
                violation_error_message=_("This document is on the list already; upload it there."),
            ),
        ]

    def computed_facts(self) -> list[Fact]:
        """That an earlier version still counts must be said; that a verified one does is plain."""
        if not self.in_force or self.state == self.State.VERIFIED:
            return []
        told = _("the earlier version")
        if self.valid_until:
            told = _("the earlier version, until %(date)s") % {"date": day(self.valid_until)}
        return [Fact("issued_on", _("Counts as valid"), told, True)]

    @property
    def caption(self) -> str:
        """The document's own name: nobody looks for "Document 3"."""
        return self.kind.name if self.kind_id else str(self.label)


class MonthlyReport(Record):
    """What the cooperative sold in one month; ``month`` is its first day."""

    class State(TextChoices):
        FILED = "filed", _("Filed, to be checked")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Returned")

    label, label_plural = _("Monthly report"), _("Monthly reports")
    initial = State.FILED
    tones = {State.ACCEPTED: "done", State.RETURNED: "blocked"}

    month = models.DateField(_("Month (any day of it)"), null=True, validators=[past_day])
    turnover = RupiahField(_("Turnover of the month"), null=True)
    transactions = models.PositiveIntegerField(_("Number of sales"), null=True)
    members = models.PositiveIntegerField(_("Members at the end of the month"), null=True, blank=True)
    note = models.TextField(_("Note"), blank=True, max_length=1000)

    class Meta(Record.Meta):
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["process", "month"],
                condition=~Q(state="returned"),
                name="monthly_report_once",
                violation_error_message=_("There is a report for this month already."),
            ),
            models.CheckConstraint(condition=Q(turnover=None) | Q(turnover__gte=0), name="monthly_report_turnover"),
        ]
