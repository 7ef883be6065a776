"""Commitments through the API: read in scope, reported done once."""

import pytest
from django.utils import timezone

from tests.api.conftest import problem
from tests.workflows.agreements import agreed
from workflows.coordination import deeds
from workflows.coordination.gate import Request
from workflows.coordination.models import AgreementEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised(cast):
    _agreement, done = agreed(cast)
    return deeds.send_back(done.pk, reason="Baru satu desa.", request=Request(cast.dinkop))


def told(commitment) -> dict:
    return {"version": commitment.version, "done_on": timezone.localdate().isoformat(), "note": "Both villages ready."}


def test_the_list_and_one_of_it(program, cast, promised):
    owner = program(cast.bpkad)
    (item,) = owner.get("/commitments").json()["items"]
    assert item == owner.get(f"/commitments/{promised.pk}").json()
    assert (item["owner"], item["state"]["value"], item["may"]) == ("BPKAD Kotim", "open", ["report"])
    assert item["agreement"]["kind"]["value"] == "mou"
    assert program(cast.viewer).get("/commitments").json()["items"][0]["may"] == []


@pytest.mark.parametrize(("query", "count"), [({"state": "open"}, 1), ({"state": "done"}, 0), ({"late": "true"}, 0)])
def test_the_list_is_narrowed(program, cast, promised, query, count):
    assert len(program(cast.viewer).get("/commitments", query).json()["items"]) == count
    assert len(program(cast.viewer).get("/commitments", {"region": "62.03"}).json()["items"]) == 0


def test_reported_once_under_one_key(program, cast, promised):
    owner = program(cast.bpkad)
    path = f"/commitments/{promised.pk}/report"
    first = owner.post(path, told(promised), key="once")
    assert first.json()["state"]["value"] == "done"
    again = owner.post(path, told(promised), key="once")
    assert (again.status_code, again["Idempotency-Replayed"]) == (200, "true")
    assert AgreementEvent.objects.filter(verb="report").count() == 2  # the one before it was sent back, and this


def test_others_are_refused(program, cast, promised):
    path = f"/commitments/{promised.pk}/report"
    problem(program(cast.neighbour).post(path, told(promised)), 404, "not_found")
    refused = problem(program(cast.kodim).post(path, told(promised)), 403, "not_permitted")
    assert "Only the office in charge reports this: BPKAD Kotim." in refused["detail"]
    owner = program(cast.bpkad)
    problem(owner.post(path, {**told(promised), "version": 1}), 409, "conflict")
    problem(owner.post(path, {**told(promised), "note": "ok"}), 422, "invalid")
