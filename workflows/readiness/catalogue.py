"""The editable tables of readiness: which documents a cooperative must have, and what the programme is to reach."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gis_data import codes
from workflows.readiness.states import LEVELS


def valid_pattern(value: str) -> None:
    """Raises ValidationError for what is no regular expression."""
    try:
        re.compile(value)
    except re.error as error:
        raise ValidationError(gettext("This is no regular expression: %(error)s") % {"error": error}) from error


def valid_region(value: str) -> None:
    """Raises ValidationError for what is no region's code."""
    codes.parse(value)


class DocumentKindQuerySet(models.QuerySet):
    """Kinds of document by what is asked today."""

    def listed(self) -> "DocumentKindQuerySet":
        """The kinds a checklist shows."""
        return self.filter(active=True)

    def required_on(self, day: datetime.date) -> "DocumentKindQuerySet":
        """The kinds every cooperative must have on that day."""
        return self.listed().filter(Q(required_from=None) | Q(required_from__lte=day), required=True)


class DocumentKind(models.Model):
    """One kind of paper.

    ``required``: it counts for completeness, from ``required_from`` on if that is given. ``proves_legal``: the level
    "legal" rests on it. ``pattern``: what its number usually looks like (a regular expression); a number that does not
    is pointed out and never refused, because the shapes come from practice and not from a regulation.
    """

    code = models.SlugField(_("Code"), max_length=40, primary_key=True)
    name = models.CharField(_("Name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("Place in the list"), default=100)
    required = models.BooleanField(_("Required"), default=True)
    required_from = models.DateField(_("Required from"), null=True, blank=True)
    has_expiry = models.BooleanField(_("Expires"), default=False)
    proves_legal = models.BooleanField(_("Needed for the level “legal”"), default=False)
    pattern = models.CharField(_("Usual shape of the number"), max_length=120, blank=True, validators=[valid_pattern])
    pattern_hint = models.CharField(_("The shape in words"), max_length=120, blank=True)
    active = models.BooleanField(_("In use"), default=True)

    objects = DocumentKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of document")
        verbose_name_plural = _("kinds of document")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """How many cooperatives of a region are to reach a level by the end of a year; who says so, and as of when.

    ``what`` is a level, or "active": the level that the configuration calls so.
    """

    ACTIVE = "active"
    WHAT = [(ACTIVE, _("Active")), *((str(level), level.label) for level in LEVELS)]

    region_code = models.CharField(_("Region"), max_length=13, validators=[valid_region])
    year = models.PositiveSmallIntegerField(_("Year"), validators=[MinValueValidator(2025), MaxValueValidator(2100)])
    what = models.CharField(_("What is counted"), max_length=20, choices=WHAT)
    count = models.PositiveIntegerField(_("How many"), validators=[MinValueValidator(1)])
    source = models.CharField(_("Source"), max_length=300)
    as_of = models.DateField(_("As of"))

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["-year", "region_code", "what"]
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "year", "what"],
                name="target_once",
                violation_error_message=_("This region has that target for the year already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.year}: {self.count} {self.get_what_display()}"
