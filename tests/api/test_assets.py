"""The register of assets through the API."""

import pytest

from sites.models import Asset, Event
from tests.api.conftest import problem
from tests.workflows.assets.stories import BODY as ASSET

pytestmark = pytest.mark.django_db
POINT = {"type": "Point", "coordinates": [112.95, -2.53]}


def at(site) -> str:
    return f"/sites/{site.code}/assets"


def test_an_asset_is_registered_listed_and_corrected(program, site, cast):
    caller = program(cast.bpkad)
    answer = caller.post(at(site), {**ASSET, "geometry": POINT})
    assert answer.status_code == 200, answer.content
    receipt = answer.json()
    assert (receipt["site"], receipt["asset_version"], receipt["entry"]["seq"]) == (site.code, 1, 2)
    (listed,) = caller.get(at(site)).json()["items"]
    assert (listed["id"], listed["value"], listed["kind"]["value"]) == (receipt["asset"], "1250000000.00", "a")
    assert (listed["owner"]["code"], listed["authority"]["code"], listed["geometry"]) == ("62.02", "62.02", POINT)
    correction = {**ASSET, "area_m2": 900, "version": 1, "reason": "Diukur ulang."}
    corrected = caller.post(f"/assets/{receipt['asset']}/correction", correction)
    assert corrected.json()["asset_version"] == 2
    assert str(Asset.objects.get().area_m2) == "900.00"


def test_the_same_key_registers_once(program, site, cast):
    caller = program(cast.bpkad)
    first = caller.post(at(site), ASSET, key="one")
    again = caller.post(at(site), ASSET, key="one")
    assert again["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    problem(caller.post(at(site), {**ASSET, "value": "1"}, key="one"), 409, "client_id_reused")
    assert Asset.objects.count() == 1


def test_what_is_wrong_is_said_at_its_field(program, site, cast):
    wrong = {**ASSET, "value": "-1", "area_m2": None}
    assert sorted(problem(program(cast.bpkad).post(at(site), wrong), 422, "invalid")["errors"]) == ["area_m2", "value"]


def test_who_may_not_register_is_told_and_who_may_not_see_finds_nothing(program, site, cast):
    problem(program(cast.viewer).post(at(site), ASSET), 403, "not_permitted")
    problem(program(cast.neighbour).post(at(site), ASSET), 404, "not_found")
    problem(program(cast.neighbour).get(at(site)), 404, "not_found")
    assert Event.objects.filter(verb="asset_registered").count() == 0
