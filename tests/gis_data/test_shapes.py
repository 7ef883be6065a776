"""Plots and positions as they are handed in: good ones become geometry, every other one a sentence."""

import json
import math

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gis_data import shapes

RING = [[113.90, -2.20], [113.91, -2.20], [113.91, -2.21], [113.90, -2.20]]
LINES = "-2.20, 113.90\n-2.20, 113.91\n-2.21, 113.91"
KML = (
    '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>{}'
    "</Placemark></Document></kml>"
)
KML_POLYGON = (
    "<Polygon><outerBoundaryIs><LinearRing><coordinates>113.90,-2.20,0 113.91,-2.20,0\n113.91,-2.21,0 113.90,-2.20,0"
    "</coordinates></LinearRing></outerBoundaryIs></Polygon>"
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def geojson(rings=None, **more) -> str:
    return json.dumps({"type": "Polygon", "coordinates": rings if rings is not None else [RING], **more})


def refusal(text: str, parse=shapes.parse_polygon) -> str:
    with pytest.raises(ValidationError) as refused:
        parse(text)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        LINES,
        LINES.replace("\n", "\r\n\r\n"),
        "113.90 -2.20\n113.91 -2.20\n113.91 -2.21",
        "-2.20,113.90; -2.20,113.91; -2.21,113.91",
        "1. -2.20, 113.90\n2. -2.20, 113.91\n3. -2.21, 113.91",
        "\ufeff" + geojson(),
        geojson([RING[:3]]),
        geojson([[[*corner, 12.5] for corner in RING]]),
        json.dumps({"type": "Feature", "properties": {}, "geometry": json.loads(geojson())}),
        json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": json.loads(geojson())}]}),
        json.dumps({"type": "GeometryCollection", "geometries": [json.loads(geojson())]}),
        json.dumps({"type": "MultiPolygon", "coordinates": [[RING]]}),
        KML.format(KML_POLYGON),
        f"<kml>{KML_POLYGON}</kml>",
    ],
    ids=lambda text: text[:24].strip(),
)
def test_every_notation_gives_the_same_polygon(text):
    polygon = shapes.parse_polygon(text)
    assert polygon.srid == 4326
    assert [tuple(corner) for corner in RING] == list(polygon.exterior_ring.coords)


def test_holes_are_kept():
    hole = [[113.908, -2.202], [113.909, -2.202], [113.909, -2.203], [113.908, -2.202]]
    assert shapes.parse_polygon(geojson([RING, hole])).num_interior_rings == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Coordinates are missing."),
        ("   \n ", "Coordinates are missing."),
        ("-2.20, 113.90\n-2.20, 113.91", "An outline needs at least three different corners."),
        ("-2.2,113.9\n" * 5, "An outline needs at least three different corners."),
        ("-2.20, 113.90\nn/a", "Line 2: “n/a” is not a pair of coordinates."),
        ("-2.20 113.90\n-2.21 113.91\n-2.21 113.90\n-2.20 113.91", "The outline crosses itself near -2.205"),
        ("-2.2,113.9\n-2.3,113.9\n-2.4,113.9", "crosses itself"),
        (geojson([[[y, x] for x, y in RING]]), "Longitude and latitude are swapped"),
        (geojson([[[0.1, 51.5], [0.2, 51.5], [0.2, 51.6], [0.1, 51.5]]]), "lies outside Indonesia."),
        (geojson([[[712345, 9755512], [712445, 9755512], [712445, 9755612]]]), "are not degrees"),
        (geojson([RING, [[115, -2.2], [115.1, -2.2], [115.1, -2.3]]]), "The outline is not a simple polygon."),
        (
            json.dumps({"type": "MultiPolygon", "coordinates": [[RING], [RING]]}),
            "exactly one polygon; this one holds 2",
        ),
        (json.dumps({"type": "Point", "coordinates": [113.9, -2.2]}), "exactly one polygon; this one holds 0"),
        (KML.format("<Point><coordinates>113.9,-2.2</coordinates></Point>"), "this one holds 0"),
        (KML.format(KML_POLYGON * 2), "this one holds 2"),
        (KML.format("<Polygon/>"), "This is not KML that can be read."),
        ("<kml>", "This is not KML that can be read."),
        ("PK\x03\x04\x14\x00\x08", "Save a KMZ file as KML first."),
        ("%PDF-1.4", "This is neither coordinates nor GeoJSON or KML."),
        ("\ufffd\ufffd\x10JFIF\x00", "This is neither coordinates nor GeoJSON or KML."),
        ('<!DOCTYPE kml [<!ENTITY a "aaaa">]><kml>&a;</kml>', "declarations that are not accepted."),
    ],
)
def test_what_is_no_plot_is_refused_in_a_sentence(text, sentence):
    assert sentence in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        "[1, 2]",
        "[" * 100_000,
        '{"type":"FeatureCollection","features":[' * 5_000,
        '{"type":"Polygon"}',
        geojson([]),
        '{"type":"Polygon","coordinates":{"a":1}}',
        '{"type":"Polygon","coordinates":[[["a","b"],["c","d"],["e","f"]]]}',
        '{"type":"Feature","geometry":null}',
    ],
    ids=lambda text: text[:40],
)
def test_broken_geojson_is_refused_in_a_sentence(text):
    assert refusal(text) == "This is not GeoJSON that can be read."


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_no_places_are_refused(number):
    assert refusal(geojson().replace("113.91", number))


def test_outlines_without_end_are_refused():
    circle = [
        [113.9 + 0.01 * math.cos(n / 400 * math.pi), -2.2 + 0.01 * math.sin(n / 400 * math.pi)]
        for n in range(shapes.MAX_CORNERS + 1)
    ]
    assert refusal(geojson([circle])) == "The outline has more than 2000 corners."
    assert refusal(geojson([RING, circle])) == "The outline has more than 2000 corners."
    assert refusal("-2.2, 113.9\n" * 100_000).startswith("The file is larger than 1 MB")


@pytest.mark.parametrize(
    "text",
    [
        "-2.2099, 113.9213",
        "2°12'35.64\" LS 113°55'16.68\" BT",
        '{"type":"Point","coordinates":[113.9213,-2.2099]}',
    ],
)
def test_a_position_in_every_notation(text):
    point = shapes.parse_point(text)
    assert point.srid == 4326
    assert point.coords == pytest.approx((113.9213, -2.2099), abs=0.00005)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Coordinates are missing."),
        ("balai desa", "is not a pair of coordinates"),
        ("51.5, 0.1", "lies outside Indonesia"),
        ('{"type":"Point","coordinates":[-2.2,113.9]}', "swapped"),
        ('{"type":"Point","coordinates":[]}', "The position could not be read."),
        ('{"a":' * 100_000, "The position could not be read."),
    ],
    ids=lambda text: text[:30],
)
def test_what_is_no_position_is_refused_in_a_sentence(text, sentence):
    assert sentence in refusal(text, shapes.parse_point)


@given(st.text(max_size=300) | st.text(alphabet='{}[]",:<>/0123456789.-typePolygncrds \n', max_size=300))
def test_any_text_is_a_polygon_or_a_sentence(text):
    try:
        assert shapes.parse_polygon(text).valid
    except ValidationError as refused:
        assert refused.messages[0]


@pytest.mark.parametrize("read", [shapes.parse_polygon, shapes.parse_point])
def test_a_number_beyond_all_numbers_is_a_sentence(read):
    huge = "1" + "0" * 400
    text = {
        shapes.parse_polygon: f'{{"type":"Polygon","coordinates":[[[{huge},-2],[112.1,-2.1],[112.2,-2.0]]]}}',
        shapes.parse_point: f'{{"type":"Point","coordinates":[{huge},-2]}}',
    }[read]
    with pytest.raises(ValidationError):
        read(text)
