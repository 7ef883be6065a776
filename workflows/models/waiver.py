"""Waiver: a guard set aside for one process by a person who may, with a reason."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.guards import WaiverReason
from workflows.models.process import Process


class Waiver(models.Model):
    """Which rule, by whom, why, and what the rule had said at that moment."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="waivers")
    step = models.CharField(max_length=40)
    guard = models.CharField(max_length=60)
    unmet = models.TextField()
    reason_code = models.CharField(max_length=40, choices=WaiverReason.CHOICES)
    reason_text = models.TextField()
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    waived_at = models.DateTimeField()

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.process_id}: {self.guard}"
