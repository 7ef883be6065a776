"""The geometry of a plot: its area, its centre, whether the standard building fits on it.

Areas come from PostGIS on the geography. Metres inside a plot are reckoned on a local plane, which over a few hundred
metres near the equator differs from the ellipsoid by less than a thousandth.
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.contrib.gis.geos import GEOSGeometry, Point, Polygon
from django.db import connection
from django.db.models import F, Func

from gis_data.distance import METRES_PER_DEGREE_LAT, METRES_PER_DEGREE_LON, distance_m

MAX_CENTRES = 400
# Corners are kept to a centimetre (seven decimals): a building exactly as large as its plot must not be lost to that.
ROUNDING_M = 0.02
# The same sum as area_m2, for a column that the database keeps beside the outline.
AREA = Func(F("plot"), template="round(ST_Area(%(expressions)s::geography)::numeric, 2)")


def area_m2(plot: Polygon) -> Decimal:
    """The plot's area in m² on the ellipsoid, two decimals."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT round(ST_Area(ST_GeomFromEWKB(%s)::geography)::numeric, 2)", [plot.ewkb])
        return cursor.fetchone()[0]


@dataclass(frozen=True)
class Measured:
    """An outline (EPSG:4326) and its area in m², as the database keeps the two beside each other."""

    outline: Polygon | None
    area_m2: Decimal | None


def area_of(process) -> Decimal:
    """The area of the process's plot in m²; the database is asked only for an outline it has not kept yet."""
    if process.measured.outline != process.plot:
        process.measured = Measured(process.plot, area_m2(process.plot))
    return process.measured.area_m2


def centre(process) -> tuple[Point, int] | None:
    """The plot's centre and half its greatest width in metres: how far off the building may still be."""
    if process.plot is None:
        return None
    middle = process.plot.centroid
    reach = max(distance_m(middle, Point(x, y)) for x, y in process.plot.exterior_ring.coords)
    return Point(middle.x, middle.y, srid=4326), max(1, math.ceil(reach))


def outline_from_sides(process) -> None:
    """Give a plot with a position and two sides, but no outline of its own, a rectangle of that size around it."""
    if not (process.plot_point and process.length_m and process.width_m):
        return
    if process.plot is None or _is_upright(process.plot):
        process.plot = rectangle(process.plot_point, float(process.length_m), float(process.width_m))


def made_from_sides(process) -> bool:
    """Is the outline nobody's drawing, but the rectangle of the stated length and width?"""
    sides = process.plot_point and process.length_m and process.width_m
    return bool(sides and process.plot and _is_upright(process.plot))


def _is_upright(plot: Polygon) -> bool:
    """Was the outline made by ``rectangle``? Nobody draws four sides that run straight north or east to a millionth."""
    sides = [(abs(x2 - x1), abs(y2 - y1)) for (x1, y1), (x2, y2) in pairwise(_corners(plot))]
    return len(sides) == 4 and all(min(side) <= 1e-6 * max(side) for side in sides)


def _corners(plot: Polygon) -> list[tuple[float, float]]:
    """The outline's corners in degrees, the first one again at the end.

    From its binary form (a byte for the order, type and count of four bytes each, the corners): to ask GEOS for one
    number after the other costs more than all that is done with them.
    """
    form = bytes(plot.exterior_ring.wkb)
    return list(struct.iter_unpack("<dd" if form[0] else ">dd", form[9:]))


def rectangle(point: Point, length_m: float, width_m: float) -> Polygon:
    """A rectangle around the point, its length running east (EPSG:4326)."""
    half_lon = length_m / 2 / (METRES_PER_DEGREE_LON * math.cos(math.radians(point.y)))
    half_lat = width_m / 2 / METRES_PER_DEGREE_LAT
    outline = Polygon.from_bbox((point.x - half_lon, point.y - half_lat, point.x + half_lon, point.y + half_lat))
    outline.srid = 4326
    return outline


def fits(plot: Polygon, length_m: float, width_m: float) -> bool:
    """Can a rectangle of that size stand somewhere inside the plot, turned as needed?

    Tried in the middle first and then over a grid, along the directions of the plot's own sides and in steps of 15°.
    A shape in which only one unusual turn at one exact spot fits may be missed; the rule can be waived.
    """
    ring = _local(plot)
    # An outline made of two sides, as most are: nothing has to be turned.
    if len(ring) == 5 and _is_upright(plot):
        sides = sorted((math.dist(ring[0], ring[1]), math.dist(ring[1], ring[2])))
        if all(side >= needed - ROUNDING_M for side, needed in zip(sides, sorted((length_m, width_m)), strict=True)):
            return True
    area = Polygon(ring)
    if area.area < (length_m - ROUNDING_M) * (width_m - ROUNDING_M):
        return False
    # The building's middle is at least half its width from every side of the plot: most plots too narrow end here.
    narrow = min(length_m, width_m)
    middles = area.buffer(-(narrow - ROUNDING_M) / 2)
    if middles.empty:
        return False
    prepared, prepared_middles, angles = area.prepared, middles.prepared, _angles(ring)
    return any(
        prepared.covers(_turned(x, y, length_m, width_m, angle))
        for x, y in _centres(middles, narrow / 8)
        if prepared_middles.covers(Point(x, y))
        for angle in angles
    )


def _local(plot: Polygon) -> list[tuple[float, float]]:
    """The outline in metres around its first corner."""
    corners = _corners(plot)
    x0, y0 = corners[0]
    scale = METRES_PER_DEGREE_LON * math.cos(math.radians(y0))
    return [((x - x0) * scale, (y - y0) * METRES_PER_DEGREE_LAT) for x, y in corners]


def _angles(ring: list[tuple[float, float]]) -> list[float]:
    """The directions of the outline's longest sides and of what stands square on them, then every 15°; radians."""
    sides = sorted(pairwise(ring), key=lambda side: -math.dist(*side))[:12]
    along = [math.atan2(y2 - y1, x2 - x1) for (x1, y1), (x2, y2) in sides]
    turned = [direction for angle in along for direction in (angle, angle + math.pi / 2)]
    return [*turned, *(math.radians(step) for step in range(0, 180, 15))]


def _centres(area: GEOSGeometry, spacing: float) -> Iterator[tuple[float, float]]:
    """Candidate centres within an area of one or more parts.

    The middle first, then half-way along every long side (an arm as wide as the building leaves only a line), then a
    grid over the extent of at most MAX_CENTRES points.
    """
    west, south, east, north = area.extent
    yield from (((west + east) / 2, (south + north) / 2), area.centroid.coords)
    for part in area if area.geom_type == "MultiPolygon" else [area]:
        sides = sorted(pairwise(part.exterior_ring.coords), key=lambda side: -math.dist(*side))[:12]
        yield from (((x1 + x2) / 2, (y1 + y2) / 2) for (x1, y1), (x2, y2) in sides)
    spacing = max(spacing, math.sqrt((east - west) * (north - south) / MAX_CENTRES))
    columns, rows = int((east - west) / spacing) + 1, int((north - south) / spacing) + 1
    for column in range(columns):
        for row in range(rows):
            yield west + (column + 0.5) * (east - west) / columns, south + (row + 0.5) * (north - south) / rows


def _turned(x: float, y: float, length: float, width: float, angle: float) -> Polygon:
    cos, sin = math.cos(angle), math.sin(angle)
    a, b = (length - ROUNDING_M) / 2, (width - ROUNDING_M) / 2
    corners = [(a, b), (-a, b), (-a, -b), (a, -b), (a, b)]
    return Polygon([(x + u * cos - v * sin, y + u * sin + v * cos) for u, v in corners])
