"""Registering and changing sites: each change with its entry, and only the changes there are."""

import datetime

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils import timezone

from gis_data.models import Region
from sites import ledger, services
from sites.authorship import Authorship
from sites.models import Cooperative, DistrictVersion, Event, Site
from sites.refusals import Invalid, NotPermitted, SimulationMixed, WrongState
from tests import factories

pytestmark = pytest.mark.django_db

NEW_PLACE = Point(112.97, -2.54, srid=4326)


def register(*villages: Region) -> int:
    by = Authorship.system("test")
    return services.register_villages(villages, by=by, source="daftar", as_of=datetime.date(2026, 6, 5))


def relocate(site: Site, actor, **changes) -> Site:
    asked = {
        "position": NEW_PLACE,
        "source": Site.PositionSource.SURVEYED,
        "accuracy_m": 5,
        "as_of": timezone.localdate(),
        "note": "GPS Babinsa",
    }
    return services.relocate(site_code=site.code, actor=actor, **asked | changes)


# --- registering ---


def test_a_village_gets_a_site_a_cooperative_and_an_entry():
    village = factories.region("62.02.01.2001", name="Palangan")
    assert register(village) == 1
    site = Site.objects.get()
    assert (site.code, site.position_source) == (village.code, "estimated")
    assert site.position.coords == pytest.approx(village.point.coords, abs=5e-7)
    assert (site.cooperative.name, site.cooperative.kind) == ("Koperasi Desa Merah Putih Palangan", "kdmp")
    assert list(site.cooperative.villages.all()) == [village]
    entry = Event.objects.get()
    assert (entry.verb, entry.seq, entry.actor_name, entry.simulated) == ("registered", 1, "test", False)
    assert entry.changes["longitude"] == [None, f"{village.point.x:.6f}"]
    assert list(ledger.verify()) == []


def test_a_kelurahan_gets_the_urban_cooperative():
    register(factories.region("62.02.01.1001", name="Kota Besi"))
    assert Cooperative.objects.get().name == "Koperasi Kelurahan Merah Putih Kota Besi"


def test_registering_again_adds_only_what_is_new():
    first, second = factories.region("62.02.01.2001"), factories.region("62.02.01.2002")
    assert register(first) == 1
    assert register(first, second) == 1
    assert register(first, second) == 0
    assert (Site.objects.count(), Cooperative.objects.count(), Event.objects.count()) == (2, 2, 2)


def test_a_village_without_a_point_is_left_out():
    village = factories.region("62.02.01.2001")
    Region.objects.filter(pk=village.pk).update(point=None, point_source="")
    assert register(Region.objects.get(pk=village.pk)) == 0
    assert not Site.objects.exists()


def test_registering_gives_each_district_a_version():
    register(*[factories.region(code) for code in ("62.02.01.2001", "62.02.01.2002", "62.02.02.2001")])
    assert set(DistrictVersion.objects.values_list("district_code", flat=True)) == {"62.02.01", "62.02.02"}


# --- relocating ---


def test_a_better_position_is_recorded_with_what_was_before(site, cast):
    before = site.position
    relocate(site, cast.field_officer)
    moved = Site.objects.get(pk=site.pk)
    assert (moved.position.coords, moved.position_source, moved.position_accuracy_m) == (
        NEW_PLACE.coords,
        "surveyed",
        5,
    )
    entry = Event.objects.get(site=site, verb="relocated")
    assert entry.changes["latitude"] == [f"{before.y:.6f}", "-2.540000"]
    assert entry.changes["position_source"] == ["estimated", "surveyed"]
    assert (entry.actor_role, entry.actor_office) == ("field_officer", "Koramil 1015-01")
    assert list(ledger.verify()) == []


def test_the_register_never_knows_more_than_the_ledger_says(site, cast):
    relocate(site, cast.field_officer, position=Point(112.97123456789, -2.54987654321, srid=4326))
    moved = Site.objects.get(pk=site.pk)
    entry = Event.objects.get(site=site, verb="relocated")
    assert moved.position.coords == (112.971235, -2.549877)
    assert (entry.changes["longitude"][1], entry.changes["latitude"][1]) == ("112.971235", "-2.549877")


def test_the_same_position_again_writes_nothing(site, cast):
    relocate(site, cast.field_officer)
    count = Event.objects.count()
    relocate(site, cast.field_officer)
    assert Event.objects.count() == count


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("viewer", NotPermitted),
        ("bpkad", NotPermitted),
        ("neighbour", Site.DoesNotExist),
        ("outsider", Site.DoesNotExist),
        ("nobody", Site.DoesNotExist),
    ],
)
def test_who_may_not_relocate(site, cast, who, expected):
    with pytest.raises(expected):
        relocate(site, getattr(cast, who))
    assert Event.objects.filter(site=site).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"position": Point(106.8, -6.2, srid=4326)},
        {"position": Point(-2.54, 112.97, srid=4326)},
        {"source": "estimated"},
        {"as_of": datetime.date(2999, 1, 1)},
    ],
)
def test_a_position_that_cannot_be_is_refused(site, cast, changes):
    with pytest.raises(Invalid):
        relocate(site, cast.field_officer, **changes)
    assert Event.objects.filter(site=site).count() == 1


def test_a_demonstration_account_does_not_move_a_real_site(plot):
    demo = factories.user("contoh", "field_officer", "62.02", is_demo=True)
    with pytest.raises(SimulationMixed):
        relocate(plot.site, demo)


# --- closing ---


def test_closing_and_reopening_leave_two_entries(site):
    by = Authorship.system("test")
    services.close(site.code, reason="Digabung dengan desa sebelah.", by=by)
    assert Site.objects.get(pk=site.pk).closed_at == by.recorded_at
    with pytest.raises(ValidationError):
        services.close(site.code, reason="Lagi.", by=by)
    services.reopen(site.code, reason="Keliru.", by=by)
    assert Site.objects.get(pk=site.pk).closed_at is None
    with pytest.raises(ValidationError):
        services.reopen(site.code, reason="Lagi.", by=by)
    assert list(Event.objects.filter(site=site).order_by("seq").values_list("verb", "reason_text")) == [
        ("registered", ""),
        ("closed", "Digabung dengan desa sebelah."),
        ("reopened", "Keliru."),
    ]
    assert list(ledger.verify()) == []


def test_a_closed_site_is_not_moved(site, cast):
    services.close(site.code, reason="Digabung.", by=Authorship.system("test"))
    with pytest.raises(WrongState):
        relocate(site, cast.field_officer)


# --- saving ---


def test_one_save_writes_site_entries_and_version_together(site, django_assert_num_queries):
    before = DistrictVersion.objects.of_scope([site.code])
    ledger.record(site, verb="closed", by=Authorship.system("test"))
    ledger.record(site, verb="reopened", by=Authorship.system("test"))
    with django_assert_num_queries(1):
        services.save(site, ["closed_at"])
    kept = Site.objects.get(pk=site.pk)
    assert (kept.ledger_seq, kept.ledger_head) == (3, Event.objects.get(site=site, seq=3).hash)
    assert DistrictVersion.objects.of_scope([site.code]) > before
    assert list(ledger.verify()) == []
