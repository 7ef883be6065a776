"""A loaded layer for the map in a browser: simplified, as compact GeoJSON written by the database."""

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import F, Func, Value

from gis_data.layers import DECIMALS
from gis_data.models import OverlayLayer

# Degrees, some fifty metres: a pixel where a regency fills the screen. Who needs more takes the tiles.
_TOLERANCE = 0.0005


class Simplified(Func):
    """A geometry with fewer corners that stays valid; the second argument is the tolerance in its own units."""

    function = "ST_SimplifyPreserveTopology"
    output_field = GeometryField(srid=4326)


def overlay_geojson(layer: OverlayLayer) -> bytes:
    """All shapes of the layer as a FeatureCollection without properties, UTF-8."""
    shapes = layer.features.order_by("pk").annotate(
        drawn=AsGeoJSON(Simplified(F("geometry"), Value(_TOLERANCE)), precision=DECIMALS)
    )
    drawn = shapes.values_list("drawn", flat=True)
    features = (f'{{"type":"Feature","properties":{{}},"geometry":{geometry}}}' for geometry in drawn)
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'.encode()
