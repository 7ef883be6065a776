"""Periodic work is put into the queue once in its period, by whichever worker comes first."""

import datetime
import threading

import pytest
from django.db import connections
from django.utils import timezone

from rollout.models import Job, ScheduledRun
from rollout.queue.schedule import Periodic, Schedule, daily, periodic_work
from tests.rollout.queue import jobs
from workflows.models import Holiday

SEVEN = datetime.time(7)


def here(text: str) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


def schedule() -> Schedule:
    return Schedule((Periodic("trace", jobs.leave_trace, daily(SEVEN)),))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23 06:59:59", None),  # a Monday, too early
        ("2026-11-23 07:00", "2026-11-23 07:00"),
        ("2026-11-23 16:20", "2026-11-23 07:00"),  # the worker came late
        ("2026-11-21 07:00", None),  # a Saturday
        ("2026-12-25 07:00", None),  # a holiday
    ],
)
def test_offices_are_written_to_when_they_are_open(now, due):
    Holiday.objects.update_or_create(
        day=datetime.date(2026, 12, 25), defaults={"name": "Natal", "kind": "national", "source": "test"}
    )
    assert daily(SEVEN, working_days=True)(here(now)) == (due and here(due))
    assert daily(SEVEN)(here("2026-11-21 09:00")) == here("2026-11-21 07:00")


@pytest.mark.django_db
def test_one_worker_asks_once_and_another_finds_it_done():
    now = here("2026-11-23 07:01")
    mine = schedule()
    assert mine.enqueue_due(now) == ["trace"]
    assert mine.enqueue_due(now + datetime.timedelta(minutes=5)) == []
    assert schedule().enqueue_due(now) == []  # another worker, or this one begun anew
    assert mine.enqueue_due(now + datetime.timedelta(days=1)) == ["trace"]
    assert Job.objects.count() == ScheduledRun.objects.count() == 2
    assert Job.objects.first().args_kwargs["args"] == ["2026-11-23T07:00:00+07:00"]


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_the_same_moment_one_puts_it_there():
    now, barrier, made = here("2026-11-23 07:01"), threading.Barrier(8), []

    def look() -> None:
        barrier.wait()
        made.append(schedule().enqueue_due(now))
        connections.close_all()

    workers = [threading.Thread(target=look) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(made) == [[]] * 7 + [["trace"]]
    assert Job.objects.count() == ScheduledRun.objects.count() == 1


@pytest.mark.django_db
def test_what_cannot_be_put_into_the_queue_leaves_no_row_that_says_so(monkeypatch):
    def refuse(*_args) -> None:
        raise RuntimeError("no")

    broken = Schedule((Periodic("trace", type("Task", (), {"enqueue": staticmethod(refuse)}), daily(SEVEN)),))
    with pytest.raises(RuntimeError):
        broken.enqueue_due(here("2026-11-23 07:01"))
    assert not ScheduledRun.objects.exists()
    assert schedule().enqueue_due(here("2026-11-23 07:01")) == ["trace"]


def test_every_periodic_work_has_a_name_of_its_own():
    names = [periodic.name for periodic in periodic_work()]
    assert len(set(names)) == len(names)
    assert all(len(name) <= ScheduledRun._meta.get_field("name").max_length for name in names)


def test_the_clock_runs_once_a_day_from_ten_past_midnight():
    clock = next(periodic for periodic in periodic_work() if periodic.name == "clock")
    assert clock.period(here("2026-11-23 00:09")) is None
    assert clock.period(here("2026-11-23 00:10")) == clock.period(here("2026-11-23 18:00")) == here("2026-11-23 00:10")
    assert clock.period(here("2026-11-22 08:00")) == here("2026-11-22 00:10"), "on Sundays too: agreements end then"
