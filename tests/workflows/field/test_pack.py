"""The pack: a person's own sites only, small, and by difference."""

import gzip
import json
import math
import uuid

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gis_data.models import Boundary, Region
from tests import factories
from tests.workflows.field.phone import Phone, Photo, captured, report
from workflows import registry
from workflows.field.pack import pack_for
from workflows.services.start import start

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]
PACK = "/api/v1/field/pack"
MOST_BYTES = 150_000


@pytest.fixture
def building(site, cast):
    return factories.begun_outlet(site, cast)


def asked(phone: Phone, **known) -> dict:
    answer = phone.client.post(PACK, json.dumps(known), content_type="application/json", headers=phone.headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


def coast(code: str, lon: float, lat: float, radius: float, corners: int = 600) -> None:
    """A ragged outline for the region."""
    points = []
    for number in range(corners):
        angle, size = 2 * math.pi * number / corners, radius * (1 + 0.08 * math.sin(37 * number))
        points.append((lon + size * math.cos(angle), lat + size * math.sin(angle)))
    shape = MultiPolygon(Polygon([*points, points[0]]), srid=4326)
    Boundary.objects.create(
        region_id=code, geometry=shape, display=shape, source="test", official=False, loaded_at=timezone.now()
    )


def test_it_holds_what_is_captured_at_the_site_and_nothing_else(building, cast):
    pack = asked(Phone(cast.field_officer))
    (site,) = pack["sites"]
    assert (site["code"], pack["person"]["id"]) == (building.site.code, cast.field_officer.pk)
    (process,) = site["processes"]
    assert process["version"] == building.version
    assert process["steps"] == ["report_progress", "lay_foundation"]
    assert site["starts"] == ["warehouse_construction"]
    steps = pack["forms"]["kinds"]["outlet_construction"]["steps"]
    assert set(steps) >= {"report_progress", "lay_foundation", "mend_defect"}
    assert "note_defect" not in steps  # the engineers' own
    form = steps["report_progress"]
    assert [field["name"] for field in form["fields"]][:3] == ["reported_on", "slot", "percent"]
    percent = next(field for field in form["fields"] if field["name"] == "percent")
    assert (percent["decimals"], percent["min"], percent["max"]) == (2, "0", "100")
    assert form["evidence"][0]["located"] is True
    # What a phone needs to go on without the office: where a step leads, whose it is, what answers are compared with.
    assert {"begin", "lay_foundation", "raise_structure"} < set(process["may"])
    assert (steps["lay_foundation"]["sources"], steps["lay_foundation"]["target"]) == (["preparation"], "foundation")
    assert "begin" in site["may"]["warehouse_construction"]
    assert "note_defect" not in {*process["may"], *site["may"]["warehouse_construction"]}
    assert process["known"] == {"reported_percent": "0.00", "started_on": "2026-01-01"}
    assert form["advice"][0]["judged"][0]["than"] == {"clock": "today"}


@pytest.mark.parametrize("flow", registry.flows(), ids=lambda flow: flow.kind_name)
def test_only_declared_steps_are_carried(flow, building, cast):
    """The declaration decides; no decision is among them."""
    offline = {step.name for step in flow.steps.values() if step.offline}
    carried = asked(Phone(factories.user("semua", "field_officer", "62")))["forms"]["kinds"].get(flow.kind_name)
    assert set(carried["steps"] if carried else {}) <= offline
    assert not offline & {"verify", "accept", "approve", "confirm_completion", "inspect"}


def test_only_differences_come_again(building, cast):
    phone = Phone(cast.field_officer)
    first = asked(phone)
    known = {
        "have": {site["code"]: site["version"] for site in first["sites"]},
        "forms": first["forms"]["version"],
        "area": first["area"]["version"],
    }
    again = asked(phone, **known)
    assert (again["sites"], again["gone"], again["forms"], again["area"]) == ([], [], None, None)
    assert again["version"] == first["version"]
    phone.send(report(building, "5", photos=(Photo(1, "progress_photo", building.site.position),)))
    moved = asked(phone, **known)
    assert [site["code"] for site in moved["sites"]] == [building.site.code]


def test_what_is_not_his_any_more_is_named(building, cast):
    known = {building.site.code: "x", "62.03.01.2001": "y"}
    assert asked(Phone(cast.field_officer), have=known)["gone"] == ["62.03.01.2001"]


@pytest.mark.parametrize("who", ["neighbour", "outsider", "nobody", "viewer"])
def test_others_carry_nothing_of_it(who, building, cast):
    assert building.site.code not in json.dumps(asked(Phone(getattr(cast, who)))["sites"])


def test_a_line_that_was_opened_offline_is_worked_on_by_its_item(building, cast):
    """A step that changes a line is offered only where there is such a line."""
    pack = asked(Phone(cast.field_officer))
    assert "mend_defect" not in pack["sites"][0]["processes"][0]["steps"]
    body = captured(building, "mend_defect", {"remedy": "Dicat ulang."}, about=str(uuid.uuid4()))
    assert Phone(cast.field_officer).send(body)["state"] == "backlog"


def test_forty_sites_with_outlines_and_forms_are_small(cast):
    for district in range(1, 6):
        for village in range(1, 9):
            factories.site(f"62.02.{district:02}.{2000 + village}")
    coast("62.02", 112.9, -2.4, 1.1)
    for number, region in enumerate(Region.objects.districts()):
        coast(region.code, 112.5 + number * 0.2, -2.2, 0.2)
    opener = factories.user("pembuka", "cooperative_office", "62.02")
    for code in Region.objects.villages().values_list("code", flat=True):
        start(site_code=code, kind="outlet_construction", actor=opener)
        plot = start(site_code=code, kind="land_verification", actor=opener)
        x, y = plot.site.village.point.coords
        shape = Polygon(
            [(x + dx, y + dy) for dx, dy in ((0, 0), (0.0004, 0.00001), (0.0004, 0.0005), (0, 0.0005), (0, 0))]
        )
        type(plot).objects.filter(pk=plot.pk).update(plot=shape)
    person = factories.user("babinsa_luas", "field_officer", "62.02")
    with CaptureQueriesContext(
        connection,
    ) as asked_of_all:
        pack = pack_for(person, have={})
    assert len(pack["sites"]) == 40
    assert len(pack["area"]["outlines"]) == 6
    assert all(site["plot"] and site["processes"] for site in pack["sites"])
    size = len(gzip.compress(json.dumps({**pack, "person": {}}, default=str, ensure_ascii=False).encode()))
    assert size <= MOST_BYTES, size
    one = factories.user("babinsa_satu", "field_officer", "62.02.01")
    with CaptureQueriesContext(connection) as asked_of_few:
        pack_for(one, have={})
    assert len(asked_of_all) == len(asked_of_few)
