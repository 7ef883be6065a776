"""Who is told what, once, and nobody of what did not happen."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import Assignment
from accounts.roles import Role
from tests import factories
from workflows.models import News, Notification
from workflows.notifications import sentences
from workflows.notifications.selectors import mark_read, notifications_of, unread_count
from workflows.notifications.tasks import enqueue_telling, tell
from workflows.refusals import Refused
from workflows.services.clock import run_clock

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> set[tuple[str, str, str]]:
    """Everything that was told after what is written down is: (person, kind, step)."""
    tell.func()
    return set(Notification.objects.values_list("person__username", "kind", "step"))


def test_the_nearest_office_hears_what_it_is_awaited_for(plot, cast):
    second = factories.user("kedua", Role.FIELD_OFFICER, "62.02.01")
    factories.user("jauh", Role.FIELD_OFFICER, "62.02")  # a wider region: he may, but is not waited for
    factories.user("lain", Role.FIELD_OFFICER, "62.03.01")
    plot.submitted()
    assert {one for one in told() if one[2] == "survey"} == {
        ("babinsa", "awaited", "survey"),
        (second.username, "awaited", "survey"),
    }
    note = Notification.objects.get(person=cast.field_officer)
    assert (note.state, note.process_id, note.site) == ("submitted", plot.process.pk, plot.site)
    assert note.created_at == plot.row.state_since


def test_whoever_acts_is_not_told_of_it_nor_whoever_may_not_take_the_next_step(plot, cast):
    factories.assign(cast.field_officer, Role.DISTRICT_COMMAND, "62.02")
    plot.surveyed()
    told()
    assert set(Notification.objects.filter(step="verify").values_list("person__username", flat=True)) == {"kodim"}


def test_whoever_stands_in_for_an_officer_hears_too_but_not_of_what_he_may_not_do(plot, cast):
    factories.lend(cast.field_officer, cast.nobody)
    factories.lend(cast.kodim, cast.field_officer)
    factories.lend(cast.dinkop, cast.outsider, first=3)
    plot.surveyed()
    names = told()
    assert ("kodim", "awaited", "verify") in names
    assert ("babinsa", "awaited", "verify") not in names  # he surveyed it
    assert not {one for one in names if one[0] == "orang_luar"}  # not yet
    factories.assign(cast.village_officer, Role.VILLAGE_OFFICER, "62.02.01.2002")
    factories.Plot(factories.site("62.02.01.2002"), cast).submitted()
    assert ("tanpa_tugas", "awaited", "survey") in told()


def test_the_proposer_hears_of_returns_and_decisions_and_why(plot, cast):
    plot.submitted()
    plot.take("send_back", cast.field_officer, reason=("title_problem", "Sertipikat tidak terbaca."))
    names = told()
    assert ("kades", "decided", "send_back") in names
    assert ("kades", "awaited", "submit") not in names  # that it came back says so
    note = Notification.objects.get(kind="decided")
    assert note.data["office"] == "Koramil 1015-01"
    assert note.data["reason_text"] == "Sertipikat tidak terbaca."


def test_what_is_overdue_is_told_to_whom_it_is_raised_once(plot, cast, later):
    korem = factories.user("korem", Role.DISTRICT_COMMAND, "62", office="Korem 102/Panju Panjung")
    plot.surveyed()
    told()
    later(30)
    run_clock()
    assert ("korem", "raised", "verify") in told()
    run_clock()
    told()
    note = Notification.objects.get(person=korem)
    with translation.override("en"):
        assert sentences.told(note).title == "Verify" and sentences.told(note).open
    plot.take("verify", cast.kodim)
    told()
    assert unread_count(korem) == 0


def test_a_survey_decides_nothing_and_a_verification_does(plot, cast):
    plot.verified()
    decided = {step for _who, kind, step in told() if kind == "decided"}
    assert "verify" in decided
    assert "submit" not in decided


def test_of_what_has_moved_on_nobody_is_told_and_what_was_told_needs_no_reading(plot, cast):
    plot.submitted()
    told()
    assert unread_count(cast.field_officer) == 1
    plot.photos("survey_photo", cast.field_officer, 2, plot.site.position)
    plot.take(
        "survey", cast.field_officer, {"visited_on": timezone.localdate().isoformat(), **factories.Plot.CHECKLIST}
    )
    plot.take("verify", cast.kodim)
    names = told()
    assert ("kodim", "awaited", "verify") not in names  # done before anybody was told
    assert unread_count(cast.field_officer) == 0


def test_a_rolled_back_step_tells_nobody(plot, cast):
    plot.papers()
    with pytest.raises(Refused):
        plot.take("submit", cast.village_officer, plot.proposal(stated_area_m2="1"))
    with pytest.raises(RuntimeError), transaction.atomic():
        News.objects.create(content={})
        raise RuntimeError
    before = News.objects.count()
    told()
    assert before <= 1  # the opening, which awaits the proposer himself
    assert not Notification.objects.filter(step="survey").exists()


def test_what_is_written_down_is_told_once_by_however_many_workers(plot, cast):
    plot.submitted()
    for number in range(2, 8):
        code = f"62.02.01.20{number:02d}"
        factories.assign(cast.village_officer, Role.VILLAGE_OFFICER, code)
        factories.Plot(factories.site(code), cast).submitted()
    barrier, portions = threading.Barrier(6), []

    def work() -> None:
        barrier.wait()
        portions.append(tell.func())
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(portions) == 6
    assert not News.objects.exists()
    assert Notification.objects.filter(person=cast.field_officer, step="survey").count() == 7


def test_told_again_the_same_is_not_told_twice(plot, cast):
    plot.submitted()
    kept = [row.content for row in News.objects.all()]
    told()
    News.objects.bulk_create(News(content=content) for content in kept)
    told()
    assert Notification.objects.filter(person=cast.field_officer).count() == 1


def test_the_number_of_questions_does_not_grow_with_steps_and_people(plot, cast):
    plot.submitted()
    with CaptureQueriesContext(connection) as few:
        tell.func()
    for number in range(2, 9):
        code = f"62.02.01.20{number:02d}"
        factories.assign(cast.village_officer, Role.VILLAGE_OFFICER, code)
        factories.user(f"babinsa{number}", Role.FIELD_OFFICER, "62.02.01")
        factories.Plot(factories.site(code), cast).submitted()
    with CaptureQueriesContext(connection) as many:
        tell.func()
    assert len(many) == len(few)


def test_whoever_was_moved_out_of_the_region_sees_and_hears_nothing_more(plot, cast):
    plot.submitted()
    told()
    Assignment.objects.filter(user=cast.field_officer).delete()
    factories.assign(cast.field_officer, Role.FIELD_OFFICER, "62.03.01")
    assert not notifications_of(cast.field_officer).exists()
    Assignment.objects.filter(user=cast.village_officer).delete()
    cast.village_officer.__dict__.pop("scope", None)
    new = factories.user("babinsa_baru", Role.FIELD_OFFICER, "62.02.01", office="Koramil 1015-01")
    plot.take("send_back", new, reason=("title_problem", "Sertipikat tidak terbaca."))
    assert {who for who, kind, _step in told() if kind == "decided"} == set()


def test_what_happened_long_ago_is_no_news(plot, cast):
    plot.submitted()
    for row in News.objects.all():
        row.content["at"] = "2026-01-01T00:00:00+00:00"
        row.save()
    assert told() == set()
    assert not News.objects.exists()


def test_a_process_that_was_taken_away_stops_nobody(plot, cast):
    plot.submitted()
    for row in News.objects.all():
        row.content["process"] = row.content["process"] + 1000
        row.content["changed"] = [row.content["process"]]
        row.content["awaited"] = [{**one, "process": row.content["process"]} for one in row.content["awaited"]]
        row.save()
    assert told() == set()


def test_nobody_marks_anothers_as_read(plot, cast):
    plot.submitted()
    told()
    note = Notification.objects.get(person=cast.field_officer)
    assert mark_read(cast.kodim, note.pk) == mark_read(cast.kodim) == 0
    assert mark_read(cast.field_officer, note.pk) == 1
    assert mark_read(cast.field_officer) == 0


def test_the_job_is_there_when_there_is_something_to_tell_and_only_once(plot, cast):
    tell.func()
    assert not enqueue_telling()
    plot.submitted()
    assert enqueue_telling()
    assert not enqueue_telling()
