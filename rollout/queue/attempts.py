"""A job that failed is tried again, later each time; one whose worker died is taken up by the next."""

import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus

from rollout.models import Job
from rollout.queue.lease import is_free

# Waited before the second attempt, the third …: what a restart, a full disk or a mail server's bad hour needs.
DELAYS = [datetime.timedelta(seconds=seconds) for seconds in (30, 2 * 60, 10 * 60, 60 * 60, 6 * 60 * 60)]
MOST_ATTEMPTS = len(DELAYS) + 1


class Abandoned(Exception):
    """The worker ended in the middle of the job, each time it was tried."""


def attempts(job: Job) -> int:
    """How often the job was begun: each worker that takes it writes itself down."""
    return len(job.worker_ids)


def try_again_later(job: Job) -> bool:
    """Put a failed job back into the queue for its next attempt; False when it has had its last.

    What went wrong stays readable with the job meanwhile.
    """
    if attempts(job) >= MOST_ATTEMPTS:
        return False
    job.status = TaskResultStatus.READY
    job.run_after = timezone.now() + DELAYS[attempts(job) - 1]
    job.finished_at = None
    job.save(update_fields=["status", "run_after", "finished_at"])
    return True


def retry_now(jobs) -> int:
    """Begin failed jobs anew, as somebody decided who has mended the cause; returns how many."""
    return jobs.filter(status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, run_after=timezone.now(), finished_at=None, worker_ids=[]
    )


def take_up_abandoned() -> int:
    """Put jobs back whose worker died in the middle; returns how many. Safe with any number of workers at once."""
    taken_up = 0
    with transaction.atomic():
        for job in Job.objects.running().select_for_update(skip_locked=True):
            if not is_free(job.pk):
                continue
            taken_up += 1
            if attempts(job) >= MOST_ATTEMPTS:
                job.set_failed(Abandoned(f"the worker ended in the middle of this job {attempts(job)} times"))
                continue
            job.status = TaskResultStatus.READY
            job.run_after = timezone.now()
            job.save(update_fields=["status", "run_after"])
    return taken_up
