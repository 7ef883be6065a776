"""The cooperative: the legal person that will run the outlet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_data.models import Region


class Cooperative(models.Model):
    """A Koperasi Desa (KDMP) or Kelurahan (KKMP) Merah Putih.

    It serves one or several villages; a village may have none, one or two (1,542 cooperatives serve 1,571 villages).
    """

    class Kind(models.TextChoices):
        KDMP = "kdmp", _("Village cooperative (KDMP)")
        KKMP = "kkmp", _("Urban-ward cooperative (KKMP)")

    name = models.CharField(_("Name"), max_length=160)
    kind = models.CharField(_("Kind"), max_length=4, choices=Kind)
    villages = models.ManyToManyField(Region, related_name="cooperatives", verbose_name=_("Villages served"))
    legal_number = models.CharField(_("Legal-entity decree (SK AHU)"), max_length=60, blank=True)
    source = models.CharField(_("Source"), max_length=200)
    as_of = models.DateField(_("As of"))

    class Meta:
        verbose_name = _("cooperative")
        verbose_name_plural = _("cooperatives")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
