"""The file formats boundaries come in; a new one is a class in a file of its own and a line in ``FORMATS``."""

from gis_data.importers.formats.base import SourceLayer, VectorFormat
from gis_data.importers.formats.geojson import GeoJson
from gis_data.importers.formats.geopackage import GeoPackage
from gis_data.importers.formats.kml import Kml
from gis_data.importers.formats.zipped_shapefile import ZippedShapefile

FORMATS: tuple[VectorFormat, ...] = (GeoPackage(), ZippedShapefile(), Kml(), GeoJson())

__all__ = ["FORMATS", "SourceLayer", "VectorFormat"]
