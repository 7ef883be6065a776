"""The background jobs of telling people."""

import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from workflows.models import Mail, News, Notification
from workflows.notifications.mails import write_mails
from workflows.notifications.telling import tell_portion

# What was told longer ago is of no use to anybody; the ledger has it all.
KEPT_DAYS = 400


@task(priority=10)
def tell() -> int:
    """Tell everything that is written down, and write at once to those who want it so; returns how many portions."""
    portions = 0
    while (told := tell_portion()) is not None:
        portions += 1
        if told:
            occasion = f"news {timezone.now():%Y-%m-%d %H:%M:%S.%f}"
            write_mails(User.MailRhythm.AT_ONCE, occasion, told)
    return portions


@task
def send_digests(period: str) -> int:
    """The day's mail to everybody who wants one a day and has unread news; returns how many are put into the queue."""
    day = timezone.localdate(parse_datetime(period))
    return write_mails(User.MailRhythm.DAILY, f"digest {day.isoformat()}")


@task
def forget_old(_period: str) -> None:
    """Delete notifications and mails that nobody looks for any more."""
    before = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    Notification.objects.filter(created_at__lt=before).delete()
    Mail.objects.filter(made_at__lt=before).delete()


def enqueue_telling() -> bool:
    """Put the job into the queue when something is written down and no such job waits or runs; returns whether it did.

    Two workers may both do so at one moment: the second job finds nothing left to tell.
    """
    if not News.objects.exists():
        return False
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    if DBTaskResult.objects.filter(task_path=tell.module_path, status__in=unfinished).exists():
        return False
    tell.enqueue()
    return True
