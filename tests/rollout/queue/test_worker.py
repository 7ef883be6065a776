"""Every job is done once, whoever works and whoever dies; each claim is tried with real worker processes."""

import signal

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus

from rollout.models import Job
from rollout.queue import attempts
from rollout.queue.worker import Worker
from tests.rollout.queue import jobs
from tests.rollout.queue.conftest import wait_for

JOBS = 40


def ours():
    return Job.objects.filter(task_path__startswith="tests.")


def worker_here() -> Worker:
    return Worker(worker_id="here", interval=0.01, batch=True, due=lambda: None)


def test_two_workers_do_every_job_once_and_both_of_them_work(start_worker):
    for number in range(JOBS):
        jobs.leave_trace.enqueue(f"job-{number:02d}")
    workers = [start_worker("--until-empty"), start_worker("--until-empty")]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert [name[:6] for name in jobs.traces()] == [f"job-{number:02d}" for number in range(JOBS)]
    assert set(ours().values_list("status", flat=True)) == {TaskResultStatus.SUCCESSFUL}
    assert {len(job.worker_ids) for job in ours()} == {1}


def test_the_job_of_a_killed_worker_is_done_by_the_next_and_its_half_done_work_is_gone(start_worker):
    jobs.slow_at_first.enqueue("x")
    first = start_worker()
    wait_for(lambda: jobs.traces("begun"))
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    assert ours().get().status == TaskResultStatus.RUNNING  # nobody told the queue
    assert start_worker("--until-empty").wait(60) == 0
    assert jobs.traces() == ["begun 1", "begun 2", "done x"]
    job = ours().get()
    assert (job.status, attempts.attempts(job)) == (TaskResultStatus.SUCCESSFUL, 2)


def test_a_job_at_work_is_left_to_whom_it_belongs(start_worker):
    jobs.slow_at_first.enqueue("x")
    start_worker()
    wait_for(lambda: jobs.traces("begun"))
    assert start_worker("--until-empty").wait(60) == 0
    job = ours().get()
    assert (job.status, attempts.attempts(job)) == (TaskResultStatus.RUNNING, 1)
    assert attempts.take_up_abandoned() == 0


def test_asked_to_end_a_worker_ends(start_worker):
    worker = start_worker()
    jobs.leave_trace.enqueue("before")
    wait_for(jobs.traces)
    worker.terminate()
    assert worker.wait(20) == 0


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_is_tried_again_later_each_time_and_then_given_up():
    jobs.fail.enqueue("the disk is full")
    pauses = []
    while True:
        worker_here().run()
        job = ours().get()
        if job.status == TaskResultStatus.FAILED:
            break
        assert job.status == TaskResultStatus.READY
        assert "the disk is full" in job.traceback
        pauses.append(round((job.run_after - timezone.now()).total_seconds(), -1))
        ours().update(run_after=timezone.now())
    assert pauses == [delay.total_seconds() for delay in attempts.DELAYS]
    assert attempts.attempts(job) == attempts.MOST_ATTEMPTS


@pytest.mark.django_db(transaction=True)
def test_a_job_put_off_is_not_done_before_its_time():
    jobs.fail.enqueue("once")
    worker_here().run()
    worker_here().run()
    assert attempts.attempts(ours().get()) == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_mended_the_cause_begins_failed_jobs_anew_and_no_others():
    for _ in range(2):
        jobs.fail.enqueue("broken")
    failed, _waiting = ours()
    ours().filter(pk=failed.pk).update(status=TaskResultStatus.FAILED, worker_ids=["a"] * 6)
    assert attempts.retry_now(ours()) == 1
    failed.refresh_from_db()
    assert (failed.status, attempts.attempts(failed)) == (TaskResultStatus.READY, 0)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_ends_every_worker_is_given_up():
    jobs.leave_trace.enqueue("poison")
    ours().update(status=TaskResultStatus.RUNNING, worker_ids=["dead"] * attempts.MOST_ATTEMPTS)
    assert attempts.take_up_abandoned() == 1
    job = ours().get()
    assert job.status == TaskResultStatus.FAILED
    assert "ended in the middle of this job 6 times" in job.traceback
    assert jobs.traces() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_of_an_earlier_program_fails_and_stops_nobody():
    jobs.leave_trace.enqueue("gone")
    ours().update(task_path="tests.rollout.queue.jobs.was_removed")
    jobs.leave_trace.enqueue("next")
    worker_here().run()
    assert [name.split()[0] for name in jobs.traces()] == ["next"]
    assert "was_removed" in ours().get(task_path__endswith="was_removed").traceback
