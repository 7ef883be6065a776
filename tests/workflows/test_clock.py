"""The clock: what is due is taken once, late or twice; what cannot be done is said and stops nothing else."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from accounts.clock import clock
from accounts.roles import Role
from sites import ledger
from sites.models import Event, Site
from sites.stages import Flag
from tests import factories
from tests.workflows.clock_steps import MONTH
from workflows.calendar import kept
from workflows.construction.lines import Equipment
from workflows.flows.land_verification import LandVerification
from workflows.models import ClockRun, Holiday, StepTerm
from workflows.read_model import differences
from workflows.refusals import NotPermitted, WrongState
from workflows.services.clock import run_clock
from workflows.services.remove_simulated import remove_simulated

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def put(plot, **columns) -> None:
    LandVerification.objects.filter(pk=plot.process.pk).update(**columns)


def another_plot(cast, number: int) -> factories.Plot:
    site = factories.site(f"62.02.01.20{number:02d}")
    factories.assign(cast.village_officer, Role.VILLAGE_OFFICER, site.code)
    return factories.Plot(site, cast).submitted()


def test_a_step_is_taken_on_its_day_by_the_clock_through_the_gate(plot, clock_steps):
    plot.submitted()
    today = timezone.localdate()
    put(plot, visited_on=today - 9 * DAY)
    assert run_clock().steps == {} and plot.state == "submitted"
    put(plot, visited_on=today - 10 * DAY)
    report = run_clock()
    assert report.ok and report.steps == {"land_verification.lapse": 1}
    assert plot.state == "withdrawn"
    entry = Event.objects.get(step="lapse")
    assert (entry.actor_name, entry.actor_role, entry.actor.username) == ("Waktu (otomatis)", "clock", "clock")
    assert list(ledger.verify()) == [] and list(differences(Site.objects.all())) == []


def test_a_second_run_finds_nothing_to_do(plot, clock_steps):
    plot.submitted()
    put(plot, visited_on=timezone.localdate() - 30 * DAY, agrinas_date=timezone.localdate())
    run_clock()
    entries = Event.objects.count()
    assert run_clock().steps == {} and Event.objects.count() == entries


def test_a_late_run_reminds_once_and_moves_the_day_past_today(plot, clock_steps):
    plot.submitted()
    put(plot, agrinas_date=timezone.localdate() - 3 * MONTH)
    assert run_clock().steps == {"land_verification.remind": 1}
    assert plot.row.agrinas_date == timezone.localdate() + MONTH and plot.state == "submitted"
    assert run_clock().steps == {}


def test_lines_are_due_one_by_one(site, cast, clock_steps):
    building = factories.begun_outlet(site, cast)
    long_ago, today = timezone.localdate() - 6 * DAY, timezone.localdate()
    for day in (long_ago, long_ago, today):
        building.take("order_equipment", cast.dinkop, {"kind": "cold_storage", "ordered_on": day.isoformat()})
    assert run_clock().steps == {"outlet_construction.take_as_received": 2}
    assert list(Equipment.objects.order_by("number").values_list("state", flat=True)) == [
        "received",
        "received",
        "ordered",
    ]


def test_what_cannot_be_done_is_said_and_stops_nothing_else(plot, clock_steps, monkeypatch, capsys):
    plot.submitted()
    others = [another_plot(plot.cast, number) for number in (10, 11)]
    for one in [plot, *others]:
        put(one, visited_on=timezone.localdate() - 30 * DAY)
    taken = LandVerification.lapse

    def fails(self):
        if self.pk == plot.process.pk:
            raise RuntimeError("no paper")
        return taken(self)

    monkeypatch.setattr(LandVerification, "lapse", fails)
    with pytest.raises(CommandError, match=f"{plot.site.code} · Land verification .*Lapse: RuntimeError: no paper"):
        call_command("run_clock")
    assert "Steps taken: 2 (land_verification.lapse: 2)" in capsys.readouterr().out
    assert [one.state for one in [plot, *others]] == ["submitted", "withdrawn", "withdrawn"]
    assert len(ClockRun.objects.first().failures) == 1
    monkeypatch.setattr(LandVerification, "lapse", taken)
    call_command("run_clock")
    assert plot.state == "withdrawn", "what failed once is taken up again"


def test_a_step_that_does_not_move_its_day_on_is_named_and_not_taken_for_ever(plot, clock_steps, monkeypatch):
    plot.submitted()
    put(plot, agrinas_date=timezone.localdate())
    monkeypatch.setattr(LandVerification, "remind", lambda self: None)
    report = run_clock()
    assert report.steps == {"land_verification.remind": 1}
    assert [failure.sentence for failure in report.failures] == ["It is still due after it was taken."]


def test_before_its_day_not_even_the_clock_takes_a_step(plot, clock_steps):
    plot.submitted()
    put(plot, visited_on=timezone.localdate())
    with pytest.raises(WrongState, match="The day for “Lapse” has not come yet"):
        plot.take("lapse", clock())
    put(plot, visited_on=None)
    with pytest.raises(WrongState):
        plot.take("lapse", clock())


def test_nobody_else_takes_what_time_takes(plot, clock_steps):
    plot.submitted()
    put(plot, visited_on=timezone.localdate() - 30 * DAY)
    for person in (plot.cast.kodim, plot.cast.province_admin):
        with pytest.raises(NotPermitted):
            plot.take("lapse", person)
    assert plot.row.steps["lapse"].by == {Role.CLOCK}
    assert "lapse" not in str(Site.objects.get().processes), "and nobody is waited for"


def test_what_was_broken_off_is_finished_by_the_next_run(plot, clock_steps, monkeypatch):
    """The power fails after the first of three."""
    plots = [plot.submitted(), another_plot(plot.cast, 10), another_plot(plot.cast, 11)]
    for one in plots:
        put(one, visited_on=timezone.localdate() - 30 * DAY)
    taken = LandVerification.lapse

    def breaks(self):
        if Event.objects.filter(step="lapse").exists():
            raise KeyboardInterrupt
        return taken(self)

    monkeypatch.setattr(LandVerification, "lapse", breaks)
    with pytest.raises(KeyboardInterrupt):
        run_clock()
    assert ClockRun.objects.get().finished_at is None
    assert [one.state for one in plots].count("withdrawn") == 1
    monkeypatch.setattr(LandVerification, "lapse", taken)
    assert run_clock().steps == {"land_verification.lapse": 2}
    assert Event.objects.filter(step="lapse").count() == 3 and list(ledger.verify()) == []


def test_the_command_says_when_somebody_has_taken_the_clocks_name(db):
    factories.user("clock")
    with pytest.raises(CommandError, match="belongs to a person"):
        call_command("run_clock")


def test_the_clock_does_not_run_ahead(db):
    with pytest.raises(ValueError, match="ahead of time"):
        run_clock(timezone.now() + DAY)


def test_on_simulated_sites_the_clock_writes_simulated_entries(clock_steps, site, cast):
    for person in vars(cast).values():
        person.is_demo = True
        person.save()
    plot = factories.Plot(site, cast).submitted()
    put(plot, visited_on=timezone.localdate() - 30 * DAY)
    assert run_clock().steps == {"land_verification.lapse": 1}
    assert Event.objects.get(step="lapse").simulated
    remove_simulated([site.code])
    assert list(ledger.verify()) == [] and not LandVerification.objects.exists()


# --- what only time makes untrue ---


def test_the_day_after_the_term_the_site_is_overdue_without_any_step(plot, later):
    plot.submitted()
    site = Site.objects.get()
    assert site.due_on and not site.flags & Flag.OVERDUE
    later((site.due_on - timezone.localdate()).days)
    run_clock()
    assert not Site.objects.get().flags & Flag.OVERDUE, "on the last day it is in time"
    later(60)
    assert not Site.objects.get().flags & Flag.OVERDUE
    report = run_clock()
    assert report.renewed == 1 and Site.objects.get().flags & Flag.OVERDUE
    assert list(differences(Site.objects.all())) == []
    assert run_clock().renewed == 0
    plot.take("send_back", plot.cast.kodim, reason=("title_problem", "Sertipikat ganda."))
    assert not Site.objects.get().flags & Flag.OVERDUE, "a new state, a new term"


def test_a_building_without_a_report_is_stale_after_three_days(site, cast, later):
    building = factories.begun_outlet(site, cast)
    for days, stale in [(3, False), (4, True)]:
        later(days)
        run_clock()
        assert bool(Site.objects.get().flags & Flag.STALE) is stale, days
    building.photos("progress_photo", cast.field_officer, 1, site.position)
    fields = {"reported_on": timezone.localdate().isoformat(), "slot": "morning", "percent": "5", "work": "foundation"}
    building.take("report_progress", cast.field_officer, {**fields, "workers": "3"})
    assert not Site.objects.get().flags & Flag.STALE
    later(9)
    run_clock()
    assert Site.objects.get().flags & Flag.STALE
    building.take("suspend", cast.kodim, reason=("rain", "Banjir sejak Senin."))
    assert not Site.objects.get().flags & Flag.STALE, "nobody reports on what stands still"
    assert list(differences(Site.objects.all())) == []


def test_other_holidays_or_terms_move_every_deadline(plot, later):
    plot.submitted()
    run_clock()
    before = Site.objects.get().due_on
    Holiday.objects.create(day=before, name="Libur", kind=Holiday.Kind.NATIONAL, source="test")
    kept.forget()
    assert run_clock().renewed == 1
    assert Site.objects.get().due_on > before
    for step in ("survey", "note_legal"):
        StepTerm.objects.create(kind="land_verification", step=step, days=None)
    kept.forget()
    run_clock()
    assert Site.objects.get().due_on is None
    assert run_clock().renewed == 0
