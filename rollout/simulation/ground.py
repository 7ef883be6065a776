"""Plots that look like plots: where they lie, how large they are, how they are turned, what their papers say."""

import json
import math
import random
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.gis.geos import Point
from django.db import connection

from gis_data.distance import METRES_PER_DEGREE_LAT, METRES_PER_DEGREE_LON

_FARTHEST_M = 1200
# Sides in metres of plots that villages really offer.
_USUAL = [(50, 40), (40, 30), (50, 30), (60, 40), (45, 35), (40, 40), (50, 25), (60, 30), (70, 50), (48, 32)]
_SMALL = [(34, 24), (30, 25), (32, 22), (36, 23), (31, 25)]
_NARROW = [(75, 16), (70, 17), (80, 16)]
_TINY = [(20, 15), (25, 18), (18, 12), (24, 20), (20, 20)]


@dataclass(frozen=True)
class Ground:
    """One plot: its middle (EPSG:4326), its sides in metres, and its outline as GeoJSON text."""

    middle: Point
    length_m: float
    width_m: float
    outline: str
    area_m2: Decimal

    @property
    def place(self) -> str:
        """The middle as an officer types it: latitude, longitude."""
        return f"{self.middle.y:.6f}, {self.middle.x:.6f}"


def usual(near: Point, room_m: float, chance: random.Random) -> Ground:
    """A plot large enough for the standard building."""
    return _plot(near, room_m, chance.choice(_USUAL), chance)


def small(near: Point, room_m: float, chance: random.Random) -> Ground:
    """A plot below 1,000 m² on which the standard building still fits; Kapuas takes from 600 m²."""
    return _plot(near, room_m, chance.choice(_SMALL), chance)


def narrow(near: Point, room_m: float, chance: random.Random) -> Ground:
    """A plot of more than 1,000 m² that is too narrow for the standard building."""
    return _plot(near, room_m, chance.choice(_NARROW), chance)


def tiny(near: Point, room_m: float, chance: random.Random) -> Ground:
    """A plot too small for the standard building."""
    return _plot(near, room_m, chance.choice(_TINY), chance)


def room_around(region_code: str) -> dict[str, float]:
    """For each village with a point, the metres to the nearest other village; the village's own land ends half-way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.code, ST_Distance(v.point::geography, n.point::geography) FROM gis_data_region v "
            "CROSS JOIN LATERAL (SELECT point FROM gis_data_region o WHERE o.code <> v.code AND o.point IS NOT NULL "
            "AND o.kind IN ('desa', 'kelurahan') ORDER BY o.point <-> v.point LIMIT 1) n "
            "WHERE v.code LIKE %s AND v.kind IN ('desa', 'kelurahan') AND v.point IS NOT NULL",
            [f"{region_code}.%"],
        )
        return dict(cursor.fetchall())


def photo_place(ground: Ground, chance: random.Random) -> Point:
    """Where somebody stood who photographed the plot: a few steps beside it."""
    return _moved(ground.middle, chance.uniform(0, math.tau), chance.uniform(2, ground.length_m))


def _plot(near: Point, room_m: float, sides: tuple[int, int], chance: random.Random) -> Ground:
    away = min(room_m * 0.35, _FARTHEST_M)
    middle = _moved(near, chance.uniform(0, math.tau), chance.uniform(0.1, 1) * away)
    length, width = (side * chance.uniform(1.0, 1.06) for side in sides)
    turned = chance.uniform(0, math.pi)
    corners = []
    for u, v in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        # Nobody paces a perfect rectangle.
        x, y = u * length / 2 + chance.uniform(0, 0.8) * u, v * width / 2 + chance.uniform(0, 0.8) * v
        corners.append((x * math.cos(turned) - y * math.sin(turned), x * math.sin(turned) + y * math.cos(turned)))
    points = [_shifted(middle, x, y) for x, y in corners]
    ring = [[round(point.x, 7), round(point.y, 7)] for point in [*points, points[0]]]
    return Ground(
        middle=middle,
        length_m=round(length, 1),
        width_m=round(width, 1),
        outline=json.dumps({"type": "Polygon", "coordinates": [ring]}),
        area_m2=Decimal(round(_area(corners))),
    )


def _area(corners: list[tuple[float, float]]) -> float:
    following = [*corners[1:], corners[0]]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(corners, following, strict=True))) / 2


def _moved(point: Point, bearing: float, metres: float) -> Point:
    return _shifted(point, metres * math.sin(bearing), metres * math.cos(bearing))


def _shifted(point: Point, east_m: float, north_m: float) -> Point:
    scale = METRES_PER_DEGREE_LON * math.cos(math.radians(point.y))
    return Point(round(point.x + east_m / scale, 7), round(point.y + north_m / METRES_PER_DEGREE_LAT, 7), srid=4326)
