"""The register of assets: who writes it, what is refused, and that nothing stated is ever lost."""

import threading
import uuid

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.db import IntegrityError, connection
from django.utils import translation

from sites import asset_register
from sites.ledger import verify
from sites.models import Asset, Event, Site
from sites.refusals import ClientIdReused, Invalid, NotPermitted, SimulationMixed, WrongState
from sites.simulated import cut
from tests import factories
from tests.workflows.assets.stories import FACTS, day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def register(site, actor, **changes) -> Asset:
    more = {name: changes.pop(name) for name in ("client_id", "localized") if name in changes}
    return asset_register.register(site_code=site.code, facts={**FACTS, **changes}, actor=actor, **more)


def correct(asset, actor, *, version=None, reason="Diukur ulang.", **changes) -> Asset:
    facts = {**FACTS, **changes}
    return asset_register.correct(
        asset_id=asset.pk, version=version or asset.version, facts=facts, reason=reason, actor=actor
    )


def test_an_asset_is_registered_with_its_entry(site, cast):
    asset = register(site, cast.bpkad, kib_number=" 12.01  a ", geometry=f"{site.position.y}, {site.position.x}")
    asset.refresh_from_db()
    assert (asset.kib_number, asset.owner_id, asset.authority_id, asset.owner_kind) == (
        "12.01 A",
        "62.02",
        "62.02",
        "regency",
    )
    assert isinstance(asset.geometry, Point)
    entry = Event.objects.get(verb="asset_registered")
    assert entry.changes["asset"] == [asset.pk, "KIB A 12.01 A · Tanah kantor lama"]
    assert entry.changes["asset.value"] == [None, "1250000000.00"]
    assert entry.changes["asset.owner"] == [None, "62.02 Kabupaten Kotawaringin Timur"]
    assert list(verify()) == []


def test_numbers_are_read_in_the_readers_way_from_a_page(site, cast):
    with translation.override("id"):
        asset = register(site, cast.bpkad, value="1.250.000.000", area_m2="1.200,5", localized=True)
    asset.refresh_from_db()
    assert (str(asset.value), str(asset.area_m2)) == ("1250000000.00", "1200.50")


@pytest.mark.parametrize(
    ("owner", "kind", "authority"),
    [("62.02.01.2001", "desa", "62.02"), ("62.02", "regency", "62.02"), ("62", "province", "62")],
)
def test_whose_head_decides_follows_from_the_owner(site, cast, owner, kind, authority):
    asset = register(site, cast.village_officer, owner=owner)
    assert (asset.owner_kind, asset.authority_id) == (kind, authority)


def test_a_kelurahan_owns_nothing_and_no_other_region_does(cast):
    urban = factories.site("62.02.01.1001")
    for owner in ("62.02.01.1001", "62.03", "62.02.01"):
        with pytest.raises(Invalid) as refused:
            register(urban, cast.bpkad, owner=factories.region(owner).code)
        assert list(refused.value.errors) == ["owner"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("value", "-1", "greater than or equal to 0"),
        ("value", "1250000000000000", "Check the digits"),
        ("value", "1.234", "2 decimal"),
        ("value", "banyak", "number"),
        ("area_m2", "", "registered with their area"),
        ("area_m2", "0", "greater than or equal to 1"),
        ("acquired_year", "1800", "1900"),
        ("acquired_year", "2999", "lies in the future"),
        ("as_of", day(1), "future"),
        ("kib_number", " ", "required"),
        ("kind", "z", "Select a valid choice"),
        ("geometry", "0, 0", ""),
        ("geometry", "-6.2, 106.8", "km from"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(site, cast, field, value, words):
    with pytest.raises(Invalid) as refused:
        register(site, cast.bpkad, **{field: value})
    assert list(refused.value.errors) == [field]
    assert words in refused.value.errors[field][0]
    assert not Asset.objects.exists()


def test_a_number_stands_once_in_a_governments_books(site, cast):
    register(site, cast.bpkad)
    elsewhere = factories.site("62.02.01.2002")
    with pytest.raises(Invalid) as refused:
        register(elsewhere, cast.bpkad, kib_number=FACTS["kib_number"].lower())
    assert refused.value.errors == {
        "kib_number": [
            "Kabupaten Kotawaringin Timur has registered an asset with the number 12.01.11.04.001 already, "
            f"at {site.village.full_name} (62.02.01.2001)."
        ]
    }
    register(elsewhere, cast.bpkad, owner="62")  # another government's books
    assert Asset.objects.count() == 2


def test_the_database_holds_the_number_too(site, cast):
    asset = register(site, cast.bpkad)
    with pytest.raises(IntegrityError):
        Asset.objects.filter(pk=register(site, cast.bpkad, kib_number="2").pk).update(kib_number=asset.kib_number)


def test_of_two_at_once_one_registers_the_number(site, cast):
    elsewhere = factories.site("62.02.01.2002")
    barrier, answers = threading.Barrier(2), []

    def do(at: Site) -> None:
        try:
            barrier.wait()
            register(at, cast.bpkad)
            answers.append("registered")
        except Invalid:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[at]) for at in (site, elsewhere)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(answers) == ["refused", "registered"]


@pytest.mark.parametrize("who", ["bpkad", "dinkop", "village_officer"])
def test_these_register(site, cast, who):
    assert register(site, getattr(cast, who)).pk


@pytest.mark.parametrize("who", ["kodim", "viewer", "bupati", "field_officer"])
def test_these_do_not(site, cast, who):
    with pytest.raises(NotPermitted):
        register(site, getattr(cast, who))


@pytest.mark.parametrize("who", ["neighbour", "outsider", "nobody"])
def test_for_these_the_site_does_not_exist(site, cast, who):
    asset = register(site, cast.bpkad)
    with pytest.raises(Site.DoesNotExist):
        register(site, getattr(cast, who))
    with pytest.raises(Asset.DoesNotExist):
        correct(asset, getattr(cast, who))
    assert not Asset.objects.visible_to(getattr(cast, who)).exists()


def test_the_same_request_again_registers_nothing_more(site, cast):
    sent = uuid.uuid4()
    first = register(site, cast.bpkad, client_id=sent)
    assert register(site, cast.bpkad, client_id=sent) == first
    with pytest.raises(ClientIdReused):
        register(site, cast.bpkad, client_id=sent, value="1")
    assert Asset.objects.count() == 1


def test_a_correction_keeps_what_was_stated(site, cast):
    asset = register(site, cast.bpkad)
    corner = f"{site.position.y}, {site.position.x}"
    outline = "\n".join([corner, f"{site.position.y}, {site.position.x + 0.001}", f"{site.position.y + 0.001}, 112.96"])
    changed = correct(asset, cast.dinkop, area_m2="900", geometry=outline)
    changed.refresh_from_db()
    assert (changed.version, str(changed.area_m2)) == (2, "900.00")
    assert isinstance(changed.geometry, Polygon)
    entry = Event.objects.get(verb="asset_corrected")
    assert entry.changes["asset.area_m2"] == ["1200.00", "900.00"]
    assert entry.reason_text == "Diukur ulang."
    assert "asset.value" not in entry.changes


def test_a_correction_of_what_was_read_before_another_is_refused(site, cast):
    asset = register(site, cast.bpkad)
    correct(asset, cast.dinkop, area_m2="900")
    with pytest.raises(WrongState, match="corrected since you opened it"):
        correct(asset, cast.bpkad, version=1, area_m2="800")


def test_a_correction_says_why(site, cast):
    asset = register(site, cast.bpkad)
    with pytest.raises(Invalid) as refused:
        correct(asset, cast.bpkad, reason=" ", value="-1")
    assert sorted(refused.value.errors) == ["reason", "value"]


def test_a_demonstration_account_corrects_no_real_asset_and_its_own_go_with_the_simulation(site, cast):
    real = register(site, cast.bpkad)
    cast.dinkop.is_demo = True
    cast.dinkop.save()
    with pytest.raises(SimulationMixed):
        correct(real, cast.dinkop, area_m2="900")
    register(site, cast.dinkop, kib_number="DEMO")
    held = Site.objects.get()
    assert held.simulated
    cut(held)
    assert [asset.pk for asset in Asset.objects.all()] == [real.pk]
