"""The inbox's queues: a person's duties, counted and dated, in one query."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from tests import factories
from workflows import selectors
from workflows.inbox import has_duties, oldest, queues

pytestmark = pytest.mark.django_db


def keys(person, **of) -> dict[str, int]:
    return {queue.key: queue.count for queue in queues(person, **of)}


def test_each_role_has_its_queue(plot):
    cast = plot.cast
    assert keys(cast.village_officer) == {"land_verification.submit": 1}
    plot.submitted()
    assert keys(cast.field_officer) == {"land_verification.survey": 1}
    assert keys(cast.bpkad) == {"land_verification.note_legal": 1}
    assert keys(cast.kodim) == {} and keys(cast.viewer) == {} and keys(cast.nobody) == {}


@pytest.mark.parametrize(
    "reach",
    [
        lambda plot: plot,
        lambda plot: plot.submitted(),
        lambda plot: plot.surveyed(),
        lambda plot: plot.verified(),
        lambda plot: plot.noted(),
        lambda plot: plot.noted(legal_verdict="blocked"),
        lambda plot: plot.accepted(),
    ],
    ids=["draft", "submitted", "surveyed", "verified", "noted", "blocked", "accepted"],
)
def test_a_queue_is_what_the_gate_would_let_me_do(plot, reach):
    """The condition in the database and the rule in the program agree: what stands in the inbox is my turn."""
    reach(plot)
    plot.cast.province = factories.user("provinsi", Role.COOPERATIVE_OFFICE, "62")
    factories.assign(plot.cast.province, Role.ASSET_OFFICE, "62")
    for person in vars(plot.cast).values():
        waiting = queues(person)
        offered = {(queue.step.name, process.pk) for queue in waiting for process in queue.processes[:50]}
        process = type(plot.process).objects.select_related("site").get(pk=plot.process.pk)
        assert offered == {(step.name, process.pk) for step in selectors.duties_of(process, person)}, person


def test_who_owns_the_rule_that_stops_a_step_finds_the_case(plot):
    plot.noted(legal_verdict="blocked", legal_note="Sertipikat ganda.")
    assert keys(plot.cast.bpkad) == {"land_verification.note_legal": 1}
    assert keys(plot.cast.dinkop) == {}, "he can do nothing about it"
    plot.legal_paper().take("note_legal", plot.cast.bpkad, plot.LEGAL)
    assert keys(plot.cast.bpkad) == {}
    assert keys(plot.cast.dinkop) == {"land_verification.accept": 1}


def test_a_missing_note_is_one_entry_not_two(plot):
    """It is awaited, and it stops the acceptance."""
    plot.verified()
    assert keys(plot.cast.bpkad) == {"land_verification.note_legal": 1} and keys(plot.cast.dinkop) == {}


def test_who_may_not_put_it_right_himself_is_not_asked(plot):
    """Separation: who proposed the plot writes no legal note on it, first or second."""
    factories.assign(plot.cast.village_officer, Role.ASSET_OFFICE, "62.02")
    plot.noted(legal_verdict="blocked")
    assert keys(plot.cast.village_officer) == {}


def test_who_surveyed_does_not_verify(plot):
    factories.assign(plot.cast.field_officer, Role.DISTRICT_COMMAND, "62.02")
    plot.surveyed()
    assert keys(plot.cast.field_officer) == {}
    assert keys(plot.cast.kodim) == {"land_verification.verify": 1}


def test_a_region_narrows_the_queue(plot):
    plot.surveyed()
    assert keys(plot.cast.kodim, region="62.02.01") == {"land_verification.verify": 1}
    assert keys(plot.cast.kodim, region="62.02.02") == {}


def test_the_oldest_come_first_with_two_queries(plot, django_assert_num_queries):
    plot.submitted()
    second = factories.Plot(plot.site, plot.cast).submitted()
    factories.assign(plot.cast.bpkad, Role.FIELD_OFFICER, "62.02.01")
    with django_assert_num_queries(2):  # the scope, and all the queues together
        waiting = queues(plot.cast.bpkad)
    with django_assert_num_queries(2):
        found = oldest(waiting, 3)
        [pair[1].site.village.parent.parent.name for pair in found]
    assert [process.pk for _queue, process in found] == [plot.process.pk, plot.process.pk, second.process.pk]
    assert waiting[0].oldest == found[0][1].state_since


def test_only_roles_with_duties_have_an_inbox(cast):
    assert has_duties(cast.kodim) and has_duties(cast.bpkad)
    assert not has_duties(cast.viewer) and not has_duties(cast.nobody)


def test_a_duty_is_the_nearest_offices(plot):
    """The province may record an acceptance, but waits for it only where no regency's office would."""
    plot.noted()
    province = factories.user("provinsi", Role.COOPERATIVE_OFFICE, "62")
    nation = factories.user("pusat", Role.COOPERATIVE_OFFICE, "ID")
    assert keys(plot.cast.dinkop) == {"land_verification.accept": 1}
    assert keys(province) == {} and keys(nation) == {}
    plot.cast.dinkop.assignments.all().delete()
    assert keys(province) == {"land_verification.accept": 1}
    assert keys(nation) == {}


def test_what_was_composed_for_one_person_and_day_serves_no_other(plot, monkeypatch):
    """The statements are kept: by person, by his assignments, and by the day that decides whose are in force."""
    plot.noted()
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)
    plot.cast.dinkop.assignments.update(valid_to=today)
    nearer = factories.user("dinkop_baru")
    factories.assign(nearer, Role.COOPERATIVE_OFFICE, "62.02", valid_from=tomorrow)
    province = factories.user("provinsi", Role.COOPERATIVE_OFFICE, "62")

    def seen() -> list[bool]:
        return [bool(keys(User.objects.get(pk=person.pk))) for person in (plot.cast.dinkop, nearer, province)]

    assert seen() == [True, False, False]
    monkeypatch.setattr(timezone, "localdate", lambda *_given: tomorrow)
    assert seen() == [False, True, False]
    nearer.assignments.all().delete()
    assert seen() == [False, False, True]
    factories.assign(plot.cast.dinkop, Role.COOPERATIVE_OFFICE, "62.02", valid_from=tomorrow)
    assert seen() == [True, False, False]


def test_the_same_question_is_composed_once(plot, monkeypatch):
    plot.submitted()
    first = keys(plot.cast.field_officer)
    monkeypatch.setattr("workflows.inbox.turn_condition", lambda *_given: pytest.fail("composed again"))
    assert keys(plot.cast.field_officer) == first
    with pytest.raises(pytest.fail.Exception, match="composed again"):
        keys(plot.cast.field_officer, region="62.02.01")
