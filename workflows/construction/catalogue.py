"""The editable templates of construction: the percent of each work, and what a building is fitted out with."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.construction.vocabulary import Work
from workflows.construction.wording import percent_in_words


class WorkWeight(models.Model):
    """How far a building of the kind is when a work is done, cumulative percent.

    Agrinas's official table was not published; the shipped values are fitted to reports from sites (2025) and may be
    edited. They judge nothing: beside a report that disagrees stands a warning.
    """

    building = models.CharField(_("Building"), max_length=40)
    work = models.CharField(_("Work"), max_length=15, choices=Work)
    done_at = models.DecimalField(
        _("Percent when done"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("weight of a work")
        verbose_name_plural = _("weights of the works")
        ordering = ["building", "done_at"]
        constraints = [models.UniqueConstraint(fields=["building", "work"], name="work_weight_once")]

    def __str__(self) -> str:
        return f"{self.get_work_display()}: {percent_in_words(self.done_at)} %"


class EquipmentKind(models.Model):
    """A kind of equipment; ``required_in`` is the building that may not open without it, "" for none."""

    code = models.SlugField(_("Code"), max_length=40, primary_key=True)
    name = models.CharField(_("Name"), max_length=120)
    required_in = models.CharField(_("Required in"), max_length=40, blank=True)
    active = models.BooleanField(_("In use"), default=True)

    class Meta:
        verbose_name = _("kind of equipment")
        verbose_name_plural = _("kinds of equipment")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
