"""simulate_rollout, as it is typed."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import clock, demo
from accounts.models import User
from accounts.roles import Role
from rollout.simulation import play, run
from sites.models import Event, Site
from tests import factories
from tests.rollout.simulation.telling import REGION, rows, simulate, whole
from workflows.models import News, Paper, Process
from workflows.services.clock import ClockReport
from workflows.services.start import start

pytestmark = pytest.mark.django_db


def command(*words: str) -> str:
    out = io.StringIO()
    call_command("simulate_rollout", *words, stdout=out)
    return out.getvalue()


def test_the_command_simulates_and_removes(few):
    before = rows()
    command("--regions", REGION, "--until", "2026-06-19T15:00")
    assert Process.objects.count() > len(few) / 2
    command("--remove")
    assert rows() == before


def test_the_clock_has_run_and_nothing_is_left_to_tell(few):
    said = command("--regions", REGION)
    assert Event.objects.filter(verb="escalated", simulated=True).exists()
    assert not Site.objects.filter(renew_on__lte=timezone.localdate()).exists()
    assert not News.objects.exists()
    assert ClockReport(timezone.localdate(), raised=Event.objects.filter(verb="escalated").count()).lines()[1] in said
    whole()
    papers = Paper.objects.filter(simulated=True).values_list("kind", "process__state")
    assert 0 < len(papers) <= 2 and set(papers) <= {("land_minutes", "verified"), ("land_minutes", "accepted")}
    assert f" terhenti; {len(papers)} " in said
    assert " terhenti; 0 " in command("--regions", REGION)


def test_if_empty_does_nothing_where_real_work_has_begun(few):
    real = factories.user("asli", Role.VILLAGE_OFFICER, next(iter(few)))
    start(site_code=next(iter(few)), kind="land_verification", actor=real)
    command("--if-empty", "--regions", REGION)
    assert Process.objects.count() == 1


def test_if_empty_goes_on_with_an_interrupted_run(few, monkeypatch):
    real = play.take_step
    monkeypatch.setattr(play, "take_step", _raises_interrupt)
    with pytest.raises(CommandError):
        command("--regions", REGION)
    monkeypatch.setattr(play, "take_step", real)
    assert Process.objects.exists()
    command("--if-empty", "--regions", REGION)
    assert Site.objects.filter(simulated=True).count() == len(few) - 1


def _raises_interrupt(**request):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "words",
    [
        ("--regions", "64"),
        ("--regions", "6.2"),
        ("--until", "2999-01-01"),
        ("--until", "2025-11-01"),
        ("--remove", "--if-empty"),
    ],
)
def test_what_makes_no_sense_is_refused(few, words):
    with pytest.raises(CommandError):
        command(*words)
    assert not Process.objects.exists()


def test_production_refuses_to_simulate_but_removes(few, settings):
    simulate()
    settings.DEMO_ACCOUNTS_ALLOWED = False
    with pytest.raises(CommandError):
        command("--regions", REGION)
    command("--remove")
    assert not Process.objects.exists()


def test_after_the_simulation_the_demonstration_accounts_can_go(few):
    simulate()
    with pytest.raises(demo.DemoRefused):
        demo.remove()
    run.remove(None)
    demo.remove()
    # The clock is nobody's account, and stays.
    assert not User.objects.exclude(username=clock.USERNAME).exists()
