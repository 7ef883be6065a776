"""What an installation remembers of its own work: preparation, background jobs, what time made due."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from rollout.reports.exports.model import Export

__all__ = ["Export", "FinishedStep", "Job", "ScheduledRun"]


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


class Job(DBTaskResult):
    """A background job as this product's administration shows it; the table is the queue library's."""

    class Meta:
        proxy = True
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")

    def __str__(self) -> str:
        return self.task_path.rpartition(".")[2]


class ScheduledRun(models.Model):
    """Periodic work was put into the queue for one period. Of any number of workers one can write this row."""

    name = models.CharField(_("Work"), max_length=40)
    period = models.DateTimeField(_("Period"))
    made_at = models.DateTimeField(_("Put into the queue"), auto_now_add=True)

    class Meta:
        verbose_name = _("scheduled run")
        verbose_name_plural = _("scheduled runs")
        ordering = ["-period"]
        constraints = [models.UniqueConstraint(fields=["name", "period"], name="scheduled_once_per_period")]

    def __str__(self) -> str:
        return f"{self.name} {self.period:%Y-%m-%d %H:%M}"
