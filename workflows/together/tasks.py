"""The background job that carries out a bulk decision, process by process."""

import logging

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from workflows import registry
from workflows.models import BulkDecision, BulkItem
from workflows.services.together import carry_out_next

logger = logging.getLogger(__name__)


class Unfinished(Exception):
    """Some processes could not be decided for a reason that is the program's, not theirs; ``str()`` says how many."""


@task(priority=20)
def carry_out(decision_id: int) -> None:
    """Decide every process of the decision that still waits; begun again after a kill, it goes on where it was.

    One at which the program itself fails holds up no other: it waits, and the job is tried again. Raises Unfinished.
    """
    decision = BulkDecision.objects.filter(pk=decision_id).first()
    if decision is None:  # simulated, and removed since
        return
    flow, last, failed = registry.flow(decision.kind), 0, 0
    while True:
        try:
            done = carry_out_next(decision, flow, last)
        except Exception:
            logger.exception("bulk decision %s: behind item %s", decision_id, last)
            failed += 1
            done = _next_waiting(decision, last)
        if done is None:
            break
        last = done
    if failed:
        raise Unfinished(f"bulk decision {decision_id}: {failed} of its processes still wait")


def _next_waiting(decision: BulkDecision, after: int) -> int | None:
    waiting = BulkItem.objects.filter(decision=decision, status=BulkItem.Status.WAITING, pk__gt=after)
    return waiting.order_by("pk").values_list("pk", flat=True).first()


def under_way(decision: BulkDecision) -> bool:
    """Does a job wait or run that is at it?"""
    jobs = DBTaskResult.objects.filter(
        task_path=carry_out.module_path, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    return jobs.filter(args_kwargs__args=[decision.pk]).exists()


def go_on(decision: BulkDecision) -> None:
    """Put the work into the queue again where cases still wait and nothing is at them."""
    if decision.items.filter(status=BulkItem.Status.WAITING).exists() and not under_way(decision):
        carry_out.enqueue(decision.pk)
