"""How the queue stands: for /healthz, for people who watch, and for the administration's first line."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django_tasks import TaskResultStatus

from rollout.models import Job, ScheduledRun


@dataclass(frozen=True)
class QueueStatus:
    """``waiting``: jobs that could be done now; ``oldest_seconds``: how long the first of them could have been.

    ``later``: put off, mostly for another attempt; ``failed``: given up until somebody looks; ``last_scheduled``: when
    a worker last put periodic work into the queue (None: never).
    """

    waiting: int
    oldest_seconds: int
    later: int
    running: int
    failed: int
    last_scheduled: datetime.datetime | None

    def as_dict(self) -> dict[str, object]:
        """For programs: times in ISO 8601."""
        return {**vars(self), "last_scheduled": self.last_scheduled and self.last_scheduled.isoformat()}


def queue_status() -> QueueStatus:
    """Two queries. Raises DatabaseError when it cannot be asked."""
    now = timezone.now()
    ready, put_off = Q(status=TaskResultStatus.READY), Q(run_after__gt=now, run_after__year__lt=9999)
    found = Job.objects.aggregate(
        waiting=Count("pk", filter=ready & ~put_off),
        # A job that was put off waits from then on; one that was not, from when it came.
        enqueued=Min("enqueued_at", filter=ready & Q(run_after__year=9999)),
        due=Min("run_after", filter=ready & Q(run_after__lte=now)),
        later=Count("pk", filter=ready & put_off),
        running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
        failed=Count("pk", filter=Q(status=TaskResultStatus.FAILED)),
    )
    oldest = min((moment for moment in (found.pop("enqueued"), found.pop("due")) if moment), default=now)
    return QueueStatus(
        **found,
        oldest_seconds=int((now - oldest).total_seconds()),
        last_scheduled=ScheduledRun.objects.aggregate(last=Max("made_at"))["last"],
    )
