"""Every state × step × role × region, for every workflow: the gate answers what the step's declaration says.

The whole product is asked of ``take_step`` itself. It is stopped where it turns to the form, and what does not depend
on the request at hand is asked of the database once: whether a person sees the site, the process in its state, the last
entry. ``test_doors`` asks gate, page and API with nothing left out.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from accounts.clock import clock
from accounts.roles import Role
from tests import factories
from tests.workflows.matrix.oracle import NOT_PERMITTED, PASSED, UNSEEN, WRONG_STATE, declared
from tests.workflows.matrix.people import RELATIONS, SITE, everybody
from tests.workflows.matrix.states import line_of, opened, put, put_line
from workflows import permission, registry
from workflows.models import Process
from workflows.refusals import NotPermitted, WrongState
from workflows.services import take_step as gate
from workflows.step import Step
from workflows.submission import Submission

pytestmark = pytest.mark.django_db
FLOWS = {flow.kind_name: flow for flow in registry.flows()}


class AtTheForm(Exception):
    """The gate let the request pass to its form."""


class Gate:
    """The gate up to where it would read the form; nothing is written, so it needs no transaction."""

    def __init__(self, monkeypatch) -> None:
        self.process: Process | None = None
        self._lock, self._left_by = gate.locked, gate._left_by
        self._sees: dict[int, bool] = {}
        self._left: dict[tuple, object] = {}
        monkeypatch.setattr(gate, "transaction", SimpleNamespace(atomic=lambda durable: nullcontext()))
        monkeypatch.setattr(gate, "step_form", self._stop)
        monkeypatch.setattr(gate, "locked", self._locked)
        monkeypatch.setattr(gate, "_left_by", self._left_once)

    def stand(self, process: Process, state: str, insider, **put_with) -> Process:
        """From now on the process is in that state; returns it as the gate has it."""
        put(process, state, **put_with)
        self.process = self._lock(process.pk, insider)
        return self.process

    def ask(self, step: Step, actor, item: int | None = None) -> str:
        """What the gate says to the person, in one of the oracle's words."""
        submission = Submission(version=self.process.version, item=item)
        try:
            gate.take_step(process_id=self.process.pk, step=step.name, actor=actor, submission=submission)
        except Process.DoesNotExist:
            return UNSEEN
        except NotPermitted:
            return NOT_PERMITTED
        except WrongState:
            return WRONG_STATE
        except AtTheForm:
            return PASSED
        raise AssertionError("the gate went past its form")

    def _stop(self, *args, **kwargs):
        raise AtTheForm

    def _locked(self, process_id: int, actor) -> Process:
        if actor.pk not in self._sees:
            try:
                self._sees[actor.pk] = bool(self._lock(process_id, actor))
            except Process.DoesNotExist:
                self._sees[actor.pk] = False
        if not self._sees[actor.pk]:
            raise Process.DoesNotExist
        return self.process

    def _left_once(self, process: Process, step: Step):
        key = process.pk, process.state, step.name
        if key not in self._left:
            self._left[key] = self._left_by(process, step)
        return self._left[key]


@pytest.fixture
def people(db):
    factories.site(SITE)
    return everybody()


@pytest.fixture
def asked(monkeypatch) -> Gate:
    return Gate(monkeypatch)


def lines_of(process: Process, step: Step) -> Iterator[tuple[str | None, int | None, bool]]:
    """Each state that the line may have which the step changes, with the line's number; once for any other step.

    Last: is it the first state that fits? Everybody is asked there; in the others one person of each role.
    """
    if step.record is None or step.record.adds:
        yield None, None, True
        return
    fits = sorted(step.record.sources)[0]
    for state in step.record.model.State.values if step.record.model.State else [""]:
        yield state, put_line(process, step.record.model, state), state == fits


def disagreements(
    asked: Gate, flow: type[Process], people: dict, decides: str = RELATIONS["own regency"]
) -> tuple[list, Counter]:
    """Every cell in which gate and declaration differ, and how often each answer was given."""
    process = opened(flow, people)
    insider = people[Role.VIEWER.value, "own regency"]
    # Time holds its role everywhere.
    everyone = [(role, RELATIONS[relation], person) for (role, relation), person in people.items()]
    everyone.append((Role.CLOCK.value, RELATIONS["own province"], clock()))
    one_each = [row for row in everyone if row[1] == RELATIONS["own regency"]]
    found, given = [], Counter()
    for state in flow.State.values:
        asked.stand(process, state, insider, decides=decides)
        for step in flow.steps.values():
            for line, number, fits in lines_of(process, step):
                for role, region, person in everyone if fits else one_each:
                    cell = {"state": state, "role": role, "region": region, "decides": decides, "line": line}
                    wanted, said = declared(step, site=SITE, **cell), asked.ask(step, person, number)
                    given[said] += 1
                    if said != wanted:
                        found.append((step.name, cell, wanted, said))
    return found, given


@pytest.mark.parametrize("kind", FLOWS)
def test_every_cell_is_answered_as_declared(asked, people, kind):
    flow = FLOWS[kind]
    found, given = disagreements(asked, flow, people)
    assert found == []
    assert given.total() >= len(flow.State.values) * len(flow.steps) * len(people)
    assert min(given[word] for word in (UNSEEN, WRONG_STATE, NOT_PERMITTED, PASSED)) > 0


@pytest.mark.parametrize("kind", [kind for kind, flow in FLOWS.items() if any(s.at for s in flow.steps.values())])
@pytest.mark.parametrize("relation", ["own village", "own province"])
def test_what_belongs_to_another_region_is_answered_as_declared(asked, people, kind, relation):
    assert disagreements(asked, FLOWS[kind], people, RELATIONS[relation])[0] == []


@pytest.mark.parametrize("forgotten", ["role", "state"])
def test_a_gate_that_forgets_a_question_is_found_out(asked, people, monkeypatch, forgotten):
    if forgotten == "role":
        monkeypatch.setattr(permission, "grant_for", lambda step, process, user: True)
    else:
        monkeypatch.setattr(gate, "open_step", lambda process, name: process.steps[name])
    found, _given = disagreements(asked, FLOWS["land_verification"], people)
    assert {wanted for _step, _cell, wanted, _said in found} == (
        {NOT_PERMITTED} if forgotten == "role" else {WRONG_STATE}
    )


@pytest.mark.parametrize("kind", FLOWS)
def test_nobody_decides_on_what_he_did_before(asked, people, kind):
    """Every separated pair: whoever took the earlier step, on this line where both are about lines, is refused."""
    process = opened(FLOWS[kind], people)
    for step in FLOWS[kind].steps.values():
        number = next(number for _line, number, fits in lines_of(process, step) if fits)
        actor = people[sorted(step.by)[0], "own regency"] if Role.CLOCK not in step.by else clock()
        for earlier in step.not_by_actor_of:
            standing = asked.stand(process, sorted(step.sources)[0], actor)
            if number:
                put_line(process, step.record.model, sorted(step.record.sources)[0])
            assert asked.ask(step, actor, number) == PASSED, (step.name, earlier)
            did_it(standing, step, earlier, actor)
            assert asked.ask(step, actor, number) == NOT_PERMITTED, (step.name, earlier)


def did_it(process: Process, step: Step, earlier: str, actor) -> None:
    """Note the person as the one who took the earlier step: on the line, where both steps are about lines."""
    about_lines = step.record is not None and process.steps[earlier].record is not None
    if about_lines and not step.record.adds:
        line = line_of(process, step.record.model)
        step.record.model.objects.filter(pk=line.pk).update(actors={earlier: [actor.pk]})
    elif not about_lines:
        process.actors = {**process.actors, earlier: [actor.pk]}


@pytest.mark.parametrize("kind", FLOWS)
def test_time_takes_nothing_before_its_day(asked, people, clock_steps, kind):
    """Of every step that time takes, and of some hung on for the test."""
    process = opened(FLOWS[kind], people)
    for step in FLOWS[kind].steps.values():
        if step.due is None:
            continue
        number = next(number for _line, number, fits in lines_of(process, step) if fits)
        standing = asked.stand(process, sorted(step.sources)[0], clock())
        if number:
            put_line(process, step.record.model, sorted(step.record.sources)[0])
        assert asked.ask(step, clock(), number) == PASSED, step.name
        if number:
            step.record.model.objects.filter(process_id=process.pk).update(**{step.due.column: None})
        else:
            setattr(standing, step.due.column, None)
        assert asked.ask(step, clock(), number) == WRONG_STATE, step.name
