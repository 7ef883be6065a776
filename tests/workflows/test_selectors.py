"""Questions about processes: what may happen next, what blocks it, and what awaits whom."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from sites import services
from sites.authorship import Authorship
from sites.models import Site
from tests import factories
from workflows import selectors
from workflows.inbox import turns_of
from workflows.models import Process
from workflows.read_model import renew

pytestmark = pytest.mark.django_db


def next_steps(plot, who: str) -> dict:
    person = getattr(plot.cast, who)
    process = selectors.process_for(person, plot.process.pk)
    return {found.step.name: found for found in selectors.next_steps(process, person)}


def awaiting(person) -> list[int]:
    person.__dict__.pop("scope", None)
    mine = turns_of(person)
    return [] if mine is None else [turn.process_id for turn in mine.order_by("since", "pk")]


# --- one process ---


@pytest.mark.parametrize("who", ["neighbour", "outsider", "nobody"])
def test_a_process_outside_the_scope_does_not_exist(plot, who):
    with pytest.raises(Process.DoesNotExist):
        selectors.process_for(getattr(plot.cast, who), plot.process.pk)


def test_a_process_comes_as_its_workflows_class_with_its_place(plot, django_assert_num_queries):
    person = plot.cast.viewer
    assert person.scope
    with django_assert_num_queries(2):
        process = selectors.process_for(person, plot.process.pk)
        assert process.site.village.parent.parent.code == "62.02"
        assert process.title_number == ""


def test_the_steps_from_here_are_given_with_objections(plot):
    plot.surveyed()
    found = next_steps(plot, "kodim")
    assert set(found) == {"verify", "note_legal", "send_back", "reject", "withdraw"}
    assert {name for name, step in found.items() if step.permitted} == {"verify", "send_back", "reject"}


def test_what_blocks_a_step_and_who_owns_it_is_said(plot):
    plot.surveyed(length_m="30", width_m="25", stated_area_m2="750")
    verify = next_steps(plot, "viewer")["verify"]
    assert len(verify.blocks) == 1
    assert verify.owners == ["Kodim 1015/Sampit"]
    assert not verify.guards[1].waivable
    assert next_steps(plot, "kodim")["verify"].guards[1].waivable


def test_missing_files_block_too(plot):
    submit = next_steps(plot, "village_officer")["submit"]
    assert [bool(slot.missing) for slot in submit.slots] == [True, True, False]
    plot.papers()
    submit = next_steps(plot, "village_officer")["submit"]
    assert [bool(slot.missing) for slot in submit.slots] == [False, False, False]
    assert [len(slot.files) for slot in submit.slots] == [4, 1, 0]


def test_a_rule_over_an_unanswered_question_is_still_pending(plot):
    """Nobody is told that the plot is missing before he was asked for it."""
    submit = next_steps(plot, "village_officer")["submit"]
    pending = {answer.guard.code for answer in submit.guards if answer.pending}
    assert {"plot_given", "areas_agree"} <= pending


def test_processes_of_a_site_oldest_first(plot):
    second = factories.Plot(plot.site, plot.cast)
    site = Site.objects.get(pk=plot.site.pk)
    assert [process.pk for process in selectors.processes_at(site)] == [plot.process.pk, second.process.pk]
    assert selectors.processes_at(factories.site("62.02.01.2002")) == []


@pytest.mark.parametrize(
    ("who", "may"), [("village_officer", True), ("dinkop", True), ("kodim", False), ("neighbour", False)]
)
def test_what_may_be_opened_at_a_site(plot, who, may):
    offered = {flow.kind_name for flow in selectors.possible_starts(plot.site, getattr(plot.cast, who))}
    assert ("land_verification" in offered) is may


def test_nothing_may_be_opened_at_a_closed_site(plot):
    closed = services.close(plot.site.code, reason="Digabung.", by=Authorship.system("test"))
    assert selectors.possible_starts(closed, plot.cast.village_officer) == []


# --- the inbox ---


@pytest.mark.parametrize(
    ("reach", "waits_for"),
    [
        (None, {"village_officer"}),
        ("submitted", {"field_officer", "bpkad"}),
        ("surveyed", {"kodim", "bpkad"}),
        ("verified", {"bpkad"}),
        ("noted", {"dinkop"}),
        ("accepted", set()),
    ],
)
def test_each_state_awaits_its_offices(plot, reach, waits_for):
    if reach:
        getattr(plot, reach)()
    assert {name for name, person in vars(plot.cast).items() if awaiting(person)} == waits_for


def test_a_draft_awaits_the_office_that_opened_it(plot):
    """The other may correct and submit it too, but is not asked to."""
    own = factories.Plot(plot.site, plot.cast, opener=plot.cast.dinkop)
    assert awaiting(plot.cast.dinkop) == [own.process.pk]
    assert awaiting(plot.cast.village_officer) == [plot.process.pk]
    plot.submitted()
    plot.take("send_back", plot.cast.dinkop, reason=("incomplete", "Fotonya kabur semua."))
    assert awaiting(plot.cast.dinkop) == [own.process.pk]
    assert plot.process.pk in awaiting(plot.cast.village_officer)
    plot.take("submit", plot.cast.dinkop, plot.proposal())
    assert plot.state == "submitted"


def test_who_took_part_before_is_not_waited_for(plot):
    """A cooperative office that proposed the plot itself does not find its acceptance in its inbox."""
    factories.assign(plot.cast.village_officer, Role.COOPERATIVE_OFFICE, "62.02")
    plot.noted()
    assert awaiting(plot.cast.village_officer) == []
    assert awaiting(plot.cast.dinkop) == [plot.process.pk]


def test_a_separation_from_a_step_nobody_took_keeps_nobody_away(plot):
    plot.surveyed()
    Process.objects.filter(pk=plot.process.pk).update(actors={})
    renew([plot.site.code])
    assert awaiting(plot.cast.kodim) == [plot.process.pk]


def test_the_oldest_stands_first(plot):
    plot.surveyed()
    second = factories.Plot(plot.site, plot.cast).surveyed()
    assert awaiting(plot.cast.kodim) == [plot.process.pk, second.process.pk]
    long_ago = timezone.now() - timezone.timedelta(days=9)
    Process.objects.filter(pk=second.process.pk).update(state_since=long_ago)
    renew([plot.site.code])
    assert awaiting(plot.cast.kodim) == [second.process.pk, plot.process.pk]


def test_the_steps_that_are_mine_now(plot):
    plot.surveyed()
    process = selectors.process_for(plot.cast.kodim, plot.process.pk)
    assert [step.name for step in selectors.duties_of(process, plot.cast.kodim)] == ["verify"]
    assert selectors.duties_of(process, plot.cast.dinkop) == []
    assert [step.name for step in selectors.duties_of(process, plot.cast.bpkad)] == ["note_legal"]


def test_every_workflow_with_its_states_in_words():
    catalogue = {entry["kind"]: entry for entry in selectors.state_catalogue()}
    states = [state["value"] for state in catalogue["land_verification"]["states"]]
    assert states[0] == "draft"
    assert len(states) == 8
