"""The form fields for plots and positions: what goes in comes out again, and what is wrong is said."""

import json

import pytest
from django import forms
from django.contrib.gis.geos import Point, Polygon

from gis_data.forms import CleanCharField, DayField, PointTextField, PolygonTextField, geojson

TRIANGLE = Polygon([(113.9, -2.2), (113.91, -2.2), (113.91, -2.21), (113.9, -2.2)], srid=4326)


class ShapeForm(forms.Form):
    plot = PolygonTextField(required=False)
    point = PointTextField(required=False)


def test_text_becomes_geometry():
    form = ShapeForm({"plot": "-2.2, 113.9\n-2.2, 113.91\n-2.21, 113.91", "point": "-2.2, 113.9"})
    assert form.is_valid()
    assert form.cleaned_data["plot"].equals(TRIANGLE)
    assert form.cleaned_data["point"] == Point(113.9, -2.2, srid=4326)


def test_json_objects_are_taken_as_they_are():
    form = ShapeForm({"plot": json.loads(TRIANGLE.json), "point": {"type": "Point", "coordinates": [113.9, -2.2]}})
    assert form.is_valid()
    assert form.cleaned_data["plot"].equals(TRIANGLE)


def test_nothing_is_nothing():
    form = ShapeForm({"plot": "  ", "point": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"plot": None, "point": None}


def test_what_is_asked_for_must_come():
    class Asked(forms.Form):
        plot = PolygonTextField()

    assert not Asked({"plot": ""}).is_valid()


@pytest.mark.parametrize("text", ["balai desa", "-2.2, 113.9", "\x00", "{"])
def test_what_cannot_be_read_stays_in_the_field_with_its_sentence(text):
    form = ShapeForm({"plot": text})
    assert not form.is_valid()
    assert len(form.errors["plot"]) == 1
    assert form["plot"].value() == text


def test_geometry_is_shown_as_text_that_reads_back():
    form = ShapeForm(initial={"plot": TRIANGLE, "point": Point(113.92130009, -2.2, srid=4326)})
    assert 'data-shape="polygon"' in str(form["plot"])
    assert 'data-shape="point"' in str(form["point"])
    assert form["point"].value() == '{"type":"Point","coordinates":[113.9213001,-2.2]}'
    again = ShapeForm({"plot": form["plot"].value()})
    assert again.is_valid()
    assert again.cleaned_data["plot"].equals(TRIANGLE)


def test_geojson_has_seven_decimals_and_no_coordinate_system():
    text = geojson(Point(113.123456789, -2.0, srid=4326))
    assert text == '{"type":"Point","coordinates":[113.1234568,-2.0]}'


class TypedForm(forms.Form):
    line = CleanCharField(max_length=8)
    lines = CleanCharField(widget=forms.Textarea, required=False)
    day = DayField(required=False)


def test_texts_are_kept_clean_and_measured_as_they_are_kept():
    form = TypedForm({"line": "HP\u202e 1\u200b\u200b\u200b\u200b\u200b", "lines": "satu\r\ndua\u2066"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"line": "HP 1", "lines": "satu\ndua", "day": None}


def test_a_text_of_which_nothing_is_left_is_no_answer():
    assert "line" in TypedForm({"line": "\u200b\u3164 "}).errors


@pytest.mark.parametrize("day", ["0001-01-01", "0202-11-03", "9999-12-31"])
def test_a_day_nobody_can_mean_is_refused(day):
    assert list(TypedForm({"line": "x", "day": day}).errors) == ["day"]


def test_coordinates_are_read_through_the_signs_a_chat_puts_around_them():
    form = ShapeForm({"point": "\u200e-2.2,\u00a0113.9\u202c"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["point"] == Point(113.9, -2.2, srid=4326)
