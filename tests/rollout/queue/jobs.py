"""Jobs that leave a trace, for real workers in processes of their own."""

import time

from django.db import transaction
from django_tasks import task

from rollout.models import FinishedStep


def trace(name: str) -> None:
    FinishedStep.objects.create(name=name, inputs="")


def traces(beginning: str = "") -> list[str]:
    return sorted(FinishedStep.objects.filter(name__startswith=beginning).values_list("name", flat=True))


@task(takes_context=True)
def leave_trace(context, name: str) -> None:
    """A trace per time it is done: twice would be two."""
    trace(f"{name} {FinishedStep.objects.count()} {context.task_result.worker_ids[-1][-8:]}")


@task(takes_context=True)
def slow_at_first(context, name: str) -> None:
    """Whole or not at all; the first attempt never comes to its end."""
    trace(f"begun {len(context.task_result.worker_ids)}")
    with transaction.atomic():
        trace(f"done {name}")
        if len(context.task_result.worker_ids) == 1:
            time.sleep(600)


@task
def fail(sentence: str) -> None:
    raise RuntimeError(sentence)
