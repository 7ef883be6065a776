"""Kits come into the register and leave it: one spelling, one row, one region, and a reason at the end."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from sites.refusals import ClientIdReused
from tests import factories
from tests.workflows.connection import Connection, kit
from tests.workflows.test_take_step_together import run_together
from workflows.internet import stock
from workflows.internet.kits import Kit, normalised
from workflows.internet.whereabouts import Whereabouts, placed
from workflows.refusals import Invalid, NotPermitted, SimulationMixed, WrongState

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = {
    "written_as": "kit 3012-34567",
    "provider": "starlink",
    "model": "Standard Gen 3",
    "holding": "granted",
    "office": "Diskominfosantik Kalteng",
    "region": "62.02",
    "source": "Berita acara hibah 12/2026",
    "as_of": "2026-01-31",
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def registered(actor, **changes) -> Kit:
    client_id = changes.pop("client_id", None)
    return stock.register(actor=actor, fields={**FIELDS, **changes}, client_id=client_id)[0]


@pytest.mark.parametrize(
    "written",
    ["KIT301234567", "kit301234567", " kit 3012-34567 ", "KIT.3012/34567", "ＫＩＴ301234567", "kit–301234567"],
)
def test_a_serial_number_has_one_spelling(written):
    assert normalised(written) == "KIT301234567"


@pytest.mark.parametrize("written", ["", "kit", "---", "KIT😀1234", "K" * 41, "клт301234567"])
def test_what_is_no_serial_number(cast, written):
    with pytest.raises(Invalid) as refused:
        registered(cast.kominfo, written_as=written)
    assert list(refused.value.errors) == ["written_as"]


def test_a_kit_is_kept_as_it_was_given(cast):
    one = registered(cast.kominfo)
    assert (one.serial_number, one.written_as, one.registered_by) == ("KIT301234567", "kit 3012-34567", cast.kominfo)


@pytest.mark.parametrize(
    ("who", "region"), [("kominfo", "62.03"), ("kominfo", "62"), ("kominfo", "62.02.01"), ("kominfo", "99")]
)
def test_a_kit_goes_into_a_stock_of_ones_own(cast, who, region):
    factories.region("62.03")
    with pytest.raises(Invalid) as refused:
        registered(getattr(cast, who), region=region)
    assert list(refused.value.errors) == ["region"]


@pytest.mark.parametrize("who", ["dinkop", "viewer", "field_officer", "nobody"])
def test_only_the_ict_office_keeps_kits(cast, who):
    with pytest.raises(NotPermitted):
        registered(getattr(cast, who))
    assert not Kit.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"as_of": "2999-01-01"},
        {"as_of": "kemarin"},
        {"provider": "viasat"},
        {"office": ""},
        {"source": "x" * 201},
        {"holding": ""},
    ],
)
def test_answers_that_cannot_be(cast, wrong):
    with pytest.raises(Invalid) as refused:
        registered(cast.kominfo, **wrong)
    assert list(refused.value.errors) == list(wrong)


def test_the_same_serial_number_twice(cast):
    registered(cast.kominfo)
    with pytest.raises(Invalid) as refused:
        registered(cast.kominfo, written_as="KIT301234567", office="Lain")
    assert refused.value.errors == {
        "written_as": [
            "Kit KIT301234567 is registered already: Kabupaten Kotawaringin Timur, Diskominfosantik Kalteng, "
            "as of 31 Jan 2026."
        ]
    }


def test_another_regions_kit_is_not_told(cast):
    kit("KIT301234567", region="62.03")
    with pytest.raises(Invalid) as refused:
        registered(cast.kominfo)
    assert refused.value.errors == {"written_as": ["Kit KIT301234567 is registered already."]}


def test_twice_at_once_is_one_kit(cast):
    results = run_together(*[lambda: registered(cast.kominfo) for _ in range(4)])
    assert sorted(type(one).__name__ for one in results) == ["Invalid", "Invalid", "Invalid", "Kit"]
    assert Kit.objects.count() == 1


def test_one_request_sent_twice_is_one_kit(cast):
    name = uuid.uuid4()
    results = run_together(*[lambda: registered(cast.kominfo, client_id=name) for _ in range(4)])
    assert {type(one).__name__ for one in results} == {"Kit"}, results
    assert Kit.objects.count() == 1
    with pytest.raises(ClientIdReused):
        registered(cast.kominfo, client_id=name, office="Lain")


def test_the_database_takes_no_other_spelling(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        kit("kit-1")


def test_a_kit_is_taken_out_once_with_a_reason(cast):
    one = kit()
    reason = {"reason": "broken", "note": "Tersambar petir."}
    with pytest.raises(Invalid) as refused:
        stock.retire(actor=cast.kominfo, serial_number=one.serial_number, reason="", note="x")
    assert list(refused.value.errors) == ["retired_because", "retired_note"]
    stock.retire(actor=cast.kominfo, serial_number=one.serial_number, **reason)
    with pytest.raises(WrongState, match="already"):
        stock.retire(actor=cast.kominfo, serial_number=one.serial_number, **reason)
    assert not Kit.objects.for_site("62.02.01.2001", simulated=False).exists()


@pytest.mark.parametrize(("who", "refusal"), [("viewer", NotPermitted), ("neighbour", Kit.DoesNotExist)])
def test_others_take_nothing_out(cast, who, refusal):
    kit()
    with pytest.raises(refusal):
        stock.retire(actor=getattr(cast, who), serial_number="KIT00001", reason="broken", note="Rusak berat.")


def test_a_kit_in_use_is_not_taken_out(cast, site):
    Connection(site, cast).surveyed().allocated()
    with pytest.raises(WrongState, match="take it back there first"):
        stock.retire(actor=cast.kominfo, serial_number="KIT00001", reason="broken", note="Rusak berat.")


def test_taken_out_and_allocated_at_once_is_one_of_both(cast, site):
    here = Connection(site, cast).surveyed()
    kit()
    run_together(
        lambda: stock.retire(actor=cast.kominfo, serial_number="KIT00001", reason="broken", note="Rusak berat."),
        lambda: here.allocated(registered=False),
    )
    retired = Kit.objects.get().retired_at is not None
    assert retired == (here.state == "surveyed")


def test_a_demonstration_account_registers_demonstration_kits_only(cast):
    cast.kominfo.is_demo = True
    assert registered(cast.kominfo).simulated
    kit()
    with pytest.raises(SimulationMixed):
        stock.retire(actor=cast.kominfo, serial_number="KIT00001", reason="broken", note="Rusak berat.")


def test_where_a_kit_is_follows_from_the_claim(cast, site):
    kit("KIT00002")
    kit("KIT00003", retired_at="2026-01-01T00:00Z", retired_because="broken")
    here = Connection(site, cast).surveyed().allocated()
    kits = Kit.objects.with_holder().order_by("serial_number")
    states = [Whereabouts.IN_USE, Whereabouts.STOCK, Whereabouts.RETIRED]
    assert [row.state for row in placed(kits, cast.kominfo)] == states
    assert placed(kits, cast.kominfo)[0].process.pk == here.process.pk
    assert placed(kits, cast.neighbour)[0].process is None
