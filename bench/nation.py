"""Pages over the whole country, for people of a village, a regency, a province and all of it, beside their bare SQL."""

from urllib.parse import urlencode

from django.urls import reverse

from accounts.roles import Role
from bench import nation_world, world
from bench.measure import Figure
from bench.page_figure import figure, timed
from bench.wsgi_client import WsgiClient
from gis_data.codes import COUNTRY
from sites.models import Site
from workflows.models import Turn

# What the p95 may be: of a page that is asked for one village or regency, one province, all of the country.
NEAR_MS, PROVINCE_MS, COUNTRY_MS = 100, 200, 1000


def figures() -> list[Figure]:
    """The last rows: how many queries each page makes for the smallest and the largest scope."""
    turn = Turn.objects.filter(role=Role.VILLAGE_OFFICER).order_by("code").first()
    regency, province = turn.code[:5], turn.code[:2]
    village = WsgiClient(world.person(Role.VILLAGE_OFFICER, turn.code[:13]))
    official = WsgiClient(world.person(Role.COOPERATIVE_OFFICE, regency))
    provincial = WsgiClient(world.person(Role.COOPERATIVE_OFFICE, province))
    national = WsgiClient(world.person(Role.VIEWER, COUNTRY))
    minister = WsgiClient(world.person(Role.COOPERATIVE_OFFICE, COUNTRY))
    busiest = Site.objects.filter(code__startswith=regency).order_by("-ledger_seq").first()
    inbox, stuck = reverse("inbox"), reverse("stuck")
    rows = [
        figure("inbox, village officer", inbox, village, within_ms=NEAR_MS),
        figure("inbox, regency official", inbox, official, within_ms=NEAR_MS),
        figure("inbox, provincial official", inbox, provincial, within_ms=PROVINCE_MS),
        figure("inbox, office of the whole country", inbox, minister, within_ms=COUNTRY_MS),
        figure("site with the longest history", _site(busiest), official, within_ms=NEAR_MS),
        figure("why stuck, a regency", stuck, official, within_ms=NEAR_MS),
        figure("why stuck, a province", stuck, provincial, within_ms=PROVINCE_MS),
        figure("why stuck, the country", stuck, national, within_ms=COUNTRY_MS),
        figure("why stuck, one regency of the country", f"{stuck}?region={regency}", national, within_ms=NEAR_MS),
        figure("why stuck, one office of the country", f"{stuck}?{_office(regency)}", national, within_ms=COUNTRY_MS),
        figure("why stuck, a page far back", f"{stuck}?page=900", national, within_ms=COUNTRY_MS),
        *(
            figure(f"page of {name}", reverse("region_page", args=[code]), client, within_ms=most)
            for name, code, client, most in (
                ("a regency", regency, official, NEAR_MS),
                ("a province", province, provincial, PROVINCE_MS),
                ("the country", COUNTRY, national, COUNTRY_MS),
            )
        ),
        *(
            figure(f"API, {name}, {place}", reverse(f"api:{name}"), client, within_ms=most)
            for place, client, most in (("a province", provincial, PROVINCE_MS), ("the country", national, COUNTRY_MS))
            for name in ("stuck_offices", "stuck_causes", "stuck_cases")
        ),
        figure("start page, the country", reverse("home"), national, within_ms=COUNTRY_MS),
        figure("site list, the country", reverse("site_list"), national, within_ms=COUNTRY_MS),
    ]
    return [
        nation_world.size_figure(),
        *rows,
        _same("why stuck", stuck, official, national),
        _same("inbox", inbox, official, minister),
    ]


def _site(site: Site) -> str:
    return reverse("site_detail", args=[site.code])


def _office(regency: str) -> str:
    return urlencode({"office": f"{Role.COOPERATIVE_OFFICE}@{regency}"})


def _same(name: str, path: str, near: WsgiClient, wide: WsgiClient) -> Figure:
    """A constant number of queries, however many sites."""
    few, many = len(timed(path, near).statements), len(timed(path, wide).statements)
    return Figure(f"{name}, queries for the country / for a regency", str(many), str(few), None, "≤ 1", many <= few)
