"""ETags: what has not changed is 304, what has changed is never 304, and an unchanged list is not read."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rollout.api.openapi import document
from tests import factories
from tests.api.conftest import PREFIX
from tests.workflows.connection import kit
from tests.workflows.coordination.conftest import a_commitment
from workflows.models import BulkDecision

pytestmark = pytest.mark.django_db


# They need an issued paper: tests/api/test_papers.py.
OF_A_PAPER = ("/papers/{paper_id}", "/verify/")


def reads() -> list[str]:
    paths = [path.removeprefix(PREFIX) for path, methods in document()["paths"].items() if "get" in methods]
    return [path for path in paths if not path.startswith(OF_A_PAPER)]


@pytest.fixture
def world(plot):
    item = plot.photos("plot_photo", plot.cast.village_officer, 1)[0]
    names = {"code": plot.site.code, "process_id": plot.process.pk, "evidence_id": item.pk, "step": "submit"}
    names |= {"serial": kit().serial_number, "commitment_id": a_commitment(plot.cast).pk, "name": "stages"}
    building = factories.begun_outlet(plot.site, plot.cast)
    names["decision_id"] = BulkDecision.objects.create(
        kind="land_verification",
        step="accept",
        actor=plot.cast.dinkop,
        client_id=uuid.uuid4(),
        created_at=timezone.now(),
    ).pk
    queue = {**names, "kind": "land_verification", "step": "accept"}
    lines = {**names, "process_id": building.process.pk, "line": "progress_report"}
    # A region's address and a site's are both filled by a code.
    plot.address = lambda path: path.format(
        **{
            **(lines if "lines" in path else queue if "together" in path else names),
            "code": "62.02" if "regions" in path else plot.site.code,
        }
    )
    return plot


@pytest.mark.parametrize("path", reads())
def test_every_read_has_an_etag_and_honours_it(program, world, path):
    caller, address = program(world.cast.dinkop), world.address(path)
    if path == "/field/items":
        address += f"?ids={uuid.uuid4()}"
    first = caller.get(address)
    etag = first["ETag"]
    assert first.status_code == 200
    assert "private" in first["Cache-Control"]
    again = caller.get(address, If_None_Match=f'"other", {etag}')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert caller.get(address, If_None_Match='"other"').status_code == 200
    assert "Authorization" in first["Vary"] or "Cookie" in first["Vary"]


@pytest.mark.parametrize("path", ["/sites", "/sites.geojson", "/sites/{code}", "/sites/{code}/events", "/processes"])
def test_what_changed_is_sent_again(program, world, path):
    caller, address = program(world.cast.dinkop), world.address(path)
    etag = caller.get(address)["ETag"]
    world.photos("plot_photo", world.cast.village_officer, 1)
    answer = caller.get(address, If_None_Match=etag)
    assert answer.status_code == 200
    assert answer["ETag"] != etag


def test_a_process_begins_its_etag_with_its_version(program, world):
    caller = program(world.cast.dinkop)
    answer = caller.get(f"/processes/{world.process.pk}")
    assert answer["ETag"].startswith(f'"{answer.json()["version"]}.')


def test_a_process_is_told_anew_when_another_office_takes_over(program, world):
    """Not only the version counts: who owns a step changes with an assignment."""
    caller, address = program(world.cast.dinkop), f"/processes/{world.process.pk}"
    etag = caller.get(address)["ETag"]
    factories.user("kades2", "village_officer", world.site.code, office="Kantor Desa Baru")
    assert caller.get(address, If_None_Match=etag).status_code == 200


@pytest.mark.parametrize("path", ["/sites", "/workflows", "/processes/{process_id}"])
def test_a_language_has_its_own_etag(program, world, path):
    english, address = program(world.cast.dinkop, "en"), world.address(path)
    etag = english.get(address)["ETag"]
    assert program(world.cast.dinkop, "id").get(address, If_None_Match=etag).status_code == 200


def test_a_query_has_its_own_etag(program, world):
    caller = program(world.cast.dinkop)
    assert caller.get("/sites")["ETag"] != caller.get("/sites", {"limit": "1"})["ETag"]


def test_waiting_days_are_counted_anew_each_day(program, world, monkeypatch):
    caller = program(world.cast.dinkop)
    etag = caller.get("/sites")["ETag"]
    monkeypatch.setattr("rollout.api.conditional.timezone.localdate", lambda: datetime.date(2040, 1, 1))
    assert caller.get("/sites", If_None_Match=etag).status_code == 200


@pytest.mark.parametrize("path", ["/sites", "/sites.geojson", "/processes"])
def test_an_unchanged_list_is_not_read(program, world, path):
    caller = program(world.cast.dinkop)
    etag = caller.get(path)["ETag"]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert caller.get(path, If_None_Match=etag).status_code == 304
    tables = [query["sql"] for query in asked.captured_queries]
    assert len(tables) == 3, tables  # the token, the assignments, the version of the regions
    assert not any('"sites_site"' in sql or '"workflows_process"' in sql for sql in tables)


def test_writes_are_kept_by_nobody(program, world):
    answer = program(world.cast.dinkop).post(f"/sites/{world.site.code}/processes", {"kind": "land_verification"})
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer
