"""Random histories: two actors to a role, stale versions, repetitions, waivers, days that pass; as the reference says.

A history that fails is made as short as it can be and printed as the calls that repeat it.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import factories
from tests.workflows.machine import land, outlet
from tests.workflows.machine.history import History
from workflows import permission
from workflows.refusals import Refused

pytestmark = pytest.mark.django_db
# ``HISTORIES=300`` plays as many; the suite plays a few, always the same.
HISTORIES = int(os.environ.get("HISTORIES", "12"))
PLAYED = settings(
    max_examples=HISTORIES,
    stateful_step_count=40,
    derandomize="HISTORIES" not in os.environ,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def machine_of(workflow) -> type[History]:
    # Where the proposals of the table lie, however many places other tests have made.
    village = factories.region("62.02.01.2001")
    village.point = land.HERE
    village.save(update_fields=["point"])
    site = factories.site("62.02.01.2001")
    people = {}
    for name, roles in workflow.PEOPLE.items():
        people[name] = factories.user(name)
        for role in roles:
            factories.assign(people[name], role, "62.02")
    return type("Played", (History,), {"workflow": workflow, "site": site, "people": people})


@pytest.mark.parametrize("workflow", [land, outlet], ids=lambda module: module.KIND)
def test_whatever_happens_the_reference_says_it_too(workflow):
    run_state_machine_as_test(machine_of(workflow), settings=PLAYED)


def only_the_role(step, process, user) -> str:
    return "" if permission.grant_for(step, process, user) else "Nobody of that role."


@pytest.mark.parametrize(
    ("forgotten", "instead"),
    [
        ("workflows.services.take_step.permission.objection", only_the_role),
        ("workflows.services.take_step.answered", lambda client_id, **named: None),
        ("workflows.services.take_step.projection.project", lambda site, process: []),
    ],
    ids=["separation", "repetitions", "the read-model"],
)
def test_a_gate_that_forgets_something_is_found_out(monkeypatch, forgotten, instead):
    monkeypatch.setattr(forgotten, instead)
    with pytest.raises((AssertionError, Refused)):
        run_state_machine_as_test(machine_of(land), settings=settings(PLAYED, max_examples=40, phases=[Phase.generate]))
