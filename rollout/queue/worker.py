"""The worker: takes one background job after another from PostgreSQL, and puts into the queue what time makes due."""

import logging
import time
from collections.abc import Callable

from django.db import close_old_connections, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as LibraryWorker

from rollout.models import Job
from rollout.queue import attempts
from rollout.queue.lease import Lease

logger = logging.getLogger(__name__)

# How often a worker looks whether another one died.
_LOOK_AROUND_SECONDS = 5.0


class Worker(LibraryWorker):
    """The library's worker, which survives its own death: a job it was at is taken up by another, or by the next.

    The library commits "running" before it begins, and nothing of it ever looks back. Here every running job is under a
    lease (``rollout.queue.lease``); one without is abandoned. A job that failed is put back for a later attempt.
    ``due`` is asked once a second for what must go into the queue. ``batch``: end when there is nothing left to do.
    """

    def __init__(self, *, worker_id: str, interval: float, batch: bool, due: Callable[[], object]) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        self._due = due
        self._lease = Lease()
        self._looked_around = float("-inf")

    def run(self) -> None:
        """Work until told to stop."""
        try:
            while self.running:
                close_old_connections()
                self._look_around()
                job = self._take()
                if job is not None:
                    self.run_task(job)
                elif self.batch:
                    return
                elif self.running:
                    time.sleep(self.interval)
        finally:
            self._lease.close()

    def run_task(self, job: Job) -> None:
        """Do a job that was taken, keep what came of it, and let it go."""
        try:
            super().run_task(job)
            if job.status == TaskResultStatus.FAILED:
                again = attempts.try_again_later(job)
                logger.warning(
                    "%s failed (attempt %d, %s): %s",
                    job.task_path,
                    attempts.attempts(job),
                    "tried again later" if again else "the last one",
                    job.traceback.strip().rpartition("\n")[2],
                )
        finally:
            self._lease.release()

    def _look_around(self) -> None:
        if time.monotonic() - self._looked_around >= _LOOK_AROUND_SECONDS:
            self._looked_around = time.monotonic()
            if found := attempts.take_up_abandoned():
                logger.warning("%d jobs taken up whose worker had ended in the middle", found)
        self._due()

    def _take(self) -> Job | None:
        """The next job, marked as running and under this worker's lease before anybody can see that it runs."""
        with transaction.atomic():
            job = Job.objects.ready().filter(backend_name=self.backend_name).get_locked()
            if job is None:
                return None
            if not self._lease.take(job.pk):
                self._lease.release()
                return None
            job.claim(self.worker_id)
        return job


def work(*, worker_id: str, interval: float = 1.0, batch: bool = False, due: Callable[[], object]) -> None:
    """Run a worker in this process; signals end it after the job it is at (a second one at once)."""
    worker = Worker(worker_id=worker_id, interval=interval, batch=batch, due=due)
    worker.configure_signals()
    logger.info("worker %s begins at %s", worker_id, timezone.now().isoformat(timespec="seconds"))
    worker.run()
