"""Shapes as people hand them in: coordinates typed or pasted, GeoJSON or KML, turned into checked geometry.

A typed pair is read in either order (``coordinate_text``). GeoJSON and KML define theirs; a swapped file is refused,
because whatever else it holds is swapped too.
"""

import json
import re
from xml.etree import ElementTree

from django.contrib.gis.geos import Point, Polygon
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gis_data.coordinate_text import read_place
from gis_data.extent import why_elsewhere

MAX_TEXT = 1_000_000
MAX_CORNERS = 2_000
# What a browser makes of a chosen file that is no text: a KMZ (as Google Earth saves a place) and a PDF begin so.
_PACKED = ("PK\x03\x04", "%PDF-")


def parse_polygon(text: str) -> Polygon:
    """One polygon (EPSG:4326) from GeoJSON, KML or lines of coordinates, checked.

    Raises ValidationError with a sentence: not readable, more than one polygon, fewer than three corners, an outline
    that crosses itself, coordinates swapped or outside Indonesia.
    """
    text = _bounded(text)
    rings = _from_json(text) if text[0] in "{[" else _from_kml(text) if text[0] == "<" else [_from_lines(text)]
    if sum(len(ring) for ring in rings) > MAX_CORNERS:
        raise ValidationError(_("The outline has more than %(max)d corners.") % {"max": MAX_CORNERS}, code="corners")
    for ring in rings:
        for x, y in ring:
            check_place(x, y)
    closed = [_closed(ring) for ring in rings]
    polygon = Polygon(*closed, srid=4326)
    if not polygon.valid:
        raise ValidationError(_invalid(polygon.valid_reason), code="crosses")
    return polygon


def parse_point(text: str) -> Point:
    """One point (EPSG:4326) from a typed pair, degrees-minutes-seconds (LS/LU, BT) or a GeoJSON Point.

    Raises ValidationError with a sentence.
    """
    text = _bounded(text)
    if text[0] == "{":
        try:
            geometry = json.loads(text)
            x, y = (float(part) for part in geometry["coordinates"][:2])
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            raise ValidationError(_("The position could not be read."), code="unreadable") from None
        check_place(x, y)
    else:
        x, y = read_place(text)
        check_place(x, y)
    return Point(x, y, srid=4326)


def check_place(lon: float, lat: float) -> None:
    """Refuse a coordinate outside Indonesia, saying so when it is only swapped."""
    if sentence := why_elsewhere(lon, lat):
        raise ValidationError(sentence, code="place")


def _bounded(text: str) -> str:
    text = (text or "").strip().lstrip("\ufeff")
    if not text:
        raise ValidationError(_("Coordinates are missing."), code="missing")
    if text.startswith(_PACKED) or "\0" in text:
        raise ValidationError(
            _("This is neither coordinates nor GeoJSON or KML. Save a KMZ file as KML first."), code="unreadable"
        )
    if len(text) > MAX_TEXT:
        raise ValidationError(_("The file is larger than 1 MB; a plot needs a few lines only."), code="size")
    return text


def _from_json(text: str) -> list[list[tuple[float, float]]]:
    try:
        data = json.loads(text)
        polygons = list(_polygons(data))
        if len(polygons) == 1 and polygons[0]:
            return [[(float(corner[0]), float(corner[1])) for corner in ring] for ring in polygons[0]]
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError):
        raise _unreadable("GeoJSON") from None
    raise _wrong_count(len(polygons), "GeoJSON")


def _polygons(data):
    kind = data["type"]
    if kind == "FeatureCollection":
        for feature in data["features"]:
            yield from _polygons(feature)
    elif kind == "Feature":
        yield from _polygons(data["geometry"])
    elif kind == "GeometryCollection":
        for geometry in data["geometries"]:
            yield from _polygons(geometry)
    elif kind == "Polygon":
        yield data["coordinates"]
    elif kind == "MultiPolygon":
        yield from data["coordinates"]


def _from_kml(text: str) -> list[list[tuple[float, float]]]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValidationError(_("This KML holds declarations that are not accepted."), code="unreadable")
    try:
        # No entities can be declared (see above), so the standard parser has nothing to expand.
        root = ElementTree.fromstring(text)  # noqa: S314
        polygons = [node for node in root.iter() if node.tag.rpartition("}")[2] == "Polygon"]
        rings = [
            [tuple(float(part) for part in corner.split(",")[:2]) for corner in (node.text or "").split()]
            for polygon in polygons[:1]
            for node in polygon.iter()
            if node.tag.rpartition("}")[2] == "coordinates"
        ]
        if len(polygons) == 1 and rings:
            return [[(x, y) for x, y in ring] for ring in rings]
    except (ElementTree.ParseError, ValueError):
        raise _unreadable("KML") from None
    raise _wrong_count(len(polygons), "KML")


def _from_lines(text: str) -> list[tuple[float, float]]:
    corners = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                corners += _corners_of(line)
            except ValidationError as error:
                raise ValidationError(
                    _("Line %(number)d: %(problem)s") % {"number": number, "problem": error.messages[0]}, code="line"
                ) from None
    return corners


def _corners_of(line: str) -> list[tuple[float, float]]:
    """The corners of one line: one, or several with semicolons between them."""
    try:
        return [read_place(line)]
    except ValidationError:
        several = [part for part in line.split(";") if part.strip()]
        if len(several) < 2:
            raise
        return [read_place(part) for part in several]


def _closed(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    if len(set(ring)) < 3:
        raise ValidationError(_("An outline needs at least three different corners."), code="corners")
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _invalid(reason: str) -> str:
    place = re.search(r"\[([-\d.e]+) ([-\d.e]+)\]", reason)
    if reason.startswith("Self-intersection") and place:
        return _("The outline crosses itself near %(y).5f, %(x).5f. Put the corners in order around the plot.") % {
            "x": float(place[1]),
            "y": float(place[2]),
        }
    return _("The outline is not a simple polygon. Put the corners in order around the plot.")


def _unreadable(notation: str) -> ValidationError:
    return ValidationError(_("This is not %(notation)s that can be read.") % {"notation": notation}, code="unreadable")


def _wrong_count(count: int, notation: str) -> ValidationError:
    if count == 1:  # a polygon without a single corner
        return _unreadable(notation)
    return ValidationError(
        _("The file must hold exactly one polygon; this one holds %(count)d.") % {"count": count}, code="count"
    )
