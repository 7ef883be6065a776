"""The land: the shipped coast of Indonesia and its neighbours, by country and by place."""

import json
from functools import cache

from gis_data.datasets import LAND
from gis_data.extent import Bounds

Polygon = list[list[list[float]]]


@cache
def _islands() -> list[tuple[str, Bounds, Polygon]]:
    """(country, bounds, polygon) of every island, read once."""
    collection = json.loads(LAND.path.read_text(encoding="utf-8"))
    return [
        (feature["properties"]["country"], _bounds(polygon[0]), polygon)
        for feature in collection["features"]
        for polygon in feature["geometry"]["coordinates"]
    ]


def _bounds(ring: list[list[float]]) -> Bounds:
    longitudes, latitudes = [x for x, _ in ring], [y for _, y in ring]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def multipolygon(bounds: Bounds, country: str | None = None) -> str:
    """The islands that reach into ``bounds`` (west, south, east, north; EPSG:4326), whole, as a GeoJSON MultiPolygon.

    ``country`` is "ID", "MY", "BN", "SG", "TL" or "PG"; None for all of them.
    """
    west, south, east, north = bounds
    reaching = [
        polygon
        for owner, (left, bottom, right, top), polygon in _islands()
        if (country is None or owner == country) and left <= east and right >= west and bottom <= north and top >= south
    ]
    return json.dumps({"type": "MultiPolygon", "coordinates": reaching}, separators=(",", ":"))
