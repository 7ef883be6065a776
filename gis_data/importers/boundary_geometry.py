"""From a feature to a valid two-dimensional MultiPolygon in EPSG:4326, or the reason why not."""

import math
import re

from django.contrib.gis.gdal import CoordTransform, GDALException, SpatialReference
from django.contrib.gis.gdal.feature import Feature
from django.contrib.gis.geos import GeometryCollection as Collection
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon
from django.utils.translation import gettext as _

from gis_data.extent import Bounds, why_elsewhere
from gis_data.importers.formats import SourceLayer
from gis_data.importers.report import ImportRefused

WGS84 = 4326
_EPSG = re.compile(r"(?:EPSG:)?([0-9]{4,6})", re.IGNORECASE | re.ASCII)
# A transformation may name a grid file of the server; only the empty grid is let through.
_GRID_FILE = re.compile(r"nadgrids=(?!@null\b)", re.IGNORECASE)


def coordinate_system(layer: SourceLayer, declared: str | None) -> SpatialReference:
    """The system the file declares, or else the one the person declares as "EPSG:32749"; never a guess.

    Raises ImportRefused when neither or both do, or when the code is unknown.
    """
    if layer.srs is not None and declared:
        raise ImportRefused(
            _("The file declares its coordinate system itself (%(name)s); do not give another.")
            % {"name": layer.srs.name}
        )
    if layer.srs is not None:
        if _GRID_FILE.search(layer.srs.wkt):
            raise ImportRefused(_("The coordinate system of the file refers to other files; use an EPSG system."))
        return layer.srs
    if not declared:
        raise ImportRefused(
            _(
                "The file does not declare its coordinate system. Ask its author and give it, for example EPSG:4326 or "
                "EPSG:32749 (UTM 49S); it is never guessed."
            )
        )
    match = _EPSG.fullmatch(declared.strip())
    try:
        if match:
            return SpatialReference(int(match[1]))
    except GDALException:
        pass
    raise ImportRefused(
        _("“%(crs)s” is not a known coordinate system. Write it as EPSG:32749.") % {"crs": declared[:40]}
    )


def to_wgs84(srs: SpatialReference) -> CoordTransform | None:
    """The transformation to longitude and latitude; None when the system is already that."""
    target = SpatialReference(WGS84)
    if srs.srid == WGS84:
        return None
    try:
        return CoordTransform(srs, target)
    except GDALException as error:
        raise ImportRefused(_("The coordinate system of the file cannot be converted to degrees.")) from error


def outline(
    feature: Feature, transform: CoordTransform | None, bounds: Bounds, place: str
) -> tuple[MultiPolygon, bool]:
    """The feature's outline, and whether it had to be repaired. Raises ValueError with the reason in a sentence.

    Heights and measures are dropped, arcs become lines, rings are closed. ``bounds`` is where ``place`` lies.
    """
    geometry = read_geometry(feature, transform)
    areas = _polygons(geometry)
    if not areas:
        raise ValueError(_("It is a %(type)s, not an area.") % {"type": geometry.geom_type})
    shape = MultiPolygon(areas, srid=WGS84)
    # Checked before the repair: the coordinates may be infinite, and a repair of those would take them away.
    west, south, east, north = shape.extent
    for lon, lat in ((west, south), (east, north)):
        elsewhere = why_elsewhere(lon, lat, bounds, place)
        if elsewhere:
            raise ValueError(elsewhere)
    if not math.isfinite(shape.area):
        raise ValueError(_("It has coordinates that are no numbers."))
    if shape.valid:
        return shape, False
    repaired = MultiPolygon(_polygons(shape.make_valid()), srid=WGS84)
    if repaired.empty or not repaired.valid:
        raise ValueError(_("Its outline encloses no area, even after the repair."))
    return repaired, True


def read_geometry(feature: Feature, transform: CoordTransform | None) -> GEOSGeometry:
    """The feature's geometry as it is, flat and in degrees. Raises ValueError with the reason in a sentence."""
    try:
        geometry = feature.geom
    except GDALException:
        raise ValueError(_("It has no geometry.")) from None
    try:
        if geometry.empty:
            raise ValueError(_("It has no geometry."))
        if geometry.has_curve:
            geometry = geometry.get_linear_geometry()
        geometry.set_3d(False)
        geometry.set_measured(False)
        geometry.close_rings()
        if transform is not None:
            geometry.transform(transform)
        return GEOSGeometry(memoryview(bytes(geometry.wkb)))
    except (GDALException, GEOSException):
        raise ValueError(_("Its outline is broken: a ring has too few points or lies outside its system.")) from None


def _polygons(geometry: GEOSGeometry) -> list[Polygon]:
    """The areas in a geometry; what a repair leaves as points and lines is no area."""
    if isinstance(geometry, Polygon):
        return [geometry.clone()]
    if isinstance(geometry, Collection):
        return [polygon for part in geometry for polygon in _polygons(part)]
    return []
