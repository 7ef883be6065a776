"""The jobs of the installation: what they do when a worker calls them."""

import pytest

from rollout.queue import tasks
from workflows.models import ClockRun
from workflows.services import clock

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_job_of_the_clock_runs_the_clock():
    tasks.run_clock.func("2026-11-23T00:10:00+07:00")
    assert ClockRun.objects.get().finished_at is not None


def test_what_the_clock_could_not_do_fails_the_job_in_sentences(monkeypatch):
    def run_clock() -> clock.ClockReport:
        report = clock.ClockReport(day=None)
        report.failures.append(clock.Failure("62.02.01.2001", "Loan 1, Expire", "The date is missing."))
        return report

    monkeypatch.setattr(clock, "run_clock", run_clock)
    with pytest.raises(tasks.ClockUnfinished, match=r"62\.02\.01\.2001 · Loan 1, Expire: The date is missing\."):
        tasks.run_clock.func("2026-11-23T00:10:00+07:00")
