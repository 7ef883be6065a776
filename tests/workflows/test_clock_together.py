"""Two clocks at once, and a person who acts meanwhile: each step exactly once, on real PostgreSQL."""

import datetime

import pytest
from django.utils import timezone

from accounts.roles import Role
from sites import ledger
from sites.models import Event
from tests import factories
from tests.conftest import build_cast
from tests.workflows.test_take_step_together import run_together
from workflows.flows.land_verification import LandVerification
from workflows.models import Process
from workflows.read_model import renew
from workflows.services.clock import run_clock

pytestmark = pytest.mark.django_db(transaction=True)
PLOTS = 12


@pytest.fixture
def plots(transactional_db):
    factories.site("62.02.01.2001")
    cast = build_cast()
    made = []
    for number in range(PLOTS):
        site = factories.site(f"62.02.01.20{number + 10}")
        factories.assign(cast.village_officer, Role.VILLAGE_OFFICER, site.code)
        made.append(factories.Plot(site, cast).submitted())
    return made


def test_two_clocks_at_once_take_each_step_once(plots, clock_steps):
    today = timezone.localdate()
    LandVerification.objects.update(visited_on=today - datetime.timedelta(days=30), agrinas_date=today)
    results = run_together(run_clock, run_clock, run_clock)
    assert [result.failures for result in results] == [[], [], []]
    steps = sum((result.steps for result in results), start=type(results[0].steps)())
    assert steps["land_verification.lapse"] == Event.objects.filter(step="lapse").count() == PLOTS
    reminded = Event.objects.filter(step="remind").values_list("process_id", flat=True)
    assert len(reminded) == len(set(reminded)) == steps["land_verification.remind"]
    assert set(Process.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert list(ledger.verify()) == []


def test_two_clocks_at_once_raise_each_case_once(plots):
    factories.user("korem", Role.DISTRICT_COMMAND, "62", office="Korem 102")
    factories.user("provinsi", Role.ASSET_OFFICE, "62", office="BPKAD Provinsi")
    Process.objects.update(state_since=timezone.now() - datetime.timedelta(days=60))
    renew(plot.site.code for plot in plots)
    results = run_together(run_clock, run_clock)
    assert [result.failures for result in results] == [[], []]
    raised = Event.objects.filter(verb="escalated")
    assert sum(result.raised for result in results) == raised.count() == 2 * PLOTS  # the survey and the legal note
    assert list(ledger.verify()) == []


def test_a_person_who_acts_while_the_clock_runs_loses_nothing(plots, clock_steps):
    """Whoever is first decides; the other reads what is new and leaves it."""
    LandVerification.objects.update(visited_on=timezone.localdate() - datetime.timedelta(days=30))
    plot = plots[-1]
    reason = ("title_problem", "Sertipikat ganda.")
    version = plot.version
    report, answer = run_together(
        run_clock, lambda: plot.take("send_back", plot.cast.kodim, reason=reason, version=version)
    )
    assert report.failures == []
    assert plot.state == ("returned" if getattr(answer, "state", "") == "returned" else "withdrawn")
    assert Event.objects.filter(step="lapse").count() == report.steps["land_verification.lapse"]
    assert list(ledger.verify()) == []
