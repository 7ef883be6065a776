"""Why sites are stuck, over all of them: offices, causes and cases agree with what each site's page says."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from sites import services
from sites.authorship import Authorship
from tests import factories
from workflows.models import Process
from workflows.read_model import renew
from workflows.stuck import Cases, Narrowed
from workflows.stuck_counts import by_cause, by_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def offices(person, **narrowed) -> dict[tuple[str, str], tuple[int, int]]:
    return {(one.role, one.region): (one.sites, one.cases) for one in listed(person, **narrowed)}


def listed(person, **narrowed):
    return by_office(person, Narrowed(**narrowed), first=99).first


def another(plot, code: str) -> factories.Plot:
    site = factories.site(code)
    factories.assign(plot.cast.village_officer, Role.VILLAGE_OFFICER, code)
    if not code.startswith("62.02.01"):
        factories.assign(plot.cast.field_officer, Role.FIELD_OFFICER, code[:8])
    return factories.Plot(site, plot.cast)


def aged(plot, days: int):
    since = timezone.now() - timezone.timedelta(days=days)
    Process.objects.filter(pk=plot.process.pk).update(state_since=since)
    renew([plot.site.code])
    return since


def test_each_office_with_its_sites_and_its_oldest_case(plot):
    plot.surveyed()
    second = another(plot, "62.02.01.2002").surveyed()
    since = aged(second, 61)
    found = offices(plot.cast.viewer)
    assert found == {("district_command", "62.02"): (2, 2), ("asset_office", "62.02"): (2, 2)}
    (bpkad,) = [one for one in listed(plot.cast.viewer) if one.role == Role.ASSET_OFFICE]
    assert (bpkad.names, bpkad.oldest) == (["BPKAD Kotim"], since)


def test_two_plots_of_one_site_are_one_site_and_two_cases(plot):
    plot.submitted()
    factories.Plot(plot.site, plot.cast).submitted()
    assert offices(plot.cast.viewer)["asset_office", "62.02"] == (1, 2)


def test_the_nearest_office_is_waited_for_and_a_vacant_one_is_named(plot):
    plot.submitted()
    factories.assign(plot.cast.viewer, Role.ASSET_OFFICE, "62")
    assert ("asset_office", "62") not in offices(plot.cast.viewer)
    plot.cast.bpkad.assignments.all().delete()
    plot.cast.field_officer.assignments.all().delete()
    assert offices(plot.cast.viewer) == {("asset_office", "62"): (1, 1), ("field_officer", ""): (1, 1)}
    vacant = Cases(plot.cast.viewer, Narrowed(role="field_officer", holder=""))
    assert [case.awaited.step.name for case in vacant[:9]] == ["survey"]
    assert vacant[:9][0].offices == []
    assert len(Cases(plot.cast.viewer, Narrowed(role="asset_office", holder=""))) == 0


def test_nobody_sees_what_lies_outside_his_regions(plot):
    plot.submitted()
    for who in (plot.cast.neighbour, plot.cast.outsider, plot.cast.nobody):
        assert listed(who) == [] and by_cause(who) == [] and len(Cases(who, Narrowed())) == 0


def test_a_closed_site_waits_for_nobody(plot):
    plot.submitted()
    services.close(plot.site.code, reason="Desa digabung", by=Authorship.system())
    assert listed(plot.cast.viewer) == [] and len(Cases(plot.cast.viewer, Narrowed())) == 0


def test_what_is_waited_for_is_the_step_or_the_rule_that_stops_it(plot):
    plot.noted(legal_verdict="blocked")
    another(plot, "62.02.01.2002").surveyed()
    found = {(one.step, one.cause): one.sites for one in by_cause(plot.cast.viewer)}
    assert found == {("accept", "legal_note_not_blocked"): 1, ("verify", ""): 1, ("note_legal", ""): 1}


def test_a_case_says_why_whose_and_what_comes_then(plot):
    plot.noted(legal_verdict="blocked", legal_note="Sertipikat ganda.")
    (case,) = Cases(plot.cast.viewer, Narrowed())[:9]
    assert case.sentence == case.awaited.guard.unmet(case.process) != ""
    assert (case.offices, case.follows) == (["BPKAD Kotim"], "Accepted")
    assert case.since == plot.row.state_since


def test_narrowed_by_region_office_workflow_and_cause(plot):
    plot.surveyed()
    other = another(plot, "62.02.02.2001").surveyed()

    def codes(**narrowed) -> list[str]:
        return [case.process.site.code for case in Cases(plot.cast.viewer, Narrowed(**narrowed))[:9]]

    assert codes(region="62.02.02", step="verify") == [other.site.code]
    assert codes(role="district_command", holder="62.02") == [plot.site.code, other.site.code]
    assert codes(role="district_command", holder="62") == []
    assert codes(kind="outlet_construction") == []
    assert codes(step="verify", cause="plot_at_least") == []
    assert offices(plot.cast.viewer, region="62.02.02") == {
        ("district_command", "62.02"): (1, 1),
        ("asset_office", "62.02"): (1, 1),
    }


def test_the_oldest_stand_first_or_last_or_by_code(plot):
    plot.surveyed()
    second = another(plot, "62.02.01.2002").surveyed()
    aged(second, 9)

    def order(name: str) -> list[str]:
        found = Cases(plot.cast.viewer, Narrowed(step="verify"), name)
        assert len(found) == 2
        return [case.process.site.code for case in found[:9]]

    assert order("oldest") == order("newest")[::-1] == [second.site.code, plot.site.code]
    assert order("code") == [plot.site.code, second.site.code]


def test_the_same_queries_however_many_sites(plot, django_assert_num_queries):
    plot.surveyed()
    viewer = plot.cast.viewer
    viewer.scope  # noqa: B018 - asked once for a request
    for wanted in range(2, 6):
        with django_assert_num_queries(5):  # what changed, who holds what; turns, holders; names
            by_office(viewer, first=9)
        with django_assert_num_queries(2):  # what was counted is kept, and no name is asked for
            assert by_office(viewer, first=0).total > 0
        with django_assert_num_queries(2):
            by_cause(viewer)
        with django_assert_num_queries(4):  # the turns, their roles, their processes, the offices
            assert len(Cases(viewer, Narrowed(step="verify"))[:50]) == wanted - 1
        another(plot, f"62.02.01.20{wanted:02d}").surveyed()


def test_a_turn_of_an_earlier_program_is_left_out(plot):
    plot.surveyed()
    plot.row.turns.filter(step="verify").update(awaited="renamed")
    assert [case.awaited.step.name for case in Cases(plot.cast.viewer, Narrowed())[:9]] == ["note_legal"]
