"""The site's read-model: derived from its processes alone, and found when it says something else."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from sites.models import Site
from sites.stages import Flag, Stage
from tests import factories
from workflows import projection
from workflows.awaited import awaited_at
from workflows.flows.land_verification import LandVerification
from workflows.read_model import differences

pytestmark = pytest.mark.django_db

EARLY = "2026-01-05T02:00:00+00:00"
LATE = "2026-03-01T02:00:00+00:00"


def row(kind="land_verification", state="submitted", stage=1, flags=0, since=EARLY, waiting=True) -> dict:
    return {"kind": kind, "state": state, "stage": stage, "flags": flags, "since": since, "waiting": waiting}


def derived(**rows) -> Site:
    site = Site(processes={name.removeprefix("p"): content for name, content in rows.items()})
    projection.derive(site)
    return site


def test_a_site_without_processes_is_only_registered():
    site = derived()
    assert (site.stage, site.flags, site.states, site.waiting_since) == (Stage.REGISTERED, 0, {}, None)


def test_the_furthest_process_gives_stage_and_state():
    site = derived(
        p1=row(state="verified", stage=2), p2=row(state="draft", stage=0), p3=row(state="submitted", stage=1)
    )
    assert site.stage == Stage.LAND_VERIFIED
    assert site.states == {"land_verification": "verified"}


def test_among_equals_the_one_that_still_moves_speaks_for_the_kind():
    site = derived(p1=row(state="draft", stage=0), p2=row(state="rejected", stage=0, waiting=False))
    assert site.states == {"land_verification": "draft"}


def test_the_order_of_ids_is_that_of_numbers():
    """As texts, 9 would come after 10."""
    site = derived(p9=row(state="rejected", stage=0, waiting=False), p10=row(state="withdrawn", stage=0, waiting=False))
    assert site.states == {"land_verification": "withdrawn"}


def test_each_kind_has_its_state_and_the_site_the_highest_stage():
    site = derived(p1=row(stage=3, state="accepted", waiting=False), p2=row("outlet_construction", "roofing", 4))
    assert site.stage == Stage.BUILDING
    assert site.states == {"land_verification": "accepted", "outlet_construction": "roofing"}


def test_flags_add_up():
    site = derived(p1=row(flags=int(Flag.WAIVER)), p2=row(flags=int(Flag.LAND_REJECTED)))
    assert Flag(site.flags) == Flag.WAIVER | Flag.LAND_REJECTED


def test_a_rejected_plot_is_no_longer_noticed_where_another_is_accepted():
    rejected = row(state="rejected", stage=0, flags=int(Flag.LAND_REJECTED | Flag.WAIVER), waiting=False)
    assert Flag(derived(p1=rejected, p2=row(state="verified", stage=2)).flags) == Flag.LAND_REJECTED | Flag.WAIVER
    assert Flag(derived(p1=rejected, p2=row(state="accepted", stage=3, waiting=False)).flags) == Flag.WAIVER


def test_the_site_waits_since_the_longest_waiting_process():
    site = derived(p1=row(since=LATE), p2=row(since=EARLY), p3=row(since="2025-01-01T00:00:00+00:00", waiting=False))
    assert site.waiting_since == datetime.datetime(2026, 1, 5, 2, tzinfo=datetime.UTC)


def test_the_moment_is_kept_in_one_zone_so_that_texts_sort_like_moments():
    pontianak = datetime.timezone(datetime.timedelta(hours=7))
    process = LandVerification(
        kind="land_verification", state="draft", state_since=datetime.datetime(2026, 1, 5, 9, tzinfo=pontianak)
    )
    assert projection.summary(process, [])["since"] == EARLY


@pytest.mark.parametrize(
    ("state", "changes", "flags"),
    [
        ("returned", {}, Flag.RETURNED),
        ("rejected", {}, Flag.LAND_REJECTED),
        ("rejected", {"waived": True}, Flag.LAND_REJECTED),
        ("accepted", {"waived": True}, Flag.WAIVER),
        ("surveyed", {"waived": True}, Flag.WAIVER),
        ("withdrawn", {"waived": True, "legal_verdict": "blocked"}, Flag.NONE),
        ("verified", {"legal_verdict": "blocked"}, Flag.LEGAL_BLOCKED),
        ("accepted", {"legal_verdict": "conditional"}, Flag.LEGAL_CONDITIONAL),
        ("verified", {"legal_verdict": "clear"}, Flag.NONE),
    ],
)
def test_a_plot_raises_its_flags(state, changes, flags):
    assert LandVerification(state=state, **changes).flags() == flags


def test_the_read_model_follows_every_step(plot):
    """Each state that a plot passes is what the site's row says, in the transaction of the step."""
    seen = []
    for take in (plot.submitted, lambda: None):
        take()
        site = Site.objects.get(pk=plot.site.pk)
        seen.append((site.stage, site.states, list(site.processes)))
        assert list(differences(Site.objects.all())) == []
    assert seen[0] == (Stage.LAND_PROPOSED, {"land_verification": "submitted"}, [str(plot.process.pk)])
    plot.take("withdraw", plot.cast.village_officer, reason=("no_land", "Tanah dijual pemiliknya."))
    site = Site.objects.get(pk=plot.site.pk)
    assert (site.stage, site.waiting_since) == (Stage.REGISTERED, None)
    assert list(differences(Site.objects.all())) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("stage", Stage.LAND_ACCEPTED),
        ("flags", 16),
        ("states", {"land_verification": "accepted"}),
        ("waiting_since", None),
        ("processes", {}),
    ],
)
def test_a_read_model_that_says_something_else_is_named(plot, column, value):
    factories.site("62.02.01.2002")
    plot.submitted()
    Site.objects.filter(pk=plot.site.pk).update(**{column: value})
    found = list(differences(Site.objects.all()))
    assert [line.partition(" is ")[0] for line in found] == [f"{plot.site.code}: {column}"]


def test_only_what_differs_in_a_row_is_told(plot):
    factories.Plot(plot.site, plot.cast).submitted()
    rows = Site.objects.get(pk=plot.site.pk).processes
    key = str(plot.process.pk)
    rows[key]["state"] = "surveyed"
    Site.objects.filter(pk=plot.site.pk).update(processes=rows)
    (told,) = differences(Site.objects.all())
    assert told == (
        f"{plot.site.code}: processes is {{'{key}': {{'state': 'surveyed'}}}}, "
        f"the processes prove {{'{key}': {{'state': 'draft'}}}}."
    )


def test_the_command_fails_on_a_difference(plot, capsys):
    call_command("verify_read_model")
    call_command("verify_read_model", "--region", "62.03")
    Site.objects.filter(pk=plot.site.pk).update(stage=Stage.BUILT)
    call_command("verify_read_model", "--region", "62.03")
    with pytest.raises(CommandError):
        call_command("verify_read_model")
    assert plot.site.code in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("verify_read_model", "--region", "zz")


def test_a_read_model_is_renewed_where_it_differs_and_only_there(plot):
    """As one written before it was kept who is awaited: nobody could be named."""
    plot.submitted()
    plain = factories.site("62.02.01.2002")
    rows = Site.objects.get(pk=plot.site.pk).processes
    Site.objects.filter(pk=plot.site.pk).update(
        processes={pk: {name: value for name, value in row.items() if name != "awaits"} for pk, row in rows.items()}
    )
    assert len(list(differences(Site.objects.all()))) == 1
    call_command("verify_read_model", "--renew")
    assert Site.objects.get(pk=plot.site.pk).processes == rows
    assert Site.objects.get(pk=plain.pk).ledger_seq == 1
    assert list(differences(Site.objects.all())) == []


@pytest.mark.parametrize("verdict", ["", "clear", "blocked"])
def test_who_is_awaited_is_kept_without_a_query(plot, verdict, django_assert_num_queries):
    """It is asked with every step: a rule with owners reads the process or its site's row, nothing else."""
    site = Site.objects.get(pk=plot.site.pk)
    for state in LandVerification.State:
        process = LandVerification(
            pk=plot.process.pk, site=site, state=state, legal_verdict=verdict, state_since=timezone.now()
        )
        with django_assert_num_queries(0):
            kept = projection.summary(process, awaited_at(process))
        assert bool(kept["awaits"]) is kept["waiting"]


def test_sites_are_read_in_portions(monkeypatch, plot):
    monkeypatch.setattr("workflows.read_model.PORTION", 2)
    for number in range(2, 7):
        factories.site(f"62.02.01.20{number:02d}")
    Site.objects.filter(code="62.02.01.2006").update(flags=1)
    assert len(list(differences(Site.objects.all()))) == 1


def test_projecting_needs_no_query(plot, django_assert_num_queries):
    process = LandVerification.objects.get(pk=plot.process.pk)
    site = process.site = Site.objects.get(pk=plot.site.pk)
    with django_assert_num_queries(0):
        projection.project(site, process)
    assert site.processes[str(process.pk)]["state"] == "draft"


def test_rows_from_before_they_kept_who_is_awaited_are_filled(plot):
    plot.noted(legal_verdict="blocked")
    factories.Plot(plot.site, plot.cast).submitted()
    rows = Site.objects.get(pk=plot.site.pk).processes
    Site.objects.filter(pk=plot.site.pk).update(
        processes={pk: {name: value for name, value in row.items() if name != "awaits"} for pk, row in rows.items()}
    )
    import_module("workflows.migrations.0004_awaited").fill(apps, None)
    for row in rows.values():
        for awaited in row["awaits"]:
            del awaited["due"]  # deadlines came later; the clock's first run adds them
    assert Site.objects.get(pk=plot.site.pk).processes == rows
