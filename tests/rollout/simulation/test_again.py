"""The same simulation again: the same story, nothing twice, and on from where it was interrupted."""

import pytest

from accounts.roles import Role
from rollout.simulation import play, run
from tests import factories
from tests.rollout.simulation.telling import FEW, REGION, rows, simulate, told, whole
from workflows.models import Process

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _taken_away(db):
    """One transaction, which is checked at its end: then nothing may stand where something was taken away before."""
    yield
    run.remove(None)


def test_the_same_seed_tells_the_same(few):
    simulate()
    first = told()
    run.remove(None)
    simulate()
    assert told() == first
    run.remove(None)
    simulate(seed=2)
    assert told() != first


def test_a_second_run_changes_nothing(few):
    simulate()
    before = rows()
    played = simulate()
    assert (played.sites, played.scenes, played.complete_before) == (0, 0, len(few) - 1)
    assert rows() == before


def test_another_seed_leaves_a_told_story_alone(few):
    simulate()
    before = rows()
    assert simulate(seed=2).left_alone == len(few)
    assert rows() == before


@pytest.mark.parametrize(("verb", "call"), [("start", 4), ("attach", 9), ("take_step", 10)])
def test_an_interrupted_run_goes_on_to_the_same_end(few, monkeypatch, verb, call):
    simulate()
    whole_story = told()
    run.remove(None)
    real, calls = getattr(play, verb), []

    def interrupted(**request):
        calls.append(request)
        if len(calls) == call:
            raise KeyboardInterrupt
        return real(**request)

    monkeypatch.setattr(play, verb, interrupted)
    with pytest.raises(KeyboardInterrupt):
        simulate()
    assert 0 < Process.objects.count() < len(few)
    played = simulate()
    assert played.stuck == []
    assert told() == whole_story
    whole()


def test_a_story_somebody_else_went_on_with_is_left_as_it_is(few, monkeypatch):
    code = next(code for code, fate in few.items() if fate == FEW[0])
    real, calls = play.take_step, []

    def interrupted(**request):
        calls.append(request)
        if Process.objects.get(pk=request["process_id"]).site.code == code and request["step"] == "survey":
            raise KeyboardInterrupt
        return real(**request)

    monkeypatch.setattr(play, "take_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        simulate()
    monkeypatch.setattr(play, "take_step", real)
    process = Process.objects.get(site__code=code)
    visitor = factories.user("tamu", Role.FIELD_OFFICER, REGION, is_demo=True)
    submission = play.Submission(version=process.version, reason=factories.Reason("other", "Titik keliru."))
    play.take_step(process_id=process.pk, step="send_back", actor=visitor, submission=submission)
    played = simulate()
    assert [line.partition(":")[0] for line in played.stuck] == [code]
    whole()
