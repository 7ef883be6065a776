"""The gate: order of checks, whole or nothing, idempotent, and right under concurrency."""

import datetime
import uuid

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone, translation

from gis_data.shapes import parse_polygon
from sites import ledger
from sites.models import Event, Site
from sites.stages import Flag, Stage
from tests import factories
from tests.workflows.snapshot import snapshot
from workflows.flows.land_verification import LandVerification
from workflows.land.plots import area_m2
from workflows.models import Process, Waiver
from workflows.refusals import (
    ClientIdReused,
    GuardsUnmet,
    Incomplete,
    Invalid,
    NotPermitted,
    SimulationMixed,
    Stale,
    WrongState,
)
from workflows.submission import Reason

pytestmark = pytest.mark.django_db


def test_a_plot_goes_from_proposal_to_acceptance(plot):
    plot.accepted()
    site = Site.objects.get(pk=plot.site.pk)
    assert plot.state == "accepted"
    assert site.stage == Stage.LAND_ACCEPTED
    assert site.states == {"land_verification": "accepted"}
    assert site.waiting_since is None
    steps = (
        Event.objects.filter(site=site, verb="step").order_by("seq").values_list("step", "before_state", "after_state")
    )
    assert list(steps) == [
        ("submit", "draft", "submitted"),
        ("survey", "submitted", "surveyed"),
        ("verify", "surveyed", "verified"),
        ("note_legal", "verified", "verified"),
        ("accept", "verified", "accepted"),
    ]
    assert list(ledger.verify(Site.objects.filter(pk=site.pk))) == []


def test_the_entry_says_who_for_which_office_and_what_changed(plot):
    plot.submitted()
    entry = Event.objects.get(site=plot.site, step="submit")
    assert (entry.actor_name, entry.actor_role, entry.actor_office) == ("Kades", "village_officer", "Kantor Desa")
    assert entry.changes["stated_area_m2"] == [None, "2000.00"]
    assert entry.changes["plot"][1].startswith("SRID=4326;POLYGON")
    assert len(entry.evidence) == 5


def test_the_survey_gives_the_site_a_surveyed_position(plot):
    plot.surveyed()
    site = Site.objects.get(pk=plot.site.pk)
    assert site.position_source == Site.PositionSource.SURVEYED
    assert site.position_as_of is not None
    assert site.position_accuracy_m == 33  # half the diagonal of 50 × 40 m, rounded up
    assert Event.objects.filter(site=site, verb="relocated").exists()


@pytest.mark.parametrize(
    ("step", "actor", "expected"),
    [
        ("verify", "viewer", NotPermitted),
        ("verify", "bpkad", NotPermitted),
        ("verify", "neighbour", Process.DoesNotExist),
        ("verify", "outsider", Process.DoesNotExist),
        ("verify", "nobody", Process.DoesNotExist),
        ("accept", "dinkop", WrongState),
        ("survey", "field_officer", WrongState),
        ("no_such_step", "kodim", WrongState),
    ],
)
def test_the_wrong_person_or_moment_is_refused_and_nothing_changes(plot, step, actor, expected):
    plot.surveyed()
    before = snapshot(plot.site)
    with pytest.raises(expected):
        plot.take(step, getattr(plot.cast, actor))
    assert snapshot(plot.site) == before


def test_the_surveyor_cannot_verify_his_own_survey(plot):
    factories.assign(plot.cast.field_officer, "district_command", "62.02")
    plot.surveyed()
    before = snapshot(plot.site)
    with translation.override("en"), pytest.raises(NotPermitted, match="Report the survey"):
        plot.take("verify", plot.cast.field_officer)
    assert snapshot(plot.site) == before


def test_a_stale_version_is_refused_with_what_is_new(plot):
    plot.surveyed()
    read = plot.version
    plot.take("note_legal", plot.cast.bpkad, factories.Plot.LEGAL)
    before = snapshot(plot.site)
    with pytest.raises(Stale) as refusal:
        plot.take("verify", plot.cast.kodim, version=read)
    assert [entry.step for entry in refusal.value.news] == ["note_legal"]
    assert snapshot(plot.site) == before


def test_a_repeated_request_gets_the_first_answer(plot):
    plot.surveyed()
    key, version = uuid.uuid4(), plot.version
    first = plot.take("verify", plot.cast.kodim, client_id=key, version=version)
    before = snapshot(plot.site)
    again = plot.take("verify", plot.cast.kodim, client_id=key, version=version)
    assert again.replayed
    assert not first.replayed
    assert (again.event_seq, again.event_hash, again.state) == (first.event_seq, first.event_hash, "verified")
    assert snapshot(plot.site) == before


def test_the_same_key_with_other_content_is_refused(plot):
    plot.surveyed()
    key, version = uuid.uuid4(), plot.version
    plot.take("verify", plot.cast.kodim, client_id=key, version=version)
    before = snapshot(plot.site)
    with pytest.raises(ClientIdReused):
        plot.take("reject", plot.cast.kodim, reason=("dispute", "Ada sengketa."), client_id=key, version=version)
    assert snapshot(plot.site) == before


def test_the_same_key_on_another_process_is_refused(plot):
    plot.surveyed()
    key = uuid.uuid4()
    plot.take("verify", plot.cast.kodim, client_id=key)
    other = factories.Plot(plot.site, plot.cast).papers()
    before = snapshot(plot.site)
    with pytest.raises(ClientIdReused):
        other.take("submit", plot.cast.village_officer, other.proposal(), client_id=key)
    assert snapshot(plot.site) == before


def test_missing_answers_are_named_by_field(plot):
    plot.papers()
    with pytest.raises(Invalid) as refusal:
        plot.take("submit", plot.cast.village_officer, plot.proposal(owner_kind="", stated_area_m2="-3"))
    assert set(refusal.value.errors) == {"owner_kind", "stated_area_m2"}


def test_one_refusal_names_answers_files_and_rules_together(plot):
    """Whoever sends a form once learns everything that can be said about it, not the next thing each time."""
    before = snapshot(plot.site)
    with pytest.raises(Incomplete) as refusal:
        plot.take("submit", plot.cast.village_officer, plot.proposal(title_number="", plot_point="-6.2, 106.8"))
    assert set(refusal.value.errors) == {"title_number"}
    codes = {unmet.code for unmet in refusal.value.unmet}
    assert codes == {"evidence.plot_photo", "evidence.musdes_minutes", "plot_near_village"}
    assert snapshot(plot.site) == before


@pytest.mark.parametrize("wrong", [{"length_m": "empat puluh"}, {"plot_point": "di belakang balai desa"}])
def test_a_rule_is_not_judged_by_an_answer_that_cannot_be_read(plot, wrong):
    """The outline is made of position and sides: with one of them unreadable nobody can say that it is missing."""
    plot.papers()
    with pytest.raises(Invalid) as refusal:
        plot.take("submit", plot.cast.village_officer, plot.proposal(**wrong))
    assert type(refusal.value) is Invalid
    assert set(refusal.value.errors) == set(wrong)


def test_missing_evidence_is_said_in_a_sentence(plot):
    with pytest.raises(GuardsUnmet) as refusal:
        plot.take("submit", plot.cast.village_officer, plot.proposal())
    assert {unmet.code for unmet in refusal.value.unmet} == {"evidence.plot_photo", "evidence.musdes_minutes"}
    assert all(unmet.sentence for unmet in refusal.value.unmet)


def test_a_refusal_without_coded_reason_is_not_taken(plot):
    plot.surveyed()
    with pytest.raises(Invalid) as refusal:
        plot.take("reject", plot.cast.kodim)
    assert set(refusal.value.errors) == {"reason_code", "reason_text"}


def test_a_waiver_needs_role_code_and_sentence_and_shows_as_a_flag(plot):
    plot.surveyed(length_m="30", width_m="25", stated_area_m2="750")
    with pytest.raises(GuardsUnmet) as refusal:
        plot.take("verify", plot.cast.kodim)
    assert {(unmet.code, unmet.waivable) for unmet in refusal.value.unmet} == {("plot_at_least", True)}
    with pytest.raises(GuardsUnmet):
        plot.take("verify", plot.cast.kodim, waivers={"plot_at_least": Reason("local_condition", "ya")})
    plot.take("verify", plot.cast.kodim, waivers={"plot_at_least": Reason("local_condition", "Kapuas memakai 600 m².")})
    waiver = Waiver.objects.get()
    assert (waiver.guard, waiver.waived_by) == ("plot_at_least", plot.cast.kodim)
    assert Event.objects.filter(site=plot.site, verb="waived", reason_code="local_condition").count() == 1
    assert Site.objects.get(pk=plot.site.pk).flags & Flag.WAIVER


def test_a_rule_that_is_not_waivable_cannot_be_waived(plot):
    plot.papers()
    with pytest.raises(GuardsUnmet) as refusal:
        plot.take(
            "submit",
            plot.cast.village_officer,
            plot.proposal(plot_point="-6.2, 106.8"),
            waivers={"plot_near_village": Reason("other", "Tetap diusulkan.")},
        )
    assert ("plot_near_village", False) in {(unmet.code, unmet.waivable) for unmet in refusal.value.unmet}


def test_only_one_plot_of_a_site_is_accepted(plot):
    second = factories.Plot(plot.site, plot.cast).noted().letter()
    plot.accepted()
    before, today = snapshot(plot.site), timezone.localdate().isoformat()
    with pytest.raises(GuardsUnmet) as refusal:
        second.take("accept", plot.cast.dinkop, {"agrinas_reference": "AGR-2", "agrinas_date": today})
    assert [unmet.code for unmet in refusal.value.unmet] == ["no_other_accepted"]
    assert snapshot(plot.site) == before


def test_a_demonstration_account_cannot_touch_real_records(plot):
    plot.surveyed()
    demo = factories.user("contoh", "district_command", "62.02", is_demo=True)
    with pytest.raises(SimulationMixed):
        plot.take("verify", demo)


def test_returned_corrected_and_submitted_again(plot):
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("title_problem", "Nomor sertipikat salah."))
    assert Site.objects.get(pk=plot.site.pk).flags & Flag.RETURNED
    plot.take("submit", plot.cast.village_officer, plot.proposal(title_number="HP 99/2024"))
    assert plot.state == "submitted"
    assert not Site.objects.get(pk=plot.site.pk).flags & Flag.RETURNED
    entry = Event.objects.filter(site=plot.site, step="submit").order_by("-seq").first()
    assert entry.changes == {"title_number": ["HP 12/2024", "HP 99/2024"]}


def test_photos_far_from_the_plot_are_said(plot):
    plot.submitted()
    far = Point(plot.site.position.x + 0.05, plot.site.position.y, srid=4326)
    plot.photos("survey_photo", plot.cast.field_officer, 2, far)
    with pytest.raises(GuardsUnmet) as refusal:
        plot.take("survey", plot.cast.field_officer, {"visited_on": "2026-01-05", **factories.Plot.CHECKLIST})
    assert [unmet.code for unmet in refusal.value.unmet] == ["survey_photos_near_plot"]


def test_corrected_sides_make_the_outline_anew(plot):
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("other", "Sisi tertukar."))
    drawn = LandVerification.objects.get().plot
    plot.take("submit", plot.cast.village_officer, plot.proposal(plot=drawn.json, length_m="60", stated_area_m2="2400"))
    assert abs(area_m2(LandVerification.objects.get().plot) - 2400) < 24


def test_a_drawn_outline_stays_whatever_the_sides_say(plot):
    plot.papers()
    x, y = plot.site.position.coords
    drawn = f"{y}, {x}\n{y}, {x + 0.0005}\n{y + 0.0003}, {x + 0.00052}\n{y + 0.0004}, {x}"
    plot.take(
        "submit",
        plot.cast.village_officer,
        plot.proposal(plot=drawn, stated_area_m2=str(area_m2(parse_polygon(drawn)))),
    )
    assert LandVerification.objects.get().plot.num_coords == 5
    assert LandVerification.objects.get().plot.area != LandVerification.objects.get().plot.envelope.area


@pytest.mark.parametrize("area", ["in_forest_area", "in_lp2b", "in_lsd", "in_rth"])
def test_a_plot_in_a_protected_area_is_not_noted_as_clear(plot, area):
    plot.submitted()
    with pytest.raises(GuardsUnmet) as refusal:
        plot.take("note_legal", plot.cast.bpkad, {**factories.Plot.LEGAL, area: "yes"})
    assert [(unmet.code, unmet.waivable) for unmet in refusal.value.unmet] == [("verdict_agrees_with_overlays", False)]
    plot.take("note_legal", plot.cast.bpkad, {**factories.Plot.LEGAL, area: "yes", "legal_verdict": "conditional"})


def test_a_plot_submitted_again_is_visited_again(plot):
    plot.surveyed()
    plot.take("send_back", plot.cast.kodim, reason=("swamp_or_coast", "Periksa lagi rawanya."))
    plot.take("submit", plot.cast.village_officer, plot.proposal())
    earlier = timezone.localdate() - datetime.timedelta(days=1)
    answers = {**factories.Plot.CHECKLIST, "visited_on": earlier.isoformat()}
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    with pytest.raises(GuardsUnmet) as refusal:
        plot.take("survey", plot.cast.field_officer, answers)
    assert [unmet.code for unmet in refusal.value.unmet] == ["visited_since_resubmission"]
    plot.take("survey", plot.cast.field_officer, {**answers, "visited_on": timezone.localdate().isoformat()})
    assert plot.state == "surveyed"
