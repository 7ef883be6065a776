"""What an installation remembers of its own preparation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FinishedStep(models.Model):
    """One step of ``prepare_database`` that this database has had, and a hash of the files it was done from.

    Kept in the database itself: a file beside the checkout would still say “done” after the database was replaced.
    """

    name = models.CharField(_("Step"), max_length=40, primary_key=True)
    inputs = models.CharField(_("Hash of its inputs"), max_length=64)
    finished_at = models.DateTimeField(_("Finished"), auto_now=True)

    class Meta:
        verbose_name = _("preparation step")
        verbose_name_plural = _("preparation steps")

    def __str__(self) -> str:
        return self.name
