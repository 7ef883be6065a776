"""The map's layers say exactly what the rows say, for the scope that asks, in few bytes."""

import datetime
import io
import math
from decimal import Decimal

import pytest
from django.contrib.gis.geos import Point
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gis_data.models import Region
from sites import services
from sites.authorship import Authorship
from sites.layers import names_layer, names_version, points, points_layer, scope_key, scope_surroundings
from sites.layers.columns import column, indexes
from sites.layers.world import degrees_of, pixel_of
from sites.models import Site
from sites.stages import Flag, Stage
from sites.views.kept import COMPRESS
from tests import factories
from tests.sites.layer_reader import read_layer, read_names, read_points

pytestmark = pytest.mark.django_db

LOCAL = datetime.timezone(datetime.timedelta(hours=7))
VARIED = {
    "62.02.01.2001": {"stage": Stage.REGISTERED},
    "62.02.01.2002": {
        "stage": Stage.LAND_PROPOSED,
        "flags": Flag.RETURNED | Flag.STALE,
        "waiting_since": datetime.datetime(2026, 3, 1, 23, 59, 59, tzinfo=LOCAL),
        "states": {"land_verification": "returned"},
    },
    "62.02.02.2001": {
        "stage": Stage.BUILDING,
        "flags": max(Flag),
        "progress": Decimal("99.99"),
        "waiting_since": datetime.datetime(2026, 3, 2, 0, 0, 0, tzinfo=LOCAL),
        "states": {"land_verification": "accepted", "outlet_construction": "roofing"},
        "position": Point(114.123456, 0.5, srid=4326),
        "position_source": "document",
    },
    "62.03.01.2001": {
        "stage": Stage.OPERATIONAL,
        "progress": Decimal("100.00"),
        "states": {"outlet_construction": "operational", "land_verification": "accepted"},
        "position": Point(110.78, -3.44, srid=4326),
        "position_source": "surveyed",
        "position_as_of": datetime.date(2026, 1, 5),
    },
}


@pytest.fixture
def varied(db):
    """Four sites in two regencies whose read-models differ in every column."""
    for code, columns in VARIED.items():
        factories.site(code)
        Site.objects.filter(code=code).update(**columns)
    return list(Site.objects.order_by("code"))


def in_world(position: Point) -> tuple[float, float]:
    """Web-mercator pixels at zoom 18, by the textbook."""
    side = 2**26
    x = (position.x + 180) / 360 * side
    y = (1 - math.asinh(math.tan(math.radians(position.y))) / math.pi) / 2 * side
    return x, y


def test_every_column_reads_back_as_the_row(varied):
    data = points_layer(["62"])
    header, _columns = read_layer(data)
    read = read_points(data)
    assert [site["id"] for site in read] == [site.pk for site in varied], "in the order of the codes"
    for found, site in zip(read, varied, strict=True):
        x, y = in_world(site.position)
        assert abs(found["x"] - x) <= 1 and abs(found["y"] - y) <= 1
        assert found["stage"] == site.stage
        assert found["flags"] == site.flags
        assert found["progress"] == (header["no_progress"] if site.progress is None else math.floor(site.progress))
        assert found["source"] == site.position_source
        assert found["district"] == site.code[:8]
        assert found["states"] == site.states
        since = timezone.localtime(site.waiting_since).date() if site.waiting_since else None
        zero = datetime.date.fromisoformat(header["day_zero"])
        assert found["waiting_since"] == ((since - zero).days if since else 0)


def test_a_pixel_leads_back_to_its_place():
    assert pixel_of(0, 0) == (2**25, 2**25)
    for place in ((112.95, -2.53), (-0.000001, 0.000001), (179.999999, -84.9)):
        assert degrees_of(*pixel_of(*place)) == place


def test_a_day_ends_at_midnight_here_not_in_greenwich(varied):
    days = [site["waiting_since"] for site in read_points(points_layer(["62"])) if site["waiting_since"]]
    assert days[1] - days[0] == 1


def test_all_flags_fit_their_column():
    assert max(Flag) < 2**16


def test_a_scope_holds_its_own_sites_only(varied):
    ours = [site for site in varied if site.code.startswith("62.02")]
    assert {site["id"] for site in read_points(points_layer(["62.02"]))} == {site.pk for site in ours}
    assert set(read_names(names_layer(["62.02"]))) == {site.pk for site in ours}
    village = points_layer(["62.03.01.2001"])
    assert [site["id"] for site in read_points(village)] == [varied[-1].pk]
    # Nothing about the neighbour in the dictionaries either.
    header, _columns = read_layer(points_layer(["62.02.01"]))
    assert header["kinds"] == [{"kind": "land_verification", "states": ["returned"]}]
    assert b"Kapuas" not in names_layer(["62.02"])


@pytest.mark.parametrize("codes", [[], ["63"]])
def test_an_empty_scope_is_an_empty_layer(varied, codes):
    assert read_points(points_layer(codes)) == []
    assert read_names(names_layer(codes)) == {}


def test_two_regions_are_one_layer_without_doubles(varied):
    both = read_points(points_layer(["62.03", "62.02", "62.02.01"]))
    assert [site["id"] for site in both] == [site.pk for site in varied]


def test_a_closed_site_leaves_the_map_but_keeps_its_name(varied):
    services.close("62.02.01.2001", reason="No land.", by=Authorship.system("test"))
    assert varied[0].pk not in {site["id"] for site in read_points(points_layer(["62"]))}
    assert read_names(names_layer(["62"]))[varied[0].pk] == ("62.02.01.2001", varied[0].village.name)


def test_a_combination_of_states_seen_for_the_first_time_is_learnt(varied):
    points_layer(["62"])
    Site.objects.filter(code="62.02.01.2001").update(states={"readiness": "a state never seen before"})
    assert read_points(points_layer(["62"]))[0]["states"] == {"readiness": "a state never seen before"}


def test_names_are_joined_by_id_and_carry_the_whole_code(varied):
    second = Site.objects.get(code="62.02.01.2001")
    second.pk, second.code = None, "62.02.01.2001-2"
    second.save(force_insert=True)
    names = read_names(names_layer(["62"]))
    sites = Site.objects.select_related("village")
    assert names == {site.pk: (site.code, site.village.name) for site in sites}
    header, _columns = read_layer(names_layer(["62"]))
    assert header["regencies"] == [["62.02", "Kotawaringin Timur"], ["62.03", "Kapuas"]]


def test_a_city_is_named_as_a_city():
    factories.region("62.71", name="Palangkaraya")
    factories.site("62.71.01.1001")
    header, _columns = read_layer(names_layer(["62"]))
    assert header["regencies"] == [["62.71", "Kota Palangkaraya"]]


def test_the_names_version_moves_with_registration_only(varied):
    factories.region("62.03.01.2009")
    factories.region("62.02.01.2009")
    before = names_version(["62.02"])
    services.close("62.02.01.2001", reason="No land.", by=Authorship.system("test"))
    factories.site("62.03.01.2009")
    assert names_version(["62.02"]) == before
    factories.site("62.02.01.2009")
    assert names_version(["62.02"]) != before


def test_the_names_version_tells_two_sites_that_bore_one_number(varied):
    """A restored database gives the next site the number of one that was lost."""
    versions, numbers = set(), set()
    for code in ("62.02.01.2009", "62.02.01.2010"):
        restored = transaction.savepoint()
        number = Site.objects.latest("pk").pk + 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('sites_site_id_seq', %s, false)", [number])
        factories.site(code)
        versions.add(names_version(["62.02"]))
        numbers.add(Site.objects.get(code=code).pk)
        transaction.savepoint_rollback(restored)
    assert len(numbers) == 1
    assert len(versions) == 2


def test_a_scope_has_one_name_however_it_is_written():
    assert scope_key(["62.02", "62"]) == scope_key(["62"]) == "62"
    assert scope_key(["62.03", "62.02"]) == scope_key(["62.02", "62.03"])
    assert scope_key([]) == "none"
    many = [f"62.{number:02}" for number in range(1, 14)]
    assert len(scope_key(many)) <= 60 and scope_key(many) != scope_key(many[:-1])


def test_the_surroundings_hold_the_sites_with_some_land(varied):
    west, south, east, north = scope_surroundings(["62.03"])
    assert west < 110.78 < east and south < -3.44 < north
    assert scope_surroundings(["63"])[2] > 140, "without sites: the country"


def test_a_number_that_does_not_fit_is_refused():
    with pytest.raises(OverflowError):
        column("flags", [2**16], 2)


def test_an_index_is_as_wide_as_its_dictionary_needs():
    assert indexes("few", ["a"], ["a"]).width == 2
    many = [str(number) for number in range(2**16 + 1)]
    assert indexes("many", many[-1:], many).planes == (2**16).to_bytes(4, "big")


def test_a_fault_of_the_database_is_told_as_django_tells_it(varied, monkeypatch):
    """Fetching by COPY goes past ``execute``: the page for a lost database must know this fault too."""
    monkeypatch.setattr(points, "_statement", lambda _codes: ("SELECT 1/0", ()))
    with pytest.raises(DatabaseError, match="division by zero"), transaction.atomic():
        points_layer(["62"])


def test_a_look_at_the_sites_is_counted_as_a_query(varied, django_assert_num_queries):
    points_layer(["62"])
    with django_assert_num_queries(1):
        points_layer(["62"])


@pytest.fixture
def province(db):
    """The real 1,571 villages, with read-models as varied as a running programme's."""
    call_command("load_regions", "62", stdout=io.StringIO())
    villages = Region.objects.within("62").villages()
    services.register_villages(villages, by=Authorship.system("test"), source="test", as_of=datetime.date(2025, 11, 25))
    sites = list(Site.objects.order_by("code"))
    now = timezone.now()
    states = ["draft", "submitted", "surveyed", "verified", "accepted", "returned", "rejected"]
    for number, site in enumerate(sites):
        chance = (
            number * 2654435761 % 2**32
        )  # Knuth's multiplicative hash: as irregular as life, but the same each time
        site.stage = chance % 7
        site.flags = chance % 128 if chance % 5 == 0 else 0
        site.progress = Decimal(chance % 10000) / 100 if site.stage > 3 else None
        site.waiting_since = now - datetime.timedelta(days=chance % 150) if chance % 3 == 0 else None
        kinds = ["land_verification", "outlet_construction", "warehouse_construction", "asset_loan", "readiness"]
        site.states = {kind: states[(chance >> (place * 3)) % 7] for place, kind in enumerate(kinds)}
    Site.objects.bulk_update(sites, ["stage", "flags", "progress", "waiting_since", "states"], batch_size=2000)
    return sites


def test_the_whole_province_is_at_most_30_kilobytes(province):
    assert len(province) == 1571
    data = points_layer(["62"])
    for encoding in ["br", "gzip"]:
        assert len(COMPRESS[encoding](data)) <= 30_000, encoding
    assert [site["id"] for site in read_points(data)] == [site.pk for site in province]


def test_the_first_cut_of_a_large_layer_keeps_one_site_of_each_square_a_flagged_one_rather(db, monkeypatch):
    monkeypatch.setattr(points, "WHOLE", 3)
    places = [(112.9, -2.5), (112.901, -2.501), (112.902, -2.502), (114.0, -1.0)]
    sites = [factories.site(f"62.02.01.{2001 + number}") for number in range(len(places))]
    for site, place in zip(sites, places, strict=True):
        Site.objects.filter(pk=site.pk).update(position=Point(*place, srid=4326))
    Site.objects.filter(pk=sites[1].pk).update(flags=Flag.RETURNED)
    header, columns = read_layer(points_layer(["62"], cut=True))
    assert header["of"] == 4 and columns["flags"] == [Flag.RETURNED, 0]
    whole = read_layer(points_layer(["62"]))[1]
    half_a_pixel = 2**12
    for row, site in enumerate([1, 3]):
        for axis in "xy":
            assert abs(columns[axis][row] - whole[axis][site]) <= half_a_pixel / 2
    assert "of" not in read_layer(points_layer(["62"]))[0]
    monkeypatch.setattr(points, "WHOLE", 4)
    assert points_layer(["62"], cut=True) == points_layer(["62"])
