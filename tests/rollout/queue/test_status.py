"""What /healthz and the administration tell of the queue."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus

from rollout.models import Job, ScheduledRun
from rollout.queue.status import queue_status
from rollout.queue.tasks import keep_house
from tests import factories
from tests.rollout.queue import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue():
    """One job that has waited a minute, one put off, one at work, one given up, one done."""
    now, minute = timezone.now(), datetime.timedelta(minutes=1)
    for name in ("waiting", "later", "running", "failed", "done"):
        jobs.leave_trace.enqueue(name)
    waiting, later, running, failed, done = Job.objects.order_by("enqueued_at")
    Job.objects.filter(pk=waiting.pk).update(enqueued_at=now - minute)
    Job.objects.filter(pk=later.pk).update(run_after=now + minute, enqueued_at=now - 60 * minute)
    Job.objects.filter(pk=running.pk).update(status=TaskResultStatus.RUNNING)
    Job.objects.filter(pk=failed.pk).update(
        status=TaskResultStatus.FAILED, traceback="Traceback…\nOSError: no space left\n", worker_ids=["w"] * 6
    )
    Job.objects.filter(pk=done.pk).update(status=TaskResultStatus.SUCCESSFUL, finished_at=now - 60 * 24 * 60 * minute)
    return {"failed": failed, "done": done}


def test_depth_and_age(queue):
    status = queue_status()
    assert (status.waiting, status.later, status.running, status.failed) == (1, 1, 1, 1)
    assert 60 <= status.oldest_seconds < 70
    assert status.last_scheduled is None


def test_an_empty_queue_is_zero_seconds_old():
    assert queue_status().oldest_seconds == 0


def test_a_job_whose_time_came_waits_since_then(queue):
    Job.objects.exclude(pk=queue["done"].pk).update(
        status=TaskResultStatus.READY, run_after=timezone.now() - datetime.timedelta(seconds=30)
    )
    assert 30 <= queue_status().oldest_seconds < 40


def test_healthz_tells_of_the_queue_and_of_nobody(client, queue):
    run = ScheduledRun.objects.create(name="x", period=timezone.now())
    answer = client.get("/healthz")
    assert answer.status_code == 200
    told = answer.json()["queue"]
    assert told.pop("oldest_seconds") >= 60
    assert told == {
        "waiting": 1,
        "later": 1,
        "running": 1,
        "failed": 1,
        "last_scheduled": run.made_at.isoformat(),
    }


def test_house_is_kept_without_forgetting_what_failed(queue):
    old = timezone.now() - datetime.timedelta(days=40)
    ScheduledRun.objects.create(name="x", period=old)
    Job.objects.filter(pk=queue["failed"].pk).update(finished_at=old)
    keep_house.func("now")
    assert not ScheduledRun.objects.exists()
    left = set(Job.objects.values_list("pk", flat=True))
    assert queue["failed"].pk in left
    assert queue["done"].pk not in left


def test_the_administration_shows_the_error_and_begins_anew(queue, english_pages):
    boss = factories.user("boss", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(boss)
    address = reverse("admin:rollout_job_changelist")
    page = client.get(f"{address}?status=FAILED").content.decode()
    assert "OSError: no space left" in page
    answer = client.post(address, {"action": "retry", "_selected_action": [str(queue["failed"].pk)]}, follow=True)
    assert "1 job is begun anew." in answer.content.decode()
    assert Job.objects.get(pk=queue["failed"].pk).status == TaskResultStatus.READY
    assert client.get(reverse("admin:rollout_job_change", args=[queue["failed"].pk])).status_code == 200


def test_staff_without_the_right_begin_nothing_anew(queue):
    client = Client()
    client.force_login(factories.user("clerk", is_staff=True))
    address = reverse("admin:rollout_job_changelist")
    assert client.post(address, {"action": "retry", "_selected_action": [str(queue["failed"].pk)]}).status_code == 403
