"""The map's modules one by one, in the browser that runs them: they read, filter and search as the server does."""

import datetime
import itertools
import statistics

import pytest

from accounts.roles import Role
from gis_data.names import fold
from sites.layers import names_layer, points_layer
from sites.models import Site
from sites.selectors import MOST_DAYS
from sites.stages import BLOCKING_FLAGS, FLAG_LABELS, Flag, Stage, flags_in
from tests import factories
from tests.sites.layer_reader import read_layer

pytestmark = pytest.mark.django_db(transaction=True)

MODULES = "/static/sites/js/map"
FLAGS = [{"slug": flag.slug, "bit": int(flag), "blocked": bool(flag & BLOCKING_FLAGS)} for flag in FLAG_LABELS]


@pytest.fixture
def run(browse, live_server):
    """``run(script, argument)``: the value of an async function body with ``load(name)`` for a module of the map."""
    page = browse(factories.user("viewer", Role.VIEWER, "62"), "/about/")

    def call(script: str, argument=None):
        return page.evaluate(
            f"async (argument) => {{ const load = (name) => import(`{MODULES}/${{name}}.js`);"
            " const bytes = (list) => Uint8Array.from(list).buffer;"
            f" {script} }}",
            argument,
        )

    return call


@pytest.fixture
def varied(db):
    """Thirty sites that differ in everything a filter asks for."""
    now = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)
    for number in range(30):
        site = factories.site(f"{['62.02.01', '62.02.02', '62.03.01'][number % 3]}.{2001 + number}")
        site.stage = Stage(number % 7)
        site.flags = [0, Flag.WAIVER, Flag.LEGAL_BLOCKED | Flag.STALE][number % 4 % 3]
        site.waiting_since = now - datetime.timedelta(days=number) if number % 2 else None
        site.states = {"land_verification": ["draft", "accepted"][number % 2]} if number % 5 else {}
        site.save()
    return list(Site.objects.order_by("code"))


def test_the_container_reads_as_it_was_written(run, varied):
    data = points_layer(["62"])
    header, columns = read_layer(data)
    read = run(
        "const { decode } = await load('columns'); const { header, columns } = decode(bytes(argument));"
        "const plain = Object.entries(columns).map(([name, list]) => [name, [...list]]);"
        "return { header, columns: Object.fromEntries(plain) };",
        list(data),
    )
    assert read == {"header": header, "columns": columns}


@pytest.mark.parametrize("broken", ["cut off", "too long", "something else", "empty"])
def test_a_broken_container_is_refused(run, varied, broken):
    data = points_layer(["62"])
    given = {"cut off": data[:-1], "too long": data + b"\0", "something else": b"<!doctype html>", "empty": b""}[broken]
    script = "const { decode } = await load('columns'); try { decode(bytes(argument)); return 'read'; }"
    assert run(script + " catch (error) { return 'refused'; }", list(given)) == "refused"


def test_the_day_changes_at_midnight_of_the_programmes_time_zone(run, varied):
    days = run(
        "const { decode } = await load('columns'); const { Sites } = await load('sites');"
        "return argument.moments.map((moment) => new Sites(decode(bytes(argument.data)), new Date(moment)).today);",
        {"data": list(points_layer(["62"])), "moments": ["2026-03-02T16:59:59Z", "2026-03-02T17:00:00Z"]},
    )
    assert days == [(datetime.date(2026, 3, day) - datetime.date(2000, 1, 1)).days for day in (2, 3)]


FILTERS = {
    "province": ["", "62", "61"],
    "regency": ["", "62.02"],
    "district": ["", "62.02.02"],
    "stages": [[], [1, 4]],
    "states": [[], ["accepted"], ["-", "draft"]],
    "flag": ["", "any", "stale"],
    "waiting": [0, 8],
    "only": [[], ["waiting", "8", "15"], ["flag", "-", "legal_blocked"]],
}


def expected(site: Site, chosen: dict, today: datetime.date) -> bool:
    """The filter's rule, told once more in another language."""
    place = chosen["district"] or chosen["regency"] or chosen["province"]
    flag = {"": 0, "any": sum(FLAG_LABELS), "stale": Flag.STALE}[chosen["flag"]]
    days = (today - site.waiting_since.date()).days if site.waiting_since else -1
    return (
        site.code.startswith(place)
        and (not chosen["stages"] or site.stage in chosen["stages"])
        and (not chosen["states"] or site.states.get("land_verification", "-") in chosen["states"])
        and (not flag or bool(site.flags & flag))
        and (not chosen["waiting"] or days > chosen["waiting"])
        and (not chosen["only"] or group(site, chosen["only"][0], days) in chosen["only"][1:])
    )


def group(site: Site, measure: str, days: int) -> str:
    """The group of a measure that the site belongs to, as the address names it."""
    if measure == "flag":
        return (
            "legal_blocked" if site.flags & Flag.LEGAL_BLOCKED else flags_in(site.flags)[0].slug if site.flags else "-"
        )
    return next((str(first) for first in (91, 61, 31, 15, 8, 0) if days >= first), "-")


def test_every_combination_of_filters_keeps_what_the_rows_say(run, varied):
    combinations = [dict(zip(FILTERS, values, strict=True)) for values in itertools.product(*FILTERS.values())]
    found = run(
        "const { decode } = await load('columns'); const { Sites } = await load('sites');"
        "const { matching } = await load('filters');"
        "const sites = new Sites(decode(bytes(argument.data)), new Date('2026-03-02T05:00:00Z'));"
        "return argument.combinations.map((chosen) => { const filters = { ...chosen, kind: 'land_verification',"
        " stages: new Set(chosen.stages), states: new Set(chosen.states),"
        " measure: chosen.only[0] ?? '', only: new Set(chosen.only.slice(1)) };"
        " const matches = matching(sites, filters, argument.flags);"
        " return [...sites.id].filter((_, i) => matches[i]); });",
        {
            "data": list(points_layer(["62"])),
            "combinations": combinations,
            "flags": FLAGS,
        },
    )
    today = datetime.date(2026, 3, 2)
    for chosen, ids in zip(combinations, found, strict=True):
        assert ids == [site.pk for site in varied if expected(site, chosen, today)], chosen


def test_regions_are_shaded_by_what_their_sites_say(run, varied):
    shades = ["reached:building", "waiting", "active"]
    found = run(
        "const { decode } = await load('columns'); const { Sites } = await load('sites');"
        "const { valuesOf } = await load('areas');"
        "const sites = new Sites(decode(bytes(argument.data)), new Date('2026-03-02T05:00:00Z'));"
        "return argument.shades.map((shade) => Object.fromEntries(valuesOf(sites, shade, 'district', argument)));",
        {
            "data": list(points_layer(["62"])),
            "shades": shades,
            "stages": [{"slug": stage.slug, "value": stage.value} for stage in Stage],
            "active": {"kind": "land_verification", "states": ["accepted"]},
        },
    )
    today = datetime.date(2026, 3, 2)
    for district in ["62.02.01", "62.02.02", "62.03.01"]:
        sites = [site for site in varied if site.code.startswith(district)]
        waits = [(today - site.waiting_since.date()).days for site in sites if site.waiting_since]
        assert found[0][district] == 100 * sum(site.stage >= Stage.BUILDING for site in sites) / len(sites)
        assert found[1][district] == statistics.median(waits)
        accepted = sum(site.states.get("land_verification") == "accepted" for site in sites)
        assert found[2][district] == 100 * accepted / len(sites)


def test_the_grid_finds_the_nearest_point_as_a_look_at_all_would(run):
    wrong = run(
        """const { Grid } = await load('grid');
        let seed = 62; const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
        const wrong = [];
        for (const count of [1, 2, 7, 400]) {
          const side = count === 7 ? 1 : 100000;
          const x = Uint32Array.from({ length: count }, () => 5e7 + random() * side);
          const y = Uint32Array.from({ length: count }, () => 3e7 + random() * side);
          const visible = Uint8Array.from(x, () => (random() < 0.8 ? 1 : 0));
          const grid = new Grid(x, y);
          if ([...grid.items].sort((a, b) => a - b).some((item, n) => item !== n)) wrong.push(['lost', count]);
          for (let n = 0; n < 200; n += 1) {
            const [px, py] = [5e7, 3e7].map((corner) => corner + (random() * 1.4 - 0.2) * side);
            const reach = random() * side / 5;
            const away = (i) => Math.hypot(x[i] - px, y[i] - py);
            const near = [...x.keys()].filter((i) => visible[i] && away(i) <= reach).sort((a, b) => away(a) - away(b));
            const found = grid.nearest(px, py, reach, visible);
            if (found < 0 ? near.length : away(found) > away(near[0])) wrong.push([count, px, py, reach, found]);
          }
        }
        return wrong;"""
    )
    assert wrong == []


ADDRESSES = [
    "?",
    "?region=62.02.01&flag=any#8.25/-1.6800/113.3800",
    "?region=62.02&stage=registered,built&workflow=land_verification&state=-,accepted&flag=waiver&waiting=14"
    "&colour=land_verification&shade=reached:built&layers=-boundaries,coverage,3,7&on=2026-01-31&sort=name&site=62.02.01.2001#11/-2.0000/112.5000",
    "?colour=progress&only=-,50",
    "?region=62&sort=code",
]
NONSENSE = [
    "?region=Kapuas&stage=nowhere&workflow=nothing&state=x&flag=nothing&waiting=-3&colour=red#a/b/c",
    "?region=62.02.01.2001&waiting=NaN#1/2",
    "?only=50&on=yesterday&shade=reached:moon&layers=x",
    "?region=%3Cscript%3E&stage=,,,#////",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_survives_being_read_and_written(run, address):
    assert state_of(run, address) == address


@pytest.mark.parametrize("address", NONSENSE)
def test_what_an_address_says_wrongly_is_left_out(run, address):
    assert state_of(run, address) == "?"


def state_of(run, address: str) -> str:
    return run(
        "const { read, write } = await load('url-state');"
        "const [search, hash] = argument.address.split('#');"
        "return write(read({ search, hash: hash ? '#' + hash : '' }, argument), argument);",
        {
            "address": address,
            "stages": [{"slug": stage.slug, "value": stage.value} for stage in Stage],
            "flags": FLAGS,
            "catalogue": [{"kind": "land_verification", "states": []}],
            "mostDays": MOST_DAYS,
        },
    )


def test_names_are_compared_as_the_server_compares_them(run):
    names = ["Bu Nuapu’u", "Papuyu I Sei. Pasanan", "MANDOMAI", "Tumbang  Tuwe", "Café-Ñandú", "Desa 12/B", "  "]
    assert run("const { fold } = await load('text-search'); return argument.map(fold);", names) == [
        fold(name) for name in names
    ]


SEARCHES = {
    "camba": ["62.02.01.2001", "62.03.01.2001", "62.02.01.2002"],
    "camba, kapuas timur": ["62.03.01.2001"],
    "CAMBA hulu": ["62.02.01.2002"],
    "62.03": ["region 62.03", "region 62.03.01", "62.03.01.2001"],
    ", cempaga": ["62.02.01.2001", "62.02.01.2002"],
    "kapuas": ["region 62.03", "region 62.03.01"],
    "kapuastimur": ["region 62.03.01"],
    "x" * 300: [],
    "'; drop table": [],
}


def test_search_finds_the_best_first(run, db):
    factories.region("62.02.01", name="Cempaga")
    factories.region("62.03.01", name="Kapuas Timur")
    for code, name in [("62.02.01.2001", "Camba"), ("62.02.01.2002", "Camba Hulu"), ("62.03.01.2001", "Camba")]:
        factories.site(code, name=name)
    found = run(
        "const { decode } = await load('columns'); const { Sites } = await load('sites');"
        "const { TextSearch } = await load('text-search');"
        "const sites = new Sites(decode(bytes(argument.points))); sites.join(decode(bytes(argument.names)));"
        "const index = new TextSearch(sites);"
        "return argument.searches.map((text) => index.find(text, 8)"
        ".map(({ row, region }) => (region ? `region ${region.code}` : sites.codeOf(row))));",
        {"points": list(points_layer(["62"])), "names": list(names_layer(["62"])), "searches": list(SEARCHES)},
    )
    assert dict(zip(SEARCHES, found, strict=True)) == SEARCHES


def test_names_that_are_older_than_the_points_are_not_joined(run, db):
    factories.site("62.02.01.2001")
    names = list(names_layer(["62"]))
    factories.site("62.02.01.2002")
    script = (
        "const { decode } = await load('columns'); const { Sites } = await load('sites');"
        "const sites = new Sites(decode(bytes(argument[0])));"
        "return [sites.join(decode(bytes(argument[1]))), sites.withCode('62.02.01.2001')];"
    )
    assert run(script, [list(points_layer(["62"])), names]) == [False, -1]
    assert run(script, [list(points_layer(["62"])), list(names_layer(["62"]))]) == [True, 0]
