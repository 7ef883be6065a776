"""Who was waited for on a past day, beside what the register said on that day itself."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sites.authorship import Authorship
from sites.history.as_of import end_of
from sites.models import ProcessMoment, Site
from sites.services import close
from workflows.history.waits import processes_at, waits_at
from workflows.models import Process

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def moved_back(days: int) -> None:
    """What was written so far happened so many days ago."""
    before = datetime.timedelta(days=days)
    for moment in [*ProcessMoment.objects.all(), *Site.objects.get().moments.all()]:
        moment.at -= before
        moment.save()


def test_every_state_on_the_way_is_told_for_its_day(plot):
    plot.surveyed()
    moved_back(3)
    plot.take("verify", plot.cast.kodim)
    ago = {days: TODAY - datetime.timedelta(days=days) for days in (1, 3, 4)}
    assert [one.state for one in processes_at(["62"], ago[1])] == ["surveyed"]
    assert [one.pk for one in processes_at(["ID"], ago[1])] == [plot.process.pk]
    assert list(processes_at(["62"], ago[4])) == []
    (now,) = processes_at(["62"], TODAY)
    assert (now.state, now.site_code, now.pk) == ("verified", plot.site.code, plot.process.pk)
    assert now.row == Site.objects.get().processes[str(plot.process.pk)]


def test_each_wait_has_its_office_its_step_and_its_beginning(plot):
    plot.submitted()
    kept = Site.objects.get().processes[str(plot.process.pk)]
    steps = type(plot.process).steps
    waits = list(waits_at([plot.site.code], TODAY))
    assert {(wait.step, wait.roles) for wait in waits} == {
        (str(steps[one["step"]].label), frozenset(one["roles"])) for one in kept["awaits"]
    }
    assert {wait.since for wait in waits} == {plot.row.waits_since}
    assert all(wait.since <= timezone.now() < end_of(TODAY) for wait in waits)


def test_a_closed_site_and_another_region_wait_for_nobody(plot):
    plot.submitted()
    assert list(waits_at(["62.03"], TODAY)) == []
    close(plot.site.code, reason="not built", by=Authorship.system())
    assert list(waits_at(["62"], TODAY)) == []


def test_one_query_however_many_processes(plot):
    plot.submitted()
    with CaptureQueriesContext(connection) as made:
        assert list(waits_at(["62", "63"], TODAY))
    assert len(made) == 1


def test_what_is_simulated_takes_its_moments_along(plot):
    plot.submitted()
    assert ProcessMoment.objects.exists()
    Site.objects.update(processes={})
    assert not ProcessMoment.objects.exists()
    assert Process.objects.exists()
