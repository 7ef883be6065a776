"""What lies outside a person's regions does not exist: at no address, in no list, filter, page, ETag or refusal."""

import json

import pytest
from django.utils import timezone

from rollout.api.openapi import document
from sites.models import Event, Site
from tests import factories
from tests.api.conftest import PREFIX, problem
from tests.workflows.assets import stories
from tests.workflows.connection import kit
from tests.workflows.coordination.conftest import a_commitment
from workflows.models import Notification

pytestmark = pytest.mark.django_db

# Geography is public reference data and knows no person; everything else with a name in its address is scoped.
PUBLIC = {"/regions/{code}"}
# Scoped by more than a place, and walked where that is made: tests/api/test_together.py (a decision is its author's, a
# queue his office's), tests/workflows/field/test_items.py and test_files.py (what a phone sends is its sender's),
# tests/workflows/papers and tests/rollout/reports (a table's name is no secret, its rows are scoped).
ELSEWHERE = ("/together/", "/decisions/", "/field/", "/papers/", "/verify/", "/reports/")
BODIES = {
    "read_notification": {},
    "position_evidence": {"longitude": 112.9, "latitude": -2.5},
    "correct_position": {"longitude": 112.9, "latitude": -2.5, "source": "document", "as_of": "2025-11-03"},
    "start_process": {"kind": "land_verification"},
    "issue_paper": {"kind": "land_minutes"},
    "take_process_step": {"version": 1},
    "register_asset": {**stories.BODY, "kib_number": "1"},
    "correct_asset": stories.CORRECTION,
    "report_commitment": {"version": 1, "done_on": "2026-02-01", "note": "Lahan dua desa sudah siap."},
    "retire_kit": {"reason": "broken", "text": "Rusak karena petir."},
    "hand_kit_over": {"region": "62.03", "number": "BAST/1", "dated": "2026-02-01", "received_by": "Kominfo Kapuas"},
}


def scoped_operations() -> list[tuple[str, str, str]]:
    return [
        (method, path.removeprefix(PREFIX), operation["operationId"])
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if "{" in path
        and path.removeprefix(PREFIX) not in PUBLIC
        and not path.removeprefix(PREFIX).startswith(ELSEWHERE)
    ]


def call(caller, method: str, path: str, name: str):
    if name == "attach_evidence":
        return caller.upload(path, [factories.photo(1)])
    if method == "post":
        return caller.post(path, BODIES[name])
    return getattr(caller, method)(path)


@pytest.fixture
def world(plot):
    files = plot.photos("plot_photo", plot.cast.village_officer, 1)
    plot.names = {
        "code": plot.site.code,
        "process_id": plot.process.pk,
        "evidence_id": files[0].pk,
        "step": "save_draft",
        "slot": "plot_photo",
        "notification_id": notification(plot).pk,
        "asset_id": stories.asset(plot.site, plot.cast.bpkad).pk,
        "serial": kit().serial_number,
        "commitment_id": a_commitment(plot.cast).pk,
    }
    building = factories.begun_outlet(plot.site, plot.cast)
    plot.of_building = {**plot.names, "process_id": building.process.pk, "line": "progress_report"}
    return plot


def notification(plot) -> Notification:
    """Something the village officer was told."""
    return Notification.objects.create(
        person=plot.cast.village_officer,
        kind="awaited",
        site=plot.site,
        process=plot.process,
        process_version=1,
        step="submit",
        state="draft",
        created_at=timezone.now(),
    )


def names_for(world, operation: str) -> dict:
    """What fills the address of an operation: a plot has no lines, a building has."""
    return world.of_building if operation == "list_lines" else world.names


@pytest.mark.parametrize("who", ["neighbour", "outsider", "nobody"])
def test_outside_the_region_is_the_same_as_not_there(subtests, program, world, who):
    caller, before = program(getattr(world.cast, who)), Event.objects.count()
    for method, path, name in scoped_operations():
        with subtests.test(name):
            there = call(caller, method, path.format(**names_for(world, name)), name)
            nowhere = {**names_for(world, name), "code": "62.02.99.2999", "process_id": 999_999, "evidence_id": 999_999}
            nowhere |= {"notification_id": 999_999, "asset_id": 999_999, "serial": "KIT99999", "commitment_id": 999_999}
            missing = call(caller, method, path.format(**nowhere), name)
            problem(there, 404, "not_found")
            assert there.content == missing.content
            assert there.headers.items() == missing.headers.items()
            assert Event.objects.count() == before


def test_inside_the_region_it_is_there(subtests, program, world):
    """The same walk by the one it concerns: otherwise the test above would pass on an API that refuses everybody."""
    people = {"{serial}": world.cast.kominfo, "{commitment_id}": world.cast.bpkad}
    # A village officer may correct no position and issue no paper, and his step names an old version; a kit that was
    # taken out is handed over by nobody: refused, but not unseen.
    told = {
        "correct_position": 403,
        "take_process_step": 409,
        "attach_evidence": 201,
        "start_process": 201,
        "hand_kit_over": 409,
        "issue_paper": 403,
    }
    for method, path, name in scoped_operations():
        person = next((people[key] for key in people if key in path), world.cast.village_officer)
        with subtests.test(name):
            answer = call(program(person), method, path.format(**names_for(world, name)), name)
            assert answer.status_code == told.get(name, 200)


def test_lists_hold_what_is_inside_and_nothing_else(program, world):
    theirs = factories.Plot(factories.site("62.03.05.2001"), neighbours(world.cast))
    opened = factories.Plot(world.site, world.cast, opener=world.cast.dinkop).process
    mine, other = program(world.cast.dinkop), program(world.cast.neighbour)

    def codes(caller, **query):
        return [item["code"] for item in caller.get("/sites", query).json()["items"]]

    def processes(caller, **query):
        return [item["id"] for item in caller.get("/processes", query).json()["items"]]

    def features(caller, **query):
        answer = caller.get("/sites.geojson", query)
        return [feature["id"] for feature in json.loads(answer.getvalue())["features"]]

    here, there = world.site.code, theirs.site.code
    for listing in (codes, features):
        assert listing(mine) == [here]
        assert listing(other) == [there]
        assert listing(mine, region="62.03") == []
        assert listing(mine, region="62") == [here]
        assert listing(mine, search=there) == []
    assert processes(mine, kind="land_verification") == [world.process.pk, opened.pk]
    assert processes(other) == [theirs.process.pk]
    assert processes(mine, site=there) == []
    assert processes(mine, region="62.03") == []
    assert processes(mine, awaiting="me") == [opened.pk]
    assert processes(program(world.cast.nobody)) == []
    assert codes(program(world.cast.nobody)) == []
    assert codes(program(world.cast.viewer)) == [here, there]


def test_a_key_of_another_region_pages_nothing_out(program, world):
    for number in range(2, 5):
        factories.site(f"62.03.01.200{number}")
    answer = program(world.cast.dinkop).get("/sites", {"limit": "1"}).json()
    assert [item["code"] for item in answer["items"]] == [world.site.code]
    assert answer["next"] is None


def test_what_happens_elsewhere_does_not_show_in_an_etag(program, world):
    caller = program(world.cast.dinkop)
    before = caller.get("/sites")["ETag"]
    neighbour = neighbours(world.cast)
    factories.Plot(factories.site("62.03.05.2001"), neighbour).submitted()
    assert caller.get("/sites")["ETag"] == before
    assert caller.get("/sites", If_None_Match=before).status_code == 304


def test_an_etag_of_somebody_who_sees_it_opens_nothing(program, world):
    for path in (
        f"/sites/{world.site.code}",
        f"/processes/{world.process.pk}",
        f"/evidence/{world.names['evidence_id']}/file",
    ):
        etag = program(world.cast.dinkop).get(path)["ETag"]
        problem(program(world.cast.neighbour).get(path, If_None_Match=etag), 404, "not_found")
    etag = program(world.cast.dinkop).get("/sites")["ETag"]
    assert program(world.cast.neighbour).get("/sites", If_None_Match=etag).status_code == 200


def test_an_assignment_that_ended_sees_nothing(program, world):
    caller = program(world.cast.dinkop)
    assert caller.get(f"/sites/{world.site.code}").status_code == 200
    world.cast.dinkop.assignments.update(valid_to="2020-01-01")
    problem(caller.get(f"/sites/{world.site.code}"), 404, "not_found")
    assert caller.get("/sites").json()["items"] == []


def test_somebody_elses_key_replays_nothing(program, world):
    """A key belongs to a person: the neighbour with the same key gets neither the answer nor a conflict."""
    path, body = f"/sites/{world.site.code}/processes", {"kind": "land_verification"}
    assert program(world.cast.dinkop).post(path, body, key="k").status_code == 201
    problem(program(world.cast.neighbour).post(path, body, key="k"), 404, "not_found")
    village = program(world.cast.village_officer).post(path, body, key="k")
    assert village.status_code == 201
    assert "Idempotency-Replayed" not in village


def test_a_second_site_of_a_village_is_inside_it(program, world):
    copy = Site.objects.get(code=world.site.code)
    copy.pk, copy.code = None, f"{world.site.code}-2"
    copy.save(force_insert=True)
    assert program(world.cast.village_officer).get(f"/sites/{world.site.code}-2").status_code == 200


def neighbours(cast):
    factories.assign(cast.neighbour, "village_officer", "62.03")
    cast.village_officer, cast_of_before = cast.neighbour, cast.village_officer
    made = type(cast)(**vars(cast))
    cast.village_officer = cast_of_before
    return made
