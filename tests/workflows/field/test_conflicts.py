"""A report that does not fit is settled by a supervisor, who sees both; nothing is overwritten in silence."""

import uuid

import pytest
from django.utils import timezone

from sites import ledger
from sites.models import Event
from tests import factories
from tests.workflows.field.phone import Phone, Photo, captured, kept, report
from workflows.construction.lines import ProgressReport
from workflows.field import conflicts
from workflows.field.conflicts import Choice, Settling, settle
from workflows.field.models import FieldItem
from workflows.models import Evidence, Notification, Process
from workflows.refusals import Invalid, NotPermitted, WrongState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]
WHY = "The plot was surveyed on Monday by the other officer."


def test_two_phones_surveyed_one_plot_the_second_waits_for_the_kodim(survey, plot):
    assert (survey.status, survey.code) == ("conflict", "wrong_state")
    told = Notification.objects.get(kind="field", person=plot.cast.kodim)
    assert told.process_id == plot.process.pk
    assert list(conflicts.mine(plot.cast.kodim)) == [survey]
    assert not conflicts.mine(plot.cast.dinkop).exists()
    assert not conflicts.mine(plot.cast.neighbour).exists()
    # Its photos are received all the same: the supervisor looks at them.
    phone = Phone(plot.cast.field_officer)
    picture = Photo(1, "survey_photo", plot.site.position)
    assert phone.upload(picture).json()["state"] == "arrived"


def test_kept_as_a_fact_it_stands_in_the_ledger_word_for_word(survey, plot):
    settle(survey.pk, Settling(Choice.KEEP, WHY, plot.cast.kodim))
    survey.refresh_from_db()
    assert (survey.status, survey.settled_by) == ("settled", plot.cast.kodim)
    assert WHY in survey.sentence
    entry = Event.objects.get(verb=conflicts.KEPT)
    assert entry.changes["captured.road_access"] == [None, "yes"]
    assert entry.evidence == [sent["sha256"] for sent in survey.body["files"]]
    assert (entry.actor, entry.reason_text, entry.process_id) == (plot.cast.kodim, WHY, plot.process.pk)
    assert plot.state == "surveyed"
    assert Notification.objects.filter(kind="field", person=plot.cast.field_officer).exists()
    assert list(ledger.verify()) == []
    assert not conflicts.mine(plot.cast.kodim).exists()


def test_set_aside_with_a_reason_and_only_with_one(survey, plot):
    with pytest.raises(Invalid):
        settle(survey.pk, Settling(Choice.ASIDE, " no ", plot.cast.kodim))
    settle(survey.pk, Settling(Choice.ASIDE, WHY, plot.cast.kodim))
    assert kept(survey.item).status == "set_aside"
    assert Event.objects.filter(verb=conflicts.PUT_ASIDE).count() == 1
    with pytest.raises(WrongState):
        settle(survey.pk, Settling(Choice.KEEP, WHY, plot.cast.kodim))


def test_what_the_gate_does_not_take_now_either_changes_nothing(survey, plot):
    entries = Event.objects.count()
    with pytest.raises(WrongState):
        settle(survey.pk, Settling(Choice.TAKE, "", plot.cast.kodim))
    assert kept(survey.item).status == "conflict"
    assert Event.objects.count() == entries


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        ("dinkop", NotPermitted),
        ("viewer", NotPermitted),
        ("field_officer", NotPermitted),
        ("neighbour", FieldItem.DoesNotExist),
        ("nobody", FieldItem.DoesNotExist),
    ],
)
def test_only_the_supervisor_of_the_place_settles(who, refused, survey, plot):
    with pytest.raises(refused):
        settle(survey.pk, Settling(Choice.ASIDE, WHY, getattr(plot.cast, who)))


def test_a_supervisor_does_not_settle_his_own_report(site, cast):
    building = factories.begun_outlet(site, cast)
    name = uuid.uuid4()
    Phone(cast.kodim).send(captured(building, "roof"), name)
    assert kept(name).status == "conflict"
    with pytest.raises(NotPermitted):
        settle(kept(name).pk, Settling(Choice.ASIDE, WHY, cast.kodim))


def test_edits_that_do_not_touch_each_other_merge(plot):
    """The legal office wrote its note while the officer was on the plot: both stand."""
    plot.submitted()
    seen = plot.version
    fields = {"visited_on": timezone.localdate().isoformat(), **plot.CHECKLIST}
    photos = tuple(Photo(number, "survey_photo", plot.site.position) for number in (1, 2))
    body = captured(plot, "survey", fields, files=photos, seen_version=seen)
    plot.take("note_legal", plot.cast.bpkad, plot.LEGAL)
    assert Phone(plot.cast.field_officer).send(body)["state"] == "taken"
    row = plot.row
    assert (row.state, row.legal_verdict, row.road_access) == ("surveyed", "clear", "yes")


def test_a_step_on_columns_that_others_changed_waits_and_is_taken_when_chosen(plot):
    """The plot was sent back and drawn anew while he surveyed the old one."""
    plot.submitted()
    seen = plot.version
    fields = {"visited_on": timezone.localdate().isoformat(), **plot.CHECKLIST}
    photos = tuple(Photo(number, "survey_photo", plot.site.position) for number in (1, 2))
    body = captured(plot, "survey", fields, files=photos, seen_version=seen)
    plot.take("send_back", plot.cast.kodim, reason=("title_problem", "Nomor sertipikat keliru."))
    plot.take("submit", plot.cast.village_officer, plot.proposal(length_m="60", stated_area_m2="2400"))
    name = uuid.uuid4()
    Phone(plot.cast.field_officer).send(body, name)
    assert (kept(name).status, kept(name).code) == ("conflict", "stale")
    assert plot.state == "submitted"
    settle(kept(name).pk, Settling(Choice.TAKE, "", plot.cast.kodim))
    assert (kept(name).status, plot.state) == ("taken", "surveyed")
    assert kept(name).settled_by == plot.cast.kodim
    # It is his survey still, and the Kodim may verify it.
    entry = Event.objects.get(client_id=name)
    assert entry.actor == plot.cast.field_officer


def test_of_two_reports_under_one_name_the_other_is_kept_as_a_fact(site, cast):
    building = factories.begun_outlet(site, cast)
    name, phone = uuid.uuid4(), Phone(cast.field_officer)
    phone.send(report(building, "5", photos=(Photo(1, "progress_photo", site.position),)), name)
    phone.put(name, report(building, "9", photos=()))
    other = kept(name).differing.get()
    assert list(conflicts.mine(cast.kodim)) == [kept(name)]
    with pytest.raises(Invalid):
        conflicts.settle_differing(other.pk, Settling(Choice.TAKE, WHY, cast.kodim))
    conflicts.settle_differing(other.pk, Settling(Choice.KEEP, WHY, cast.kodim))
    assert Event.objects.get(verb=conflicts.KEPT).changes["captured.percent"] == [None, "9"]
    assert ProgressReport.objects.count() == 1
    assert not conflicts.mine(cast.kodim).exists()
    assert Process.objects.get(pk=building.process.pk).state == "preparation"
    assert Evidence.objects.filter(slot="progress_photo").count() == 1
