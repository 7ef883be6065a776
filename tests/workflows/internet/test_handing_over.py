"""A kit of the province becomes a regency's: once, by its certificate, and not away from where it stands."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from sites.refusals import ClientIdReused
from tests import factories
from tests.api.conftest import Program, problem
from tests.workflows.connection import Connection, kit
from tests.workflows.pages import browser, text_of
from workflows.internet.handing_over import hand_over
from workflows.internet.kits import Kit, KitHandover
from workflows.refusals import Invalid, NotPermitted, SimulationMixed, WrongState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english_pages")]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def province(cast):
    kit(region="62")
    factories.region("62.02")
    factories.region("62.03")
    return factories.user("diskominfo", Role.ICT_OFFICE, "62", office="Diskominfosantik Kalteng")


def certificate(**changes) -> dict:
    told = {"region": "62.02", "number": "BAST/7/2026", "dated": timezone.localdate().isoformat()}
    return {**told, "received_by": "Kominfo Kotim, Budi", **changes}


def handed(actor, **changes) -> KitHandover:
    client_id = changes.pop("client_id", None)
    return hand_over(actor=actor, serial_number="KIT00001", fields=certificate(**changes), client_id=client_id)[0]


def test_from_then_on_it_is_the_regencys(province, cast):
    made = handed(province)
    assert (made.from_region_id, made.region_id, made.recorded_by) == ("62", "62.02", province)
    assert Kit.objects.get().region_id == "62.02"
    assert Kit.objects.for_site("62.02.01.2001", simulated=False).exists()
    assert not Kit.objects.for_site("62.03.01.2001", simulated=False).exists()
    with pytest.raises(WrongState, match="is in the stock of"):
        handed(province)


def test_the_same_request_again_records_it_once(province):
    name = uuid.uuid4()
    assert handed(province, client_id=name) == handed(province, client_id=name)
    with pytest.raises(ClientIdReused):
        handed(province, client_id=name, number="BAST/8/2026")
    assert KitHandover.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"region": "62"}, {"region": "63"}, {"region": ""}, {"number": ""}, {"dated": "2999-01-01"}, {"received_by": ""}],
)
def test_answers_that_cannot_be(province, wrong):
    with pytest.raises(Invalid) as refused:
        handed(province, **wrong)
    assert list(refused.value.errors) == list(wrong)


def test_only_the_provinces_ict_office_hands_over_what_is_there(province, cast):
    for who, refusal in (
        (cast.kominfo, Kit.DoesNotExist),
        (cast.viewer, NotPermitted),
        (cast.nobody, Kit.DoesNotExist),
    ):
        with pytest.raises(refusal):
            handed(who)
    Kit.objects.update(retired_at=timezone.now(), retired_because="broken")
    with pytest.raises(WrongState):
        handed(province)
    province.is_demo = True
    with pytest.raises(SimulationMixed):
        handed(province)


def test_a_kit_at_a_site_goes_to_the_regency_of_that_site(province, cast, site):
    Connection(site, cast).surveyed().allocated(registered=False)
    with pytest.raises(WrongState, match="which is not in Kabupaten"):
        handed(province, region="62.03")
    handed(province)
    assert Kit.objects.in_use().get().region_id == "62.02"


def test_on_its_page(province, cast):
    where = reverse("kit_detail", args=["KIT00001"])
    person = browser(province)
    assert "Hand it over to a regency" in text_of(person.get(where))
    address = reverse("kit_hand_over", args=["KIT00001"])
    assert person.post(address, certificate(number="")).status_code == 422
    answered = person.post(address, certificate(), follow=True)
    assert "BAST/7/2026" in text_of(answered)
    assert "Hand it over to a regency" not in text_of(person.get(where))
    assert "Hand it over to a regency" not in text_of(browser(cast.kominfo).get(where))


def test_through_the_api(province, cast):
    path = "/kits/KIT00001/handover"
    program = Program(province)
    first, again = (program.post(path, certificate(), key="once") for _ in range(2))
    assert (first.status_code, first.json()["region"], again.json()) == (200, "62.02", first.json())
    assert again["Idempotency-Replayed"] == "true"
    assert program.get("/kits/KIT00001").json()["handovers"] == [
        {
            **{name: certificate()[name] for name in ("region", "number", "dated", "received_by")},
            "from_region": "62",
            "recorded_at": first.json()["handovers"][0]["recorded_at"],
        }
    ]
    problem(program.post(path, certificate(number="2"), key="once"), 409, "client_id_reused")
    problem(program.post(path, certificate()), 409, "wrong_state")
