"""The print of a photo: what it looks like, in 64 bits, so that the same picture is known again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PhotoPrint(models.Model):
    """Of the bytes of one photo, whoever sent them and wherever they are attached (``workflows.photo_prints``).

    ``bits`` is a signed number; its quarters are columns, by which the database finds what looks alike. All of them are
    None for a picture that says too little, so that nobody looks at it again. Derived: what is missing is made anew.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    bits = models.BigIntegerField(null=True)
    band_a = models.SmallIntegerField(null=True, db_index=True)
    band_b = models.SmallIntegerField(null=True, db_index=True)
    band_c = models.SmallIntegerField(null=True, db_index=True)
    band_d = models.SmallIntegerField(null=True, db_index=True)

    class Meta:
        verbose_name = _("print of a photo")
        verbose_name_plural = _("prints of photos")

    def __str__(self) -> str:
        return self.sha256
