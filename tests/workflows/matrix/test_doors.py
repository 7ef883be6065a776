"""Every step of every workflow asked at each door, nothing left out: the gate, the step's page, and the API.

Four kinds of people come to each step: one who may, one of another role, one from elsewhere, and one who may but comes
in another state. Which of the roles, regions and states stands for its kind goes round from step to step, and so does
whether somebody opens the step's page or sends its form.
"""

import itertools
import uuid
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from tests import factories
from tests.api.conftest import Program
from tests.workflows.matrix.oracle import NOT_PERMITTED, PASSED, UNSEEN, WRONG_STATE, declared
from tests.workflows.matrix.people import OTHER, OWN, RELATIONS, ROLES, SITE, everybody
from tests.workflows.matrix.states import opened, put, put_line
from workflows import read_model, registry
from workflows.models import Process
from workflows.refusals import GuardsUnmet, Invalid, NotPermitted, WrongState
from workflows.services.take_step import take_step
from workflows.step import Step
from workflows.submission import Submission

pytestmark = pytest.mark.django_db
FLOWS = {flow.kind_name: flow for flow in registry.flows()}
WORDS = {404: UNSEEN, 409: WRONG_STATE, 403: NOT_PERMITTED, 200: PASSED, 303: PASSED, 422: PASSED}


class Case(NamedTuple):
    """Somebody who comes to a step while its process is in a state."""

    step: Step
    state: str
    role: str
    relation: str


def cases(flow: type[Process]) -> Iterator[Case]:
    """Four for each step; three where only time takes it, since nobody is given its role."""
    turn = itertools.count()

    def one_of(choices) -> str:
        listed = sorted(choices)
        return listed[next(turn) % len(listed)]

    for step in flow.steps.values():
        may = step.by - {Role.CLOCK}
        elsewhere = set(flow.State.values) - step.sources
        if may:
            yield Case(step, one_of(step.sources), one_of(may), "own regency" if step.at else one_of(OWN))
        yield Case(step, one_of(step.sources), one_of(set(ROLES) - step.by), one_of(OWN))
        yield Case(step, one_of(step.sources), one_of(may or set(ROLES)), one_of(OTHER))
        if elsewhere:
            yield Case(step, one_of(elsewhere), one_of(may or set(ROLES)), one_of(OWN))


class Doors:
    """The three ways in, for whoever comes; each request is undone after its answer."""

    def __init__(self, process: Process) -> None:
        self.process, self.clients, self.programs = process, {}, {}

    def ask(self, case: Case, actor, item: int | None, *, sends: bool) -> dict[str, str]:
        doors = [self.gate, self.form if sends else self.page, self.api]
        return {door.__name__: self.undone(door, case.step, actor, item) for door in doors}

    def undone(self, door, step: Step, actor, item: int | None) -> str:
        before = transaction.savepoint()
        try:
            return door(step, actor, item)
        finally:
            transaction.savepoint_rollback(before)

    def gate(self, step: Step, actor, item: int | None) -> str:
        submission = Submission(version=self.process.version, item=item)
        try:
            take_step(process_id=self.process.pk, step=step.name, actor=actor, submission=submission)
        except Process.DoesNotExist:
            return UNSEEN
        except NotPermitted:
            return NOT_PERMITTED
        except WrongState:
            return WRONG_STATE
        except (GuardsUnmet, Invalid):
            return PASSED
        return PASSED

    def page(self, step: Step, actor, item: int | None) -> str:
        return WORDS[self.client(actor).get(self.address(step, item)).status_code]

    def form(self, step: Step, actor, item: int | None) -> str:
        envelope = {"version": self.process.version, "client_id": str(uuid.uuid4())}
        return WORDS[self.client(actor).post(self.address(step, item), envelope).status_code]

    def api(self, step: Step, actor, item: int | None) -> str:
        body = {"version": self.process.version} | ({"item": item} if item else {})
        return WORDS[self.program(actor).post(f"/processes/{self.process.pk}/steps/{step.name}", body).status_code]

    def address(self, step: Step, item: int | None) -> str:
        place = [self.process.site.code, self.process.kind, self.process.pk, step.name]
        return reverse("take_step_on", args=[*place, item]) if item else reverse("take_step", args=place)

    def client(self, actor) -> Client:
        if actor.pk not in self.clients:
            self.clients[actor.pk] = Client()
            self.clients[actor.pk].force_login(actor)
        return self.clients[actor.pk]

    def program(self, actor) -> Program:
        if actor.pk not in self.programs:
            self.programs[actor.pk] = Program(actor)
        return self.programs[actor.pk]


@pytest.mark.parametrize("kind", FLOWS)
@pytest.mark.filterwarnings("ignore:No directory at")
def test_all_doors_give_the_declared_answer(kind):
    factories.site(SITE)
    people = everybody()
    process = opened(FLOWS[kind], people)
    doors, found = Doors(process), []
    for place, case in enumerate(cases(FLOWS[kind])):
        put(process, case.state)
        changes = case.step.record is not None and not case.step.record.adds
        line = sorted(case.step.record.sources)[0] if changes else None
        number = put_line(process, case.step.record.model, line) if changes else None
        region = RELATIONS[case.relation]
        wanted = declared(
            case.step,
            state=case.state,
            site=SITE,
            role=case.role,
            region=region,
            decides=RELATIONS["own regency"],
            line=line,
        )
        actor = people[case.role, case.relation]
        if wanted == PASSED:
            read_model.renew([SITE])
        # Logged in and given a token before anything that is undone.
        doors.client(actor), doors.program(actor)
        # Each of the four kinds in turn opens and sends.
        said = doors.ask(case, actor, number, sends=(place + place // 4) % 2 == 0)
        if set(said.values()) != {wanted}:
            found.append((case.step.name, case[1:], wanted, said))
    assert found == []
