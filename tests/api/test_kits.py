"""Kits and a connection through the API: the same gate, the same sentences."""

import pytest

from tests import factories
from tests.api.conftest import problem
from tests.workflows.connection import Connection, ago, day, kit
from workflows.internet.kits import Kit
from workflows.models import Process

pytestmark = pytest.mark.django_db(transaction=True)
KIT = {
    "serial_number": "kit 3012-34567",
    "provider": "starlink",
    "type": "Gen 3",
    "holding": "granted",
    "office": "Diskominfosantik",
    "region": "62.02",
    "source": "BAST 1",
    "as_of": "2026-01-31",
}


def test_a_kit_is_registered_read_and_taken_out(program, cast):
    kominfo = program(cast.kominfo)
    made = kominfo.post("/kits", KIT, key="one")
    assert made.status_code == 201, made.content
    assert (made.json()["serial_number"], made.json()["state"]["value"]) == ("KIT301234567", "stock")
    again = kominfo.post("/kits", KIT, key="one")
    assert (again.status_code, again["Idempotency-Replayed"], again.json()) == (201, "true", made.json())
    problem(kominfo.post("/kits", {**KIT, "office": "Lain"}, key="one"), 409, "client_id_reused")
    assert kominfo.get("/kits", {"serial": "3012 34567"}).json()["items"][0]["state"] == "stock"
    assert kominfo.get("/kits", {"state": "in_use"}).json()["items"] == []
    gone = kominfo.post("/kits/KIT301234567/retirement", {"reason": "stolen", "text": "Dicuri dari gudang."})
    assert gone.json()["retired"]["value"] == "stolen"
    problem(kominfo.post("/kits/KIT301234567/retirement", {"reason": "stolen", "text": "Dicuri."}), 409, "wrong_state")


def test_a_kit_is_taken_out_once_however_often_the_request_comes(program, cast):
    kit("KIT00001")
    kit("KIT00002")
    kominfo = program(cast.kominfo)
    why = {"reason": "stolen", "text": "Dicuri dari gudang."}
    first, again = (kominfo.post("/kits/KIT00001/retirement", why, key="once") for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    other = {**why, "text": "Hilang di jalan."}
    for path, body in (("KIT00001", other), ("KIT00002", why)):
        problem(kominfo.post(f"/kits/{path}/retirement", body, key="once"), 409, "client_id_reused")
    problem(kominfo.post("/kits/KIT00001/retirement", why), 409, "wrong_state")


def test_what_is_no_kit_is_refused_by_field(program, cast):
    found = problem(program(cast.kominfo).post("/kits", {**KIT, "serial_number": "?", "region": "63"}), 422, "invalid")
    assert set(found["errors"]) == {"written_as", "region"}
    problem(program(cast.dinkop).post("/kits", KIT), 403, "not_permitted")
    assert not Kit.objects.exists()


def test_a_kit_of_another_region_does_not_exist(program, cast):
    kit("KIT00009", region="62.03")
    kominfo = program(cast.kominfo)
    problem(kominfo.get("/kits/KIT00009"), 404, "not_found")
    problem(kominfo.get("/kits/%00"), 404, "not_found")
    assert kominfo.get("/kits").json()["items"] == []


def test_from_the_proposal_to_acceptance(program, site, cast):
    kit()
    field, kominfo = program(cast.field_officer), program(cast.kominfo)
    process = field.post(f"/sites/{site.code}/processes", {"kind": "satellite_internet"}).json()["process"]

    def take(who, step, fields, files=None, **more):
        for slot, count in (files or {}).items():
            upload = factories.pdf if slot.endswith("bast") else factories.photo
            x, y = site.position.coords
            place = {} if slot.endswith("bast") else {"longitude": x, "latitude": y, "source": "device"}
            sent = who.upload(f"/processes/{process}/evidence/{slot}", [upload(n + 40) for n in range(count)], **place)
            assert sent.status_code == 201, sent.content
        version = Process.objects.get(pk=process).version
        answer = who.post(f"/processes/{process}/steps/{step}", {"version": version, "fields": fields, **more})
        assert answer.status_code == 200, answer.content
        return answer.json()

    survey = {**Connection.SURVEY, "surveyed_on": day(40), "power_hours": 12.5}
    take(field, "survey", survey, {"sky_photo": 2})
    form = kominfo.get(f"/processes/{process}/steps/allocate/form").json()
    assert form["fields"][0]["choices"] == [{"value": "KIT00001", "label": "KIT00001 · Starlink"}]
    roof = {"roof_there": {"code": "local_condition", "text": "Dipasang di balai desa dulu."}}
    take(kominfo, "allocate", {"kit": "KIT00001"}, waivers=roof)
    take(kominfo, "ship", {"courier": "Kelotok", "sent_on": day(20)})
    received = {"received_on": day(15), "received_by": "Kades", "bast_number": "1"}
    take(field, "receive", received, {"receipt_bast": 1}, item=1)
    installed = {"installed_on": day(12), "mounting": "roof", "installed_by": "Teknisi"}
    take(field, "install", installed, {"install_photo": 2})
    test = {
        "measured_at": ago(days=11),
        "down_mbps": 87.25,
        "up_mbps": "12",
        "latency_ms": 48,
        "measured_with": "other",
    }
    take(field, "activate", test, {"speed_screenshot": 1})
    accepted = take(kominfo, "accept", {"accepted_on": day(8), "acceptance_number": "9"}, {"acceptance_bast": 1})
    assert accepted["state"] == "accepted"
    held = kominfo.get("/kits/KIT00001").json()["held_by"]
    assert (held["process"], held["site"], held["state"]["value"]) == (process, site.code, "accepted")
    tests = kominfo.get(f"/processes/{process}/lines/speed_test").json()["items"]
    assert [one["fields"]["down_mbps"] for one in tests] == ["87.25"]
