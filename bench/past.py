"""The register on past days over the whole country, beside the same questions about the present, both asked anew."""

import datetime
import statistics
from collections.abc import Iterator

from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from bench import nation_world, page_figure, world
from bench.measure import Figure, milliseconds, seconds
from bench.wsgi_client import WsgiClient
from gis_data.codes import COUNTRY
from sites.history.as_of import end_of, first_day
from sites.history.past import LAST
from sites.models import DaySheet, DistrictVersion, SettledHistory, Site

MOST = 3
# At these parts of the register's life it is asked.
_PARTS, _ROUNDS = (0.25, 0.5, 0.9), 5


def figures() -> list[Figure]:
    """The map's layer, the tables that count, the page of a region, and the longest waits."""
    days = list(_days())
    _make_sheets(days)
    regency = DistrictVersion.objects.order_by("?").values_list("district_code", flat=True).first()[:5]
    table = {name: reverse("report_table", args=[name]) for name in ("stages", "states", "obstacles", "waits")}
    asked = [
        ("the map’s layer, the country", COUNTRY, reverse("map_layer")),
        ("regions by stage, the country", COUNTRY, table["stages"]),
        ("states of a workflow, the country", COUNTRY, table["states"]),
        ("obstacles, a province", regency[:2], table["obstacles"]),
        ("page of a province", regency[:2], reverse("region_page", args=[regency[:2]])),
        ("page of a regency", regency, reverse("region_page", args=[regency])),
        ("the longest waits, a province", regency[:2], table["waits"]),
        ("the longest waits, a regency", regency, table["waits"]),
    ]
    return [
        nation_world.size_figure(),
        *(_figure(name, WsgiClient(world.person(Role.VIEWER, code)), path, days) for name, code, path in asked),
    ]


def _days() -> Iterator[datetime.date]:
    first, today = first_day(), timezone.localdate()
    for part in _PARTS:
        yield first + (today - first) * part


def _make_sheets(days: list[datetime.date]) -> None:
    """The day sheets of these days, as the nights have made them: of all days they would be a gigabyte."""
    with connection.cursor() as cursor:
        for day in days:
            cursor.execute(
                f"INSERT INTO {DaySheet._meta.db_table} (regency_code, day, records) "
                "SELECT left(site.code, 5), %s, string_agg(last.record, ''::bytea ORDER BY site.code) "
                f"FROM {Site._meta.db_table} site {LAST} WHERE last.open GROUP BY 1 ON CONFLICT DO NOTHING",
                [day, end_of(day)],
            )
        cursor.execute("VACUUM ANALYZE " + DaySheet._meta.db_table)
    until = timezone.localdate() - datetime.timedelta(days=1)
    regencies = DaySheet.objects.order_by().values_list("regency_code", flat=True).distinct()
    SettledHistory.objects.bulk_create(
        [SettledHistory(regency_code=code, until=until) for code in regencies], ignore_conflicts=True
    )


def _figure(name: str, client: WsgiClient, path: str, days: list[datetime.date]) -> Figure:
    """The day that takes longest; the two sides in turn, after a warm-up, with nothing kept."""
    slowest = max((_medians(client, path, day) for day in days), key=lambda medians: medians[0] / medians[1])
    past, present = slowest
    return Figure(
        f"{name}, on the slowest of {len(days)} days / now",
        milliseconds(past),
        milliseconds(present),
        past / present,
        f"≤ {MOST}",
        past / present <= MOST,
    )


def _medians(client: WsgiClient, path: str, day: datetime.date) -> tuple[float, float]:
    sides: tuple[list[float], list[float]] = [], []
    for number in range(1 + _ROUNDS):
        for taken, address in zip(sides, (f"{path}?on={day.isoformat()}", path), strict=True):
            cache.clear()
            spent = seconds(lambda address=address: page_figure.ask(address, client), 1)
            if number:
                taken.append(spent)
        if sum(sides[0]) > page_figure.SECONDS:
            break
    return statistics.median(sides[0] or [spent]), statistics.median(sides[1] or [spent])
