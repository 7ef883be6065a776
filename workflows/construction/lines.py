"""The lines of a building: progress reports, defects found by inspection, and equipment."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.construction.vocabulary import Obstacle, Severity, Slot, Work
from workflows.construction.wording import day_in_words, percent_in_words
from workflows.facts import Fact
from workflows.models import Record


class ProgressReport(Record):
    """What somebody saw at the building on one day, in the morning or in the evening; the percent is kept as given.

    ``corrects`` is the number of the report that this one takes the place of; the corrected one stays readable.
    """

    label, label_plural = _("Progress report"), _("Progress reports")

    corrects = models.PositiveIntegerField(_("Number of the report that is corrected"), null=True, blank=True)
    reported_on = models.DateField(_("Date"), null=True)
    slot = models.CharField(_("Time of day"), max_length=10, choices=Slot)
    percent = models.DecimalField(
        _("Progress, percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    work = models.CharField(_("Work at hand"), max_length=15, choices=Work)
    workers = models.PositiveSmallIntegerField(_("Workers on site"), null=True, validators=[MaxValueValidator(500)])
    material = models.CharField(_("Material on site"), max_length=300, blank=True)
    obstacle = models.CharField(_("Obstacle"), max_length=20, choices=Obstacle, blank=True)
    note = models.TextField(_("Note"), blank=True, max_length=1000)

    class Meta(Record.Meta):
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["process", "corrects"],
                name="progress_report_corrected_once",
                violation_error_message=_("This report was corrected already; correct the later one."),
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100), name="progress_report_percent_in_range"
            ),
        ]

    @property
    def summary(self) -> str:
        return gettext("%(report)s: %(date)s, %(slot)s, %(percent)s %%") % {
            "report": self.caption,
            "date": day_in_words(self.reported_on),
            "slot": self.get_slot_display(),
            "percent": percent_in_words(self.percent),
        }

    def validate_constraints(self, exclude=None) -> None:
        """Not asked of the database beforehand: the column's validators say the same of the percent, and a report comes
        twice a day from every building."""

    def computed_facts(self) -> list[Fact]:
        """What the template expects beside what was reported, and which later report counts in its place.

        ``process`` is the building itself, which knows both once for all its lines.
        """
        found = []
        if self.percent is not None and (band := self.process.band_of(self.work)):
            agrees = band[0] <= self.percent <= band[1]
            words = _("%(low)s to %(high)s %%") if agrees else _("%(low)s to %(high)s %%: it does not agree")
            found.append(Fact("percent", _("Expected of this work"), words % _bounds(band), computed=True))
        if later := self.process.corrected_by.get(self.number):
            words = gettext("counts no more: corrected by report %(number)d") % {"number": later}
            found.append(Fact("percent", _("Corrected"), words, computed=True))
        return found


def _bounds(band: tuple[Decimal, Decimal]) -> dict[str, str]:
    return {"low": percent_in_words(band[0]), "high": percent_in_words(band[1])}


class Defect(Record):
    """An item of the inspection's punch list: opened, mended with a photo, closed by somebody else."""

    class State(TextChoices):
        OPEN = "open", _("To be mended")
        FIXED = "fixed", _("Mended, waiting to be checked")
        CLOSED = "closed", _("Closed")

    label, label_plural = _("Defect"), _("Defects")
    initial = State.OPEN

    description = models.CharField(_("What is wrong"), max_length=300)
    place = models.CharField(_("Where in the building"), max_length=120)
    severity = models.CharField(_("Severity"), max_length=10, choices=Severity)
    remedy = models.CharField(_("What was done"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("defect")
        verbose_name_plural = _("defects")


class Equipment(Record):
    """One piece of the fit-out (kelengkapan), from the order to its place."""

    class State(TextChoices):
        ORDERED = "ordered", _("Ordered")
        RECEIVED = "received", _("Received")
        INSTALLED = "installed", _("Installed")

    label, label_plural = _("Piece of equipment"), _("Equipment")
    initial = State.ORDERED

    kind = models.ForeignKey("workflows.EquipmentKind", models.PROTECT, related_name="+", verbose_name=_("Kind"))
    ordered_on = models.DateField(_("Ordered on"), null=True)
    supplier = models.CharField(_("Supplier"), max_length=120, blank=True)
    received_on = models.DateField(_("Received on"), null=True)
    serial_number = models.CharField(_("Serial number"), max_length=60, blank=True)
    installed_on = models.DateField(_("Installed on"), null=True)

    class Meta(Record.Meta):
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "serial_number"],
                condition=~Q(serial_number=""),
                name="equipment_serial_once",
                violation_error_message=_("A piece of this kind with that serial number is registered already."),
            ),
        ]
