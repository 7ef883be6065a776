"""The work at one site: going on, done, ended without result, and what may be opened."""

import pytest

from accounts.roles import Role
from sites.models import Site
from tests import factories
from workflows.site_work import site_work

pytestmark = pytest.mark.django_db


def work(plot, person):
    return site_work(Site.objects.with_place().get(pk=plot.site.pk), person)


def test_duties_belong_to_somebody_and_other_steps_only_to_who_may(plot):
    plot.surveyed()
    (mine,) = work(plot, plot.cast.kodim).open
    assert [step.step.name for step in mine.duties] == ["verify", "note_legal"]
    assert [step.step.name for step in mine.mine] == ["verify"]
    assert [step.step.name for step in mine.others] == ["send_back", "reject"]
    (theirs,) = work(plot, plot.cast.viewer).open
    assert [step.step.name for step in theirs.duties] == ["verify", "note_legal"]
    assert theirs.mine == [] and theirs.others == []


def test_ended_processes_name_the_entry_that_ended_them(plot):
    plot.surveyed()
    plot.take("reject", plot.cast.kodim, reason=("dispute", "Two owners."))
    won = factories.Plot(plot.site, plot.cast).accepted()
    found = work(plot, plot.cast.viewer)
    assert found.open == []
    assert [(one.process.pk, one.came_by.step) for one in found.past] == [(plot.process.pk, "reject")]
    assert [(one.process.pk, one.came_by.step) for one in found.settled] == [(won.process.pk, "accept")]


def test_starts_are_offered_to_who_may_open(plot):
    def offered(person) -> set[str]:
        return {flow.kind_name for flow in work(plot, person).starts}

    assert "land_verification" in offered(plot.cast.dinkop)
    assert "land_verification" not in offered(plot.cast.kodim)
    assert offered(plot.cast.viewer) == set()


def test_files_are_fetched_once_for_all_processes(plot, django_assert_num_queries):
    plot.papers()
    factories.Plot(plot.site, plot.cast).papers()
    found = work(plot, plot.cast.viewer)
    with django_assert_num_queries(0):
        assert [len(one.process.attached) for one in found.open] == [5, 5]


def test_what_is_not_begun_names_who_can_open_it(plot):
    untouched = factories.site("62.02.01.2002")

    def openers(found) -> list[str] | None:
        return {one.flow.kind_name: one.owners for one in found.unopened}.get("land_verification")

    assert openers(site_work(untouched, plot.cast.viewer)) == ["Dinas Koperasi Kotim"]
    assert openers(work(plot, plot.cast.viewer)) is None
    plot.surveyed()
    plot.take("reject", plot.cast.kodim, reason=("dispute", "Two owners."))
    assert openers(work(plot, plot.cast.viewer)) == ["Kantor Desa", "Dinas Koperasi Kotim"]


def test_the_province_may_act_but_it_is_not_its_turn(plot):
    """The same rule as in the inbox: the nearest office's turn it is."""
    plot.verified()
    plot.take("note_legal", plot.cast.bpkad, plot.LEGAL)
    province = factories.user("provinsi", Role.COOPERATIVE_OFFICE, "62", office="Dinas Koperasi Kalteng")
    (seen,) = work(plot, province).open
    assert seen.mine == [] and "accept" in [step.step.name for step in seen.others]
    (seen,) = work(plot, plot.cast.dinkop).open
    assert [step.step.name for step in seen.mine] == ["accept"]
    plot.cast.dinkop.assignments.all().delete()
    (seen,) = work(plot, province).open
    assert [step.step.name for step in seen.mine] == ["accept"]


def test_a_step_that_a_rule_stops_is_the_turn_of_the_rules_owner(plot):
    plot.noted(legal_verdict="blocked", legal_note="Sertipikat ganda.")
    (theirs,) = work(plot, plot.cast.dinkop).open
    assert theirs.mine == [] and [step.step.name for step in theirs.others] == ["withdraw"]
    (duty,) = theirs.duties
    ((offices, cause),) = [(one.offices, one.cause) for one in duty.awaited]
    assert duty.step.name == "accept" and offices == ["BPKAD Kotim"] and "Sertipikat ganda." in cause
    (owned,) = work(plot, plot.cast.bpkad).open
    (mine,) = owned.mine
    assert mine.step.name == "note_legal" and "Sertipikat ganda." in mine.because
