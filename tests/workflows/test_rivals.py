"""A site has one accepted plot: what that means for its other plots, before anybody works on them in vain."""

import datetime

import pytest
from django.urls import reverse

from sites.models import Site
from tests import factories
from tests.workflows.pages import browser, text_of
from workflows import selectors
from workflows.flows.land_verification import LandVerification
from workflows.inbox import turns_of
from workflows.read_model import differences, renew
from workflows.refusals import GuardsUnmet, WrongState
from workflows.services.start import start

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]

SENTENCE = "This site already has an accepted plot: “Land verification 1”."


@pytest.fixture
def second(plot):
    """A second plot, still a draft with its papers; the first is accepted after it was opened."""
    second = factories.Plot(plot.site, plot.cast).papers()
    plot.accepted()
    return second


def blocks(plot, step: str, person) -> list[str]:
    process = selectors.process_for(person, plot.process.pk)
    found = next(one for one in selectors.next_steps(process, person) if one.step.name == step)
    return [*found.blocks, *found.warnings]


def inbox(person) -> set[int]:
    return set(turns_of(person).values_list("process_id", flat=True))


def test_the_rule_is_announced_before_anything_is_filled_in_and_refuses_the_submission(second):
    officer = second.cast.village_officer
    assert any(one.startswith(SENTENCE) for one in blocks(second, "submit", officer))
    with pytest.raises(GuardsUnmet) as refusal:
        second.take("submit", officer, second.proposal())
    assert [unmet.code for unmet in refusal.value.unmet] == ["no_other_accepted"]


@pytest.mark.parametrize(
    ("reached", "step", "person"),
    [
        ("submitted", "survey", "field_officer"),
        ("surveyed", "verify", "kodim"),
        ("submitted", "note_legal", "bpkad"),
        ("noted", "accept", "dinkop"),
    ],
)
def test_whoever_works_on_it_reads_of_the_accepted_plot(plot, reached, step, person):
    second = factories.Plot(plot.site, plot.cast)
    getattr(second, reached)()
    assert not any(one.startswith(SENTENCE) for one in blocks(second, step, getattr(plot.cast, person)))
    plot.accepted()
    assert any(one.startswith(SENTENCE) for one in blocks(second, step, getattr(plot.cast, person)))


def test_nobody_is_awaited_at_the_other_plot_until_the_accepted_one_is_reopened(plot, second):
    officer = plot.cast.village_officer
    site = Site.objects.get(pk=plot.site.pk)
    assert site.waiting_since is None and inbox(officer) == set()
    assert list(differences(Site.objects.all())) == []
    plot.take("reopen", plot.cast.province_admin, reason=("dispute", "Ada gugatan baru."))
    assert inbox(officer) == {second.process.pk}
    assert list(differences(Site.objects.all())) == []
    second.take("submit", officer, second.proposal())
    assert second.state == "submitted"


def test_the_read_model_is_derived_whole_from_nothing(plot, second):
    kept = Site.objects.get(pk=plot.site.pk).processes
    Site.objects.filter(pk=plot.site.pk).update(processes={})
    renew([plot.site.code])
    assert Site.objects.get(pk=plot.site.pk).processes == kept


def test_no_further_plot_is_opened_while_one_is_accepted(plot):
    plot.accepted()
    officer = plot.cast.village_officer
    starts = selectors.possible_starts(Site.objects.get(pk=plot.site.pk), officer)
    assert LandVerification not in starts
    sentence = "This site has one already: “Land verification 1”, accepted. Only after that one is reopened"
    with pytest.raises(WrongState, match=sentence):
        start(site_code=plot.site.code, kind="land_verification", actor=officer)
    answer = browser(officer).get(reverse("process_start", args=[plot.site.code, "land_verification"]))
    assert answer.status_code == 409 and sentence in text_of(answer)
    assert LandVerification.objects.count() == 1


def test_the_acceptance_itself_lets_the_others_rest(plot):
    factories.Plot(plot.site, plot.cast)
    plot.noted().letter()
    fields = {"agrinas_reference": "AGR-1", "agrinas_date": datetime.date.today().isoformat()}
    plot.take("accept", plot.cast.dinkop, fields)
    rows = Site.objects.get(pk=plot.site.pk).processes
    assert [row["awaits"] for row in rows.values()] == [[], []]
