"""Boundary: the outline of a region, with its source, its date, and whether it is official or an approximation."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gis_data.models.region import Region
from gis_data.querysets import BoundaryQuerySet


class Boundary(models.Model):
    """At most one outline per region, EPSG:4326; ``display`` is ``geometry`` simplified for the map.

    An approximation (``official`` false) only draws: nothing is ever checked against it. It never replaces an
    official outline; the database refuses that too.
    """

    region = models.OneToOneField(
        Region, on_delete=models.CASCADE, primary_key=True, related_name="boundary", verbose_name=_("region")
    )
    geometry = models.MultiPolygonField(_("outline"), srid=4326)
    display = models.MultiPolygonField(_("outline for the map"), srid=4326)
    source = models.CharField(_("source"), max_length=120)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    official = models.BooleanField(_("official"))
    loaded_at = models.DateTimeField(_("loaded at"))

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")
        ordering = ["region_id"]
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="boundary_names_its_source")]

    def __str__(self) -> str:
        return f"{self.region_id} · {self.quality}"

    @property
    def quality(self) -> str:
        """What a reader must know before trusting the line."""
        return str(_("official boundary") if self.official else _("approximate, not an official boundary"))
