"""Schemathesis against the API as it is described: examples, boundary values and bounded, seeded fuzzing, per role.

Every check it knows is on. What the schema allows may still be refused by a rule of the domain (422), a state (409) or
a precondition (412): those count as accepted. In process, on real PostGIS, each operation in a transaction of its own.
"""

import itertools
from collections import Counter, defaultdict

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.core.parameters import ParameterLocation

from accounts import tokens
from workflows.models import Process

pytestmark = pytest.mark.django_db

CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "403", "404", "409", "412", "422", "429"]}
    },
    # No text holds a null character, which JSON Schema cannot say of all strings at once; test_problems.py sends them.
    "generation": {"allow-x00": False},
}
# What is beyond a bound is beyond it for everybody: it is tried by one role.
WITHOUT_BOUNDS = {**CONFIG, "phases": {"coverage": {"enabled": False}}}


# The phone sends the pieces of a file as they are.
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")


def described(config: dict):
    """The API as it describes itself, to be tried as the configuration says."""
    return schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), config=schemathesis.Config.from_dict(config)
    )


SCHEMA, SCHEMA_WITHOUT_BOUNDS = described(CONFIG), described(WITHOUT_BOUNDS)
bounded = settings(
    max_examples=8, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
# What a cooperative office must have come through to; bytes that are a picture are not found by chance.
REACHED = {
    "correct_position": 200,
    "start_process": 201,
    "take_process_step": 200,
    "withdraw_evidence": 200,
    "process_detail": 200,
    "form_of_step": 200,
    "list_events": 200,
    "evidence_bytes": 200,
}
_turn = itertools.count()


@pytest.fixture(scope="module")
def seen():
    """The statuses each operation answered a cooperative office with; the walk must not have ended at the door."""
    statuses = defaultdict(Counter)
    yield statuses
    for name, status in REACHED.items():
        assert name not in statuses or statuses[name][status], f"{name} was never answered {status}: {statuses[name]}"


@pytest.fixture
def world(plot):
    """A site with a drafted plot and a file; the connection stays open, whose transaction the whole test shares."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    file = plot.photos("plot_photo", plot.cast.village_officer, 1)[0]
    plot.names = {
        "code": plot.site.code,
        "process_id": plot.process.pk,
        "evidence_id": file.pk,
        "step": "save_draft",
        "slot": "plot_photo",
    }
    people = (plot.cast.dinkop, plot.cast.viewer)
    plot.tokens = {person.username: tokens.issue(user=person, name="schemathesis")[1] for person in people}
    yield plot
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def call(case, world, person):
    """Send the case, two times of three to what really is there, and check the answer."""
    there = next(_turn) % 3
    if there and _is_meant(case, ParameterLocation.PATH):
        case.path_parameters = {name: world.names.get(name, value) for name, value in case.path_parameters.items()}
    if there and _is_meant(case, ParameterLocation.BODY) and isinstance(case.body, dict) and case.body.get("version"):
        case.body["version"] = Process.objects.values_list("version", flat=True).get(pk=world.process.pk)
        for other_steps in ("reason", "waivers"):  # saving a draft asks for neither, and refuses them
            case.body.pop(other_steps, None)
    headers = {"Authorization": f"Bearer {world.tokens[person.username]}", "Accept-Encoding": "identity"}
    return case.call_and_validate(headers=headers)


def _is_meant(case, part: ParameterLocation) -> bool:
    """Does the case mean this part to be right? What is meant to be wrong stays as it was made."""
    made = case.meta.components.get(part)
    return made is not None and made.mode.is_positive


@SCHEMA.parametrize()
@bounded
def test_a_cooperative_office(case, world, seen):
    answer = call(case, world, world.cast.dinkop)
    seen[case.operation.definition.raw["operationId"]][answer.status_code] += 1


@SCHEMA_WITHOUT_BOUNDS.parametrize()
@bounded
def test_a_viewer(case, world):
    call(case, world, world.cast.viewer)
