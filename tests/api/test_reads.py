"""What programs read: regions, sites, the ledger, processes and their forms, the catalogue."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gis_data.models import Region
from sites import chain
from sites.models import Event, Site
from sites.stages import Stage
from tests import factories
from workflows import registry
from workflows.flows.land_verification import LandVerification

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(program, cast):
    return program(cast.dinkop)


def every_page(caller, path: str, **query) -> list[dict]:
    """All items, page by page, as a program that follows ``next`` gets them."""
    address, items = None, []
    while True:
        answer = caller.client.get(address, headers=caller.headers) if address else caller.get(path, query)
        body = answer.json()
        items += body["items"]
        address = body["next"]
        if address is None:
            return items


def test_regions_by_place_kind_and_name(caller, site):
    assert [region["code"] for region in every_page(caller, "/regions", limit="2")] == sorted(
        Region.objects.values_list("code", flat=True)
    )
    within = every_page(caller, "/regions", within="62.02", kind="desa")
    assert [region["code"] for region in within] == [site.village_id]
    assert within[0]["kind"] == {"value": "desa", "label": "Village (desa)"}
    found = every_page(caller, "/regions", search="kotawaringin")
    assert [region["full_name"] for region in found] == ["Kabupaten Kotawaringin Timur"]
    assert every_page(caller, "/regions", search="...") == []


def test_a_region_says_where_its_point_is_from(caller, site):
    body = caller.get(f"/regions/{site.village_id}").json()
    assert body["point"]["source"] == "test"
    assert body["point"]["official"] is False
    assert body["boundary"] is None
    assert (body["parent"], body["point"]["latitude"]) == ("62.02.01", site.village.point.y)


def test_a_site_with_its_facts(caller, plot):
    plot.verified()
    body = caller.get(f"/sites/{plot.site.code}").json()
    assert body["stage"] == {"value": "land_verified", "label": "Land verified"}
    assert body["regency"] == {"code": "62.02", "name": "Kabupaten Kotawaringin Timur"}
    assert body["position"]["source"]["value"] == "surveyed"
    assert body["states"] == {"land_verification": "verified"}
    assert [(process["id"], process["state"]) for process in body["processes"]] == [(plot.process.pk, "verified")]
    site = Site.objects.get(pk=plot.site.pk)
    assert (body["entries"], body["ledger_head"]) == (site.ledger_seq, site.ledger_head)


def test_sites_are_narrowed_by_what_they_are(caller, plot):
    plot.submitted()
    other = factories.site("62.02.02.2001")
    Site.objects.filter(pk=plot.site.pk).update(waiting_since="2025-01-01T00:00:00Z")

    def codes(**query):
        return [site["code"] for site in every_page(caller, "/sites", **query)]

    here, there = plot.site.code, other.code
    assert codes() == [here, there]
    assert codes(limit="1") == [here, there]
    assert codes(region="62.02.02") == [there]
    assert codes(region="ID") == [here, there]
    assert codes(stage="registered") == [there]
    assert codes(stage="land_proposed") == [here]
    assert codes(state="land_verification:submitted") == [here]
    assert codes(waiting_days="3") == [here]
    assert codes(search=there) == [there]
    assert codes(flag="any") == []
    Site.objects.filter(pk=other.pk).update(flags=1)
    assert codes(flag="waiver") == [there]
    assert codes(flag="any") == [there]
    assert codes(flag="returned") == []
    assert codes(flag="waiver", stage="land_proposed") == []


def test_a_page_is_not_shifted_by_what_is_added_meanwhile(caller, site):
    for number in (3, 5, 7):
        factories.site(f"62.02.01.200{number}")
    first = caller.get("/sites", {"limit": "2"}).json()
    factories.site("62.02.01.2002")
    second = caller.client.get(first["next"], headers=caller.headers).json()
    seen = [item["code"][-4:] for item in first["items"] + second["items"]]
    assert seen == ["2001", "2003", "2005", "2007"]


@pytest.mark.parametrize("path", ["/regions", "/sites", "/sites.geojson", "/processes", "/sites/{code}/events"])
def test_a_longer_list_asks_no_more_queries(caller, plot, path, django_assert_max_num_queries):
    address = path.format(code=plot.site.code)
    with CaptureQueriesContext(connection) as short:
        list(caller.get(address))
    for number in range(2, 6):
        factories.site(f"62.02.01.200{number}")
        factories.Plot(plot.site, plot.cast).papers()
    with django_assert_max_num_queries(len(short)):
        list(caller.get(address))


@pytest.mark.parametrize("path", ["/sites/{code}", "/processes/{process_id}"])
def test_a_longer_history_asks_no_more_queries(caller, plot, path, django_assert_max_num_queries):
    plot.papers()
    address = path.format(code=plot.site.code, process_id=plot.process.pk)
    with CaptureQueriesContext(connection) as short:
        caller.get(address)
    plot.photos("plot_photo", plot.cast.village_officer, 6)
    factories.Plot(plot.site, plot.cast).papers()
    with django_assert_max_num_queries(len(short)):
        caller.get(address)


def test_the_ledger_can_be_checked_from_what_the_api_sends(caller, plot):
    plot.accepted()
    entries = every_page(caller, f"/sites/{plot.site.code}/events", limit="3")
    assert len(entries) == Event.objects.filter(site=plot.site).count()
    site = Site.objects.get(pk=plot.site.pk)
    heads = {site.code: {"seq": site.ledger_seq, "hash": site.ledger_head}}
    assert list(chain.problems(entries, heads)) == []
    entries[4]["changes"] = {}
    assert len(list(chain.problems(entries, heads))) == 1


def test_sites_as_geojson(caller, plot):
    plot.submitted()
    for number in range(2, 6):
        factories.site(f"62.02.01.200{number}")
    answer = caller.get("/sites.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    body = json.loads(answer.getvalue())
    assert [feature["id"] for feature in body["features"]] == sorted(Site.objects.values_list("code", flat=True))
    first = body["features"][0]
    assert first["geometry"]["coordinates"] == [round(value, 6) for value in plot.site.position.coords]
    assert body["stages"][first["properties"]["stage"]] == "land_proposed"
    assert first["properties"]["states"] == {"land_verification": "submitted"}
    assert json.loads(caller.get("/sites.geojson", {"stage": "built"}).getvalue())["features"] == []


def test_geojson_comes_in_portions(caller, site, monkeypatch):
    monkeypatch.setattr("sites.api.geojson.PORTION", 2)
    for number in range(2, 7):
        factories.site(f"62.02.01.200{number}")
    body = json.loads(caller.get("/sites.geojson").getvalue())
    assert len(body["features"]) == 6


def test_evidence_keeps_its_record_and_its_bytes(program, plot):
    plot.photos("plot_photo", plot.cast.village_officer, 1)
    item = plot.process.evidence.get()
    caller = program(plot.cast.viewer)
    body = caller.get(f"/evidence/{item.pk}").json()
    assert (body["sha256"], body["uploaded_by"], body["withdrawn_at"]) == (item.sha256, "Kades", None)
    answer = caller.get(f"/evidence/{item.pk}/file")
    content = answer.getvalue()
    assert len(content) == body["size"]
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["ETag"] == f'"{item.sha256}"'


def test_the_catalogue_says_what_the_declarations_say(caller):
    (land,) = [flow for flow in caller.get("/workflows").json() if flow["kind"] == "land_verification"]
    assert len(caller.get("/workflows").json()) == len(registry.flows())
    assert [state["value"] for state in land["states"]] == list(LandVerification.State.values)
    assert [state["value"] for state in land["states"] if state["initial"]] == ["draft"]
    verified = next(state for state in land["states"] if state["value"] == "verified")
    assert verified["stage"] == Stage.LAND_VERIFIED.slug
    verify = next(step for step in land["steps"] if step["name"] == "verify")
    assert [role["value"] for role in verify["by"]] == ["district_command"]
    assert verify["not_by_actor_of"] == ["submit", "survey"]
    assert {rule["code"]: len(rule["waivable_by"]) for rule in verify["guards"]} == {
        "checklist_complete": 0,
        "plot_at_least": 1,
        "building_fits": 1,
        "not_under_power_line": 0,
    }


def test_labels_follow_the_language(program, cast):
    english = {one["kind"]: one["label"] for one in program(cast.viewer, "en").get("/workflows").json()}
    assert english["land_verification"] == "Land verification"
