"""Dashboards over the whole country while its sites change, beside the floor of reading the prepared sums alone."""

import itertools
import time
from collections.abc import Callable, Iterator

from django.urls import reverse

from accounts.roles import Role
from bench import nation_world, page_figure, world
from bench.measure import Figure, milliseconds, p95
from bench.wsgi_client import WsgiClient
from gis_data.codes import COUNTRY, prefix
from rollout.reports.asked import Asked
from rollout.reports.counts import counted
from sites.models import DistrictVersion

# A request in so many finds that one of the sites it counts has changed since the last one.
CHANGED_EVERY = 2
WITHIN_MS = 100


def figures() -> list[Figure]:
    """The tables of stages and of states, and the page of a region, for the country, a province and a regency."""
    regency = DistrictVersion.objects.order_by("?").values_list("district_code", flat=True).first()[:5]
    rows = []
    for place, code in (("the country", COUNTRY), ("a province", regency[:2]), ("a regency", regency)):
        person = world.person(Role.VIEWER, code)
        client, changes = WsgiClient(person), _changes(code)
        asked = Asked(user=person, scope=(code,), region="")
        floor = _samples(lambda asked=asked: counted(asked), lambda: None)
        for name, path in (
            ("stages", reverse("report_table", args=["stages"])),
            ("states of a workflow", reverse("report_table", args=["states"])),
            ("page", reverse("region_page", args=[code])),
        ):
            pages = _samples(
                lambda path=path, client=client: page_figure.ask(path, client), lambda changes=changes: next(changes)
            )
            rows.append(_figure(f"{name}, {place}", pages, floor))
    return [nation_world.size_figure(), *rows]


def _changes(code: str) -> Iterator[None]:
    """Every other time a site in one of the region's districts changes, in turn."""
    inside = DistrictVersion.objects.filter(district_code__startswith=prefix(code))
    districts = itertools.cycle(inside.order_by("?").values_list("district_code", flat=True)[:500])
    for number in itertools.count():
        if number % CHANGED_EVERY == 0:
            DistrictVersion.objects.bump([next(districts)])
        yield


def _samples(call: Callable[[], object], before: Callable[[], object]) -> list[float]:
    """The seconds of many calls, each after something of which the seconds do not count; when all is warm."""
    for _ in range(page_figure.FEWEST):
        before()
        call()
    taken: list[float] = []
    while len(taken) < page_figure.REQUESTS and (len(taken) < page_figure.FEWEST or sum(taken) < page_figure.SECONDS):
        before()
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return taken


def _figure(name: str, pages: list[float], floor: list[float]) -> Figure:
    return Figure(
        f"{name}, p95, a site changed before every other request / its prepared sums alone, p95",
        milliseconds(p95(pages)),
        milliseconds(p95(floor)),
        p95(pages) / p95(floor),
        f"≤ {WITHIN_MS} ms",
        p95(pages) * 1000 <= WITHIN_MS,
    )
