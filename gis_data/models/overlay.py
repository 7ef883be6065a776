"""OverlayLayer and OverlayFeature: the installation's own layers, such as forest area, farmland or roads."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OverlayLayer(models.Model):
    """A layer that an administrator loaded from a file; what it shows is as good as its source, which stands beside it.

    ``protects``: a plot inside it needs a look by whoever verifies the land.
    """

    class Kind(models.TextChoices):
        FOREST = "forest", _("Forest area")
        FARMLAND = "farmland", _("Farmland")
        ROAD = "road", _("Roads")
        SETTLEMENT = "settlement", _("Settlements")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    protects = models.BooleanField(_("protects its area"), default=False)
    official = models.BooleanField(_("official"), default=False)
    source = models.CharField(_("source"), max_length=120)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    loaded_at = models.DateTimeField(_("loaded at"))

    class Meta:
        verbose_name = _("layer of the map")
        verbose_name_plural = _("layers of the map")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="overlay_names_its_source")]

    def __str__(self) -> str:
        return self.name


class OverlayFeature(models.Model):
    """One shape of a layer, valid, in EPSG:4326; ``label`` is what the file calls it, plain text."""

    layer = models.ForeignKey(OverlayLayer, models.CASCADE, related_name="features")
    geometry = models.GeometryField(srid=4326)
    label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(geometry__isvalid=True), name="overlay_geometry_is_valid"),
        ]

    def __str__(self) -> str:
        return self.label or f"{self.layer_id}/{self.pk}"
