"""Shapes as people hand them in: coordinates typed or pasted, GeoJSON or KML, turned into checked geometry.

Latitudes (6° N to 11° S) and longitudes (95° to 141° E) of Indonesia do not overlap, so a pair typed in either order
is read with certainty. GeoJSON and KML define their order; a swapped file is refused, because whatever else it holds
is swapped too.
"""

import json
import re
from xml.etree import ElementTree

from django.contrib.gis.geos import Point, Polygon
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gis_data.extent import INDONESIA, holds, why_elsewhere

MAX_TEXT = 1_000_000
MAX_CORNERS = 2_000

_NUMBER = r"[-−+]?\d{1,3}(?:[.,]\d+)?"
_PAIR = re.compile(rf"^\s*({_NUMBER})\s*(?:[;,\t ]\s*|\s+)({_NUMBER})\s*$")
_DMS = re.compile(
    r"(\d{1,3})\s*[°ºd]\s*(\d{1,2})\s*['′’m]\s*(\d{1,2}(?:[.,]\d+)?)\s*[\"″”s]?\s*(LU|LS|BT|N|S|E|U|T)", re.IGNORECASE
)
_SOUTH = {"LS", "S"}


def parse_polygon(text: str) -> Polygon:
    """One polygon (EPSG:4326) from GeoJSON, KML or lines of coordinates, checked.

    Raises ValidationError with a sentence: not readable, more than one polygon, fewer than three corners, an outline
    that crosses itself, coordinates swapped or outside Indonesia.
    """
    text = _bounded(text)
    rings = _from_json(text) if text[0] in "{[" else _from_kml(text) if text[0] == "<" else [_from_lines(text)]
    if len(rings[0]) > MAX_CORNERS:
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
        except (ValueError, TypeError, KeyError):
            raise ValidationError(_("The position could not be read."), code="unreadable") from None
        check_place(x, y)
    else:
        x, y = _pair(text)
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
    if len(text) > MAX_TEXT:
        raise ValidationError(_("The file is larger than 1 MB; a plot needs a few lines only."), code="size")
    return text


def _from_json(text: str) -> list[list[tuple[float, float]]]:
    try:
        data = json.loads(text)
        polygons = list(_polygons(data))
        if len(polygons) == 1:
            return [[(float(corner[0]), float(corner[1])) for corner in ring] for ring in polygons[0]]
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        raise ValidationError(_("This is not GeoJSON that can be read."), code="unreadable") from None
    raise ValidationError(_one_polygon(len(polygons)), code="count")


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
        raise ValidationError(_("This is not KML that can be read."), code="unreadable") from None
    raise ValidationError(_one_polygon(len(polygons)), code="count")


def _from_lines(text: str) -> list[tuple[float, float]]:
    corners = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                corners.append(_pair(line))
            except ValidationError as error:
                raise ValidationError(
                    _("Line %(number)d: %(problem)s") % {"number": number, "problem": error.messages[0]}, code="line"
                ) from None
    return corners


def _pair(line: str) -> tuple[float, float]:
    """Longitude and latitude of one line, whichever way round it was written."""
    found = _DMS.findall(line)
    if len(found) == 2:
        values = [_degrees(*part) for part in found]
    elif match := _PAIR.match(line.strip().strip("()[]")):
        values = [float(part.replace("−", "-").replace(",", ".")) for part in match.groups()]
    else:
        raise ValidationError(
            _("“%(text)s” is not a pair of coordinates. Write for example -2.2099, 113.9213.")
            % {"text": line.strip()[:60]},
            code="unreadable",
        )
    x, y = values
    return (y, x) if holds(INDONESIA, y, x) else (x, y)


def _degrees(degrees: str, minutes: str, seconds: str, side: str) -> float:
    value = int(degrees) + int(minutes) / 60 + float(seconds.replace(",", ".")) / 3600
    return -value if side.upper() in _SOUTH else value


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


def _one_polygon(count: int) -> str:
    return _("The file must hold exactly one polygon; this one holds %(count)d.") % {"count": count}
