"""The periodic jobs of the installation itself; what the apps do in the background they declare themselves."""

import datetime

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from rollout.models import ScheduledRun
from rollout.reports.exports import making
from sites.history import day_sheets
from workflows import photo_prints
from workflows.field import backlog
from workflows.services import clock

# How long it can be seen what was done.
KEPT_DAYS = 30


class ClockUnfinished(Exception):
    """The clock could not do everything that was due; ``str()`` says what, and why."""


@task
def run_clock(_period: str) -> None:
    """Do what follows from the date alone (``workflows.services.clock``).

    What could not be done is tried again with the job, later each time; what stays undone is read with it. Raises
    ClockUnfinished.
    """
    report = clock.run_clock()
    if not report.ok:
        raise ClockUnfinished("\n".join(map(str, report.failures)))


@task
def keep_house(_period: str) -> None:
    """Keep what the map showed when yesterday ended, and forget what is of no use any more: ended log-ins, jobs that
    went well long ago, periods long past.

    Jobs that failed for good stay until somebody has looked at them. Reports that a killed server left waiting for what
    has come meanwhile go on. Photos that have no print yet, attached by an older version, get theirs.
    """
    backlog.sweep()
    making.forget_old()
    photo_prints.catch_up()
    day_sheets.settle()
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEPT_DAYS, failed_min_age_days=10 * 365, verbosity=0)
    ScheduledRun.objects.filter(period__lt=timezone.now() - datetime.timedelta(days=KEPT_DAYS)).delete()
