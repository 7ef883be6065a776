"""Numbers without gaps and never twice, whoever numbers at once: real threads, real connections."""

import pytest

from sites.requests import Request
from tests import factories
from tests.conftest import build_cast
from tests.workflows.test_take_step_together import run_together
from workflows.models import Paper
from workflows.papers import issuing
from workflows.papers.registry import kinds
from workflows.refusals import WrongState

pytestmark = pytest.mark.django_db(transaction=True)

KODIM = "Kodim 1015/Sampit"


@pytest.fixture
def plots(transactional_db):
    """Six verified plots at six sites: no lock of a site makes one wait for another."""
    cast = build_cast()
    factories.assign(cast.village_officer, "village_officer", "62.02", office="Kecamatan")
    return [factories.Plot(factories.site(f"62.02.01.200{number}"), cast).verified() for number in range(1, 7)]


def issue(plot, actor):
    return lambda: issuing.issue(plot.process.pk, "land_minutes", Request(actor))


def test_one_office_and_two_offices_at_once_have_no_gap_and_no_double(plots):
    same = factories.user("kodim2", "district_command", "62.02", office=KODIM)
    other = factories.user("kodim3", "district_command", "62.02", office="Kodim lain")
    actors = [plots[0].cast.kodim, same, other, plots[0].cast.kodim, same, other]
    results = run_together(*[issue(plot, actor) for plot, actor in zip(plots, actors, strict=True)])
    assert all(isinstance(result, Paper) for result in results), results
    numbers = {}
    for paper in Paper.objects.all():
        numbers.setdefault(paper.office, []).append(paper.sequence)
    assert {office: sorted(found) for office, found in numbers.items()} == {KODIM: [1, 2, 3, 4], "Kodim lain": [1, 2]}
    assert Paper.objects.values("code").distinct().count() == 6


def test_a_number_whose_paper_failed_is_given_to_the_next(plots, monkeypatch):
    kodim = plots[0].cast.kodim
    issue(plots[0], kodim)()
    monkeypatch.setattr(issuing, "draw", lambda *given, **more: 1 / 0)
    failed = run_together(*[issue(plot, kodim) for plot in plots[1:4]])
    assert {type(result) for result in failed} == {ZeroDivisionError}
    monkeypatch.undo()
    assert issue(plots[4], kodim)().sequence == 2


def test_one_paper_of_a_process_however_many_ask_at_once(plots):
    results = run_together(*[issue(plots[0], plots[0].cast.kodim)] * 4)
    assert [type(result) for result in results].count(WrongState) == 3
    assert Paper.objects.get().sequence == 1


def test_marks_tell_the_kinds_apart():
    marks = [one.mark for one in kinds()]
    assert len(set(marks)) == len(marks)
