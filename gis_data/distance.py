"""Distances in metres between places given in degrees (EPSG:4326)."""

import math

from django.contrib.gis.geos import Point

METRES_PER_DEGREE_LAT = 110_574
METRES_PER_DEGREE_LON = 111_320  # at the equator


def distance_m(a: Point, b: Point) -> float:
    """The distance between two points in metres, good to a percent within a province."""
    scale = math.cos(math.radians((a.y + b.y) / 2))
    return math.hypot((a.x - b.x) * METRES_PER_DEGREE_LON * scale, (a.y - b.y) * METRES_PER_DEGREE_LAT)
