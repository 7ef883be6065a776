"""The periodic jobs of the installation itself; what the apps do in the background they declare themselves."""

import datetime

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from rollout.models import ScheduledRun

# How long it can be seen what was done.
KEPT_DAYS = 30


@task
def keep_house(_period: str) -> None:
    """Forget what is of no use any more: ended log-ins, jobs that went well long ago, periods long past.

    Jobs that failed for good stay until somebody has looked at them.
    """
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEPT_DAYS, failed_min_age_days=10 * 365, verbosity=0)
    ScheduledRun.objects.filter(period__lt=timezone.now() - datetime.timedelta(days=KEPT_DAYS)).delete()
