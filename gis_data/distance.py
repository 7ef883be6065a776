"""Distances in metres between places given in degrees (EPSG:4326)."""

import math
from collections.abc import Iterable
from itertools import pairwise

from django.contrib.gis.geos import Point

METRES_PER_DEGREE_LAT = 110_574
METRES_PER_DEGREE_LON = 111_320  # at the equator


def distance_m(a: Point, b: Point) -> float:
    """The distance between two points in metres, good to a percent within a province."""
    scale = math.cos(math.radians((a.y + b.y) / 2))
    return math.hypot((a.x - b.x) * METRES_PER_DEGREE_LON * scale, (a.y - b.y) * METRES_PER_DEGREE_LAT)


def distance_to_m(place: Point, rings: Iterable[Iterable[tuple[float, float]]]) -> float:
    """The distance from a place to the nearest edge of a polygon in metres, as good as ``distance_m``; inside it 0.

    ``rings``: the polygon's ``coords``, read once for many places.
    """
    x, y = place.coords[:2]
    nearest, inside = math.inf, False
    for ring in rings:
        latitude = math.radians((y + ring[0][1]) / 2)
        east, north = METRES_PER_DEGREE_LON * math.cos(latitude), METRES_PER_DEGREE_LAT
        corners = [((u - x) * east, (v - y) * north) for u, v, *_ in ring]
        for (x1, y1), (x2, y2) in pairwise(corners):
            nearest = min(nearest, _from_origin(x1, y1, x2, y2))
            # Each side that a line from the place eastwards crosses leads in or out; those of holes count too.
            if (y1 > 0) != (y2 > 0) and x1 - y1 * (x2 - x1) / (y2 - y1) > 0:
                inside = not inside
    return 0.0 if inside else nearest


def _from_origin(x1: float, y1: float, x2: float, y2: float) -> float:
    """How far the origin is from a side of a polygon."""
    dx, dy = x2 - x1, y2 - y1
    length2 = dx * dx + dy * dy
    along = min(1.0, max(0.0, -(x1 * dx + y1 * dy) / length2)) if length2 else 0.0
    return math.hypot(x1 + along * dx, y1 + along * dy)
