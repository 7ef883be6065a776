"""Who is waited for at many sites at once."""

import pytest
from django.utils import translation

from accounts.roles import Role
from sites.models import Site
from tests import factories
from workflows.waits import waits_at

pytestmark = pytest.mark.django_db


def awaited(site) -> list[tuple[str, list[str]]]:
    site = Site.objects.get(pk=site.pk)
    wait = waits_at([site]).get(site.pk)
    return [(one.step, one.owners) for one in wait.awaited] if wait else []


def test_each_duty_is_named_with_its_office(plot):
    plot.submitted()
    with translation.override("en"):
        assert awaited(plot.site) == [
            ("Report the survey", ["Koramil 1015-01"]),
            ("Write the legal note", ["BPKAD Kotim"]),
        ]


def test_a_duty_that_is_done_is_not_waited_for(plot):
    plot.noted()
    assert [owners for _step, owners in awaited(plot.site)] == [["Dinas Koperasi Kotim"]]


def test_nobody_is_waited_for_where_all_is_done_or_nothing_begun(plot, cast):
    untouched = factories.site("62.02.01.2002")
    plot.accepted()
    assert awaited(plot.site) == [] and awaited(untouched) == []


def test_the_oldest_process_speaks_for_the_site(plot):
    plot.surveyed()
    second = factories.Plot(plot.site, plot.cast).submitted()
    site = Site.objects.get(pk=plot.site.pk)
    assert waits_at([site])[site.pk].process_id == plot.process.pk
    plot.take("reject", plot.cast.kodim, reason=("too_small", "Too narrow."))
    site = Site.objects.get(pk=plot.site.pk)
    assert waits_at([site])[site.pk].process_id == second.process.pk


def test_a_rule_that_stops_a_step_is_its_owners_to_put_right(plot):
    """Not the cooperative office is charged for the asset office's blocked note."""
    plot.noted(legal_verdict="blocked", legal_note="Sertipikat ganda.")
    site = Site.objects.get(pk=plot.site.pk)
    with translation.override("en"):
        (one,) = waits_at([site])[site.pk].awaited
        assert one.owners == ["BPKAD Kotim"] and one.step == "Record the acceptance"
        assert one.cause == "The legal note blocks this plot: Sertipikat ganda."
    plot.legal_paper().take("note_legal", plot.cast.bpkad, plot.LEGAL)
    assert [owners for _step, owners in awaited(plot.site)] == [["Dinas Koperasi Kotim"]]


def test_a_step_of_an_earlier_program_stops_no_page(plot):
    """Until ``verify_read_model --renew`` has derived the row anew."""
    plot.submitted()
    site = Site.objects.get(pk=plot.site.pk)
    rows = site.processes[str(plot.process.pk)]["awaits"]
    rows[0]["step"] = "renamed"
    with translation.override("en"):
        assert [one.step for one in waits_at([site])[site.pk].awaited] == ["Write the legal note"]
    del rows[1:]
    assert waits_at([site])[site.pk].awaited == []


def test_the_same_queries_however_many_sites(plot, django_assert_num_queries):
    """One for the offices, and one for the kind of which a rule's sentence is told."""
    plot.submitted()
    sites = [Site.objects.get(pk=plot.site.pk)]
    with django_assert_num_queries(1):
        waits_at(sites)
    for number in range(2, 7):
        more = factories.site(f"62.02.01.200{number}")
        factories.assign(plot.cast.village_officer, Role.VILLAGE_OFFICER, more.code)
        factories.Plot(more, plot.cast).noted(legal_verdict="blocked" if number % 2 else "clear")
    sites = list(Site.objects.all())
    with django_assert_num_queries(2):
        assert len(waits_at(sites)) == 6
