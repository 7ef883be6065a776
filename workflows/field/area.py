"""The outlines of a phone's own area for its map: regencies and districts, simplified, as small whole numbers."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Polygon

from gis_data import codes
from gis_data.models import Boundary

# Numbers per degree: 1e4 are 11 m, finer than a line on a phone's screen at the scale of a district.
SCALE = 10_000
# How far a simplified line may lie from the real one, in degrees: about 130 m, 550 m where many districts are shown.
_TOLERANCES = ((20, 0.0012), (80, 0.005))
_COARSEST = 0.01


def outlines(site_codes: Iterable[str]) -> list[dict[str, Any]]:
    """The regencies and districts in which the sites lie, each with its rings.

    A ring is a list of whole numbers: longitude and latitude of its first point in 1/SCALE degrees, then of each next
    point how far it lies from the one before. One query.
    """
    wanted = {region for code in site_codes for region in _levels(code)}
    found = list(Boundary.objects.filter(region__in=wanted).select_related("region").order_by("region_id"))
    tolerance = next((size for count, size in _TOLERANCES if len(found) <= count), _COARSEST)
    made = []
    for boundary in found:
        rings = [ring for polygon in _polygons(boundary.display) if (ring := _ring(polygon, tolerance))]
        if rings:
            region = boundary.region
            made.append(
                {
                    "code": region.code,
                    "name": region.full_name,
                    "level": str(codes.parse(region.code).level),
                    "official": boundary.official,
                    "rings": rings,
                }
            )
    return made


def _levels(code: str) -> list[str]:
    """Regency and district of a site's code: "62.03" and "62.03.09"."""
    parts = code.split(".")
    return [".".join(parts[:2]), ".".join(parts[:3])]


def _polygons(shape: MultiPolygon) -> list[Polygon]:
    return list(shape)


def _ring(polygon: Polygon, tolerance: float) -> list[int]:
    """The outer line of the polygon; nothing for an island too small to be seen."""
    line = polygon.exterior_ring.simplify(tolerance, preserve_topology=True)
    points = [(round(x * SCALE), round(y * SCALE)) for x, y, *_height in line.coords]
    points = [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]
    if len(points) < 4:
        return []
    flat = list(points[0])
    for (x0, y0), (x1, y1) in pairwise(points):
        flat += [x1 - x0, y1 - y0]
    return flat
