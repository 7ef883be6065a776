"""Distances in metres between places given in degrees (EPSG:4326)."""

import math

from django.contrib.gis.geos import GEOSGeometry, Point, Polygon

METRES_PER_DEGREE_LAT = 110_574
METRES_PER_DEGREE_LON = 111_320  # at the equator


def distance_m(a: Point, b: Point) -> float:
    """The distance between two points in metres, good to a percent within a province."""
    scale = math.cos(math.radians((a.y + b.y) / 2))
    return math.hypot((a.x - b.x) * METRES_PER_DEGREE_LON * scale, (a.y - b.y) * METRES_PER_DEGREE_LAT)


def distance_to_m(place: Point, shape: GEOSGeometry) -> float:
    """The distance from a place to the nearest edge of a shape in metres, as good as ``distance_m``; inside it 0."""
    if not isinstance(shape, Polygon):
        return distance_m(place, shape.centroid)
    scale = math.cos(math.radians((place.y + shape.centroid.y) / 2))
    around = Polygon(
        *(
            [((x - place.x) * METRES_PER_DEGREE_LON * scale, (y - place.y) * METRES_PER_DEGREE_LAT) for x, y in ring]
            for ring in shape.coords
        )
    )
    return around.distance(Point(0, 0))
