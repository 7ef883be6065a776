"""An export that the queue makes: what was asked, how far it is, and the file while it is kept."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Export(models.Model):
    """``query``: the question as its address carries it; ``regions``: the regions its rows were taken from, known when
    it is made: whoever may not see all of them any more does not get the file. Of each person's equal exports one is
    under way at a time. Without a ``user`` it was made by the schedule, for all who may see its regions."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WRITING = "writing", _("Being written")
        DONE = "done", _("Done")
        FAILED = "failed", _("Could not be made")
        CANCELLED = "cancelled", _("Cancelled")

    UNDER_WAY = (Status.WAITING, Status.WRITING)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="exports")
    table = models.CharField(max_length=40)
    format = models.CharField(max_length=10)
    query = models.CharField(max_length=400, blank=True)
    language = models.CharField(max_length=5)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    sentence = models.TextField(blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    regions = ArrayField(models.CharField(max_length=13), default=list)
    file = models.FileField(upload_to="exports/", max_length=200, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "table", "format", "query"],
                condition=Q(status__in=("waiting", "writing")),
                name="export_once_under_way",
            ),
            models.UniqueConstraint(
                fields=["table", "format", "query"],
                condition=Q(user=None, status="done"),
                name="scheduled_export_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.format}"

    @property
    def under_way(self) -> bool:
        """Is it waiting, or being written?"""
        return self.status in self.UNDER_WAY

    @property
    def percent(self) -> int:
        """How much of it is written."""
        return self.rows_done * 100 // self.rows_total if self.rows_total else 0
