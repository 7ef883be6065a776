"""The map's ground as compact GeoJSON: the boundaries of a scope, and the land around it."""

import json
from collections.abc import Iterable

from django.contrib.gis.db.models.functions import AsGeoJSON, PointOnSurface

from gis_data import land
from gis_data.codes import Code, Level
from gis_data.datasets import LAND
from gis_data.extent import INDONESIA, Bounds
from gis_data.models import Boundary, GeographyVersion

# Four decimals are eleven metres, finer than the outlines for display.
DECIMALS = 4


def geography_version() -> str:
    """A short text that changes whenever a region or a boundary does; the ETag of what is drawn from them."""
    changed_at = GeographyVersion.objects.values_list("changed_at", flat=True).first()
    return changed_at.isoformat() if changed_at else "none"


def boundary_layer(level: Level, codes: Iterable[str | Code]) -> bytes:
    """The boundaries of one level inside the jurisdictions as a GeoJSON FeatureCollection, UTF-8.

    Properties: code, name, kind, official, source, as_of, label ([lon, lat], a place for the name). The caller scopes
    ``codes`` and keeps the answer under ``geography_version()``; no code gives no feature. A boundary whose
    ``official`` is false must be drawn dashed and called approximate. Raises InvalidCode.
    """
    rows = (
        Boundary.objects.within_any(codes)
        .of_level(level)
        .annotate(outline=AsGeoJSON("display", precision=DECIMALS), inside=PointOnSurface("display"))
        .values_list("region_id", "region__name", "region__kind", "official", "source", "as_of", "outline", "inside")
    )
    features = []
    for code, name, kind, official, source, as_of, outline, inside in rows:
        properties = {
            "code": code,
            "name": name,
            "kind": kind,
            "official": official,
            "source": source,
            "as_of": as_of.isoformat() if as_of else None,
            "label": [round(inside.x, DECIMALS), round(inside.y, DECIMALS)],
        }
        # The outline is GeoJSON already; parsing it only to write it again would cost more than the query.
        features.append(f'{{"type":"Feature","properties":{_compact(properties)},"geometry":{outline}}}')
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'.encode()


def land_version() -> str:
    """The version of the land; it changes with the product only."""
    return LAND.as_of.isoformat()


def land_layer(bounds: Bounds = INDONESIA) -> bytes:
    """Land that reaches into ``bounds`` (west, south, east, north) as one GeoJSON feature, UTF-8: the backdrop.

    Whole islands, Indonesia's and its neighbours' alike.
    """
    geometry = land.multipolygon(bounds)
    return f'{{"type":"Feature","properties":{_compact({"source": LAND.source})},"geometry":{geometry}}}'.encode()


def _compact(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
