"""Holiday: a day on which offices are closed, as decreed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """One public holiday or day of joint leave; deadlines in working days pass over it.

    ``source`` names the decree or list it was taken from; ``estimated``: it follows the moon and is not decreed yet.
    """

    class Kind(models.TextChoices):
        NATIONAL = "national", _("National holiday")
        JOINT_LEAVE = "joint_leave", _("Joint leave")

    day = models.DateField(_("Day"), primary_key=True)
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=15, choices=Kind)
    estimated = models.BooleanField(_("Estimated"), default=False)
    source = models.CharField(_("Source"), max_length=200)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"
