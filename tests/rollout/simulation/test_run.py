"""What a simulated rollout leaves: every site at its fate's end, by the real gate, marked and separated."""

from collections import Counter

import pytest

from rollout.simulation import exhibits, play, run
from rollout.simulation.director import direct
from rollout.simulation.lots import Lot
from rollout.simulation.working_time import COUNTED
from sites.models import Event, Site
from tests.rollout.simulation.telling import FEW, REGION, UNTIL, simulate, stored, whole
from workflows.flows.land_verification import LandVerification
from workflows.land.slots import OF_ONE_PLOT
from workflows.models import Evidence, Process, Waiver

pytestmark = pytest.mark.django_db


def test_every_site_ends_as_its_fate_says(district):
    played = simulate()
    assert played.stuck == []
    assert (played.sites, played.left_alone) == (len(district) - 1, 1)
    for code, fate in district.items():
        states = list(Process.objects.filter(site__code=code).order_by("pk").values_list("state", flat=True))
        assert (states[-1] if states else "none") == fate.ending, code
        notes = LandVerification.objects.filter(site__code=code, state="verified").values_list(
            "legal_verdict", flat=True
        )
        assert all(note == fate.legal for note in notes)
    whole()


def test_everything_it_wrote_is_marked_and_nothing_else(few):
    before = Event.objects.count()
    simulate()
    assert Event.objects.filter(simulated=False).count() == before
    assert not Process.objects.filter(simulated=False).exists()
    assert set(Event.objects.filter(simulated=True).values_list("actor__is_demo", flat=True)) == {True}
    assert Site.objects.filter(simulated=True).count() == len(few) - 1


def test_what_was_verified_by_the_day_of_counting_is_counted(district):
    simulate()
    early = Event.objects.filter(verb="step", step="verify", recorded_at__lte=COUNTED).values_list(
        "site__code", flat=True
    )
    assert sorted(early) == sorted(code for code, fate in district.items() if fate.early)


def test_the_reasons_follow_the_obstacles(district):
    simulate()
    reasons = Counter(
        Event.objects.exclude(reason_code="").exclude(verb="waived").values_list("reason_code", flat=True)
    )
    obstacles = Counter(fate.obstacle for fate in district.values() if fate.obstacle)
    assert reasons["title_in_process"] + reasons["title_problem"] == obstacles.pop("title")
    assert {name: reasons[name] for name in obstacles} == obstacles


def test_nobody_judges_his_own_work(district):
    simulate()
    for process in Process.objects.all():
        flow = LandVerification
        for name, people in process.actors.items():
            for earlier in flow.steps[name].not_by_actor_of if name in flow.steps else ():
                assert not set(people) & set(process.actors.get(earlier, [])), (process.pk, name, earlier)


def test_accepted_and_waiting_plots_have_their_papers_and_surveyed_positions(few):
    simulate()
    accepted = LandVerification.objects.filter(state="accepted")
    assert accepted.exists()
    for plot in accepted.select_related("site"):
        assert plot.agrinas_reference.startswith("SIM-")
        assert plot.site.position_source == Site.PositionSource.SURVEYED
        slots = Counter(Evidence.objects.filter(process_id=plot.pk).values_list("slot", flat=True))
        assert slots["plot_photo"] >= 4
        assert slots["survey_photo"] >= 2
        assert slots["musdes_minutes"] == slots["agrinas_letter"] == 1
    survey = Evidence.objects.filter(slot="survey_photo")
    assert not survey.filter(position=None).exists()
    assert set(survey.values_list("position_source", flat=True)) == {"exif"}


@pytest.mark.parametrize("guard", ["plot_at_least", "building_fits", "areas_agree"])
def test_a_rule_that_does_not_hold_is_waived(few, guard):
    """What a single site meets is chance: the seed is looked for whose first site meets this."""
    code = next(iter(few))
    seed = _seed_where(code, lambda act: guard in act.waivers)
    simulate(seed)
    assert guard in set(Waiver.objects.filter(process__site__code=code).values_list("guard", flat=True))
    whole()


def test_a_wrong_sum_is_refused_first_and_then_corrected(few, monkeypatch):
    """“35 × 25 m = 750 m²”: the gate refuses it, and nothing of the attempt is kept."""
    code = next(iter(few))
    seed = _seed_where(code, lambda act: act.refused_first)
    refused = []
    real = play._Player._try_in_vain

    def seen(self, act, run, actor, submission):
        before = Event.objects.count()
        real(self, act, run, actor, submission)
        assert Event.objects.count() == before
        refused.append((self.site_code, act.name))

    monkeypatch.setattr(play._Player, "_try_in_vain", seen)
    simulate(seed)
    assert (code, "submit") in refused
    assert Process.objects.get(site__code=code).state == "accepted"


def _seed_where(code: str, holds) -> int:
    place = run._places([REGION])[code]
    return next(
        seed
        for seed in range(1000)
        if any(holds(scene.act) for scene in direct(place, Lot(FEW[0]), seed=seed, until=UNTIL))
    )


def test_the_files_are_few_and_small(district):
    simulate()
    own = Evidence.objects.filter(slot__in=[slot.name for slot in OF_ONE_PLOT])
    shared = exhibits.PLOT_PHOTOS + exhibits.SURVEY_SCENES + len(["minutes", "letter"])
    assert own.count() < len(stored()) <= own.count() + shared
    assert max(own.values_list("size", flat=True)) < 6000  # seven for each of 1,500 plots: less than 60 MB


def test_no_simulated_plot_warns_of_files_or_ground_it_shares(district):
    """What the drawings share must not drown what a visitor tries out."""
    simulate()
    for plot in LandVerification.objects.select_related("site"):
        around = plot.surroundings
        assert (around.files_at_other_sites, around.files_in_plots_here) == ((), ())
        assert (around.overlaps_here, around.overlaps_elsewhere) == ((), 0)
