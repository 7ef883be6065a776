"""ClockRun: one run of the clock, kept so that the next knows where it stands and an operator sees that it runs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockRun(models.Model):
    """When the clock ran, for which day, and what it did; ``finished_at`` null: it runs, or was broken off.

    ``calendar_digest`` is what its deadlines were counted by (``calendar.kept.Calendar.digest``). ``failures``: what
    could not be done, each with its sentence, as ``ClockReport`` has them.
    """

    day = models.DateField(_("Day"))
    started_at = models.DateTimeField(_("Begun"))
    finished_at = models.DateTimeField(_("Finished"), null=True)
    calendar_digest = models.CharField(max_length=64)
    steps = models.PositiveIntegerField(_("Steps taken"), default=0)
    raised = models.PositiveIntegerField(_("Tasks escalated"), default=0)
    renewed = models.PositiveIntegerField(_("Sites brought up to date"), default=0)
    failures = models.JSONField(_("Failures"), default=list)

    class Meta:
        verbose_name = _("run of the clock")
        verbose_name_plural = _("runs of the clock")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.day} #{self.pk}"
