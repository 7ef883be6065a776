"""Form fields for texts, and for plots and positions: text in any accepted notation, geometry (EPSG:4326) out."""

import json

from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone

from gis_data import shapes
from gis_data.dates import possible_day
from gis_data.texts import clean_line, clean_paragraphs


class CleanCharField(forms.CharField):
    """A free text as it is kept (``gis_data.texts``): of several lines in a text area, else of one."""

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values or "\x00" in text:
            return text  # no keyboard makes a null character: Django's own validator refuses it
        cleaned = clean_paragraphs(text) if isinstance(self.widget, forms.Textarea) else clean_line(text)
        return cleaned or self.empty_value


class DayField(forms.DateField):
    """A day that can be meant (``gis_data.dates``)."""

    default_validators = [possible_day]


class MomentField(forms.DateTimeField):
    """A moment on a day that can be meant; without an offset it is the reader's own time."""

    def to_python(self, value):
        try:
            moment = super().to_python(value)
            if moment is not None:
                possible_day(timezone.localdate(moment))
        except OverflowError:  # the first and the last day of all have no other time zone's day
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        return moment


class _ShapeTextField(CleanCharField):
    """Base: takes text or a JSON object, shows geometry as GeoJSON with seven decimals (a centimetre)."""

    def prepare_value(self, value):
        if isinstance(value, GEOSGeometry):
            return geojson(value)
        return value

    def has_changed(self, initial, data) -> bool:
        return True

    def to_python(self, value):
        if isinstance(value, dict):
            value = json.dumps(value)
        text = super().to_python(value)
        return self.parse(text) if text else None


class PolygonTextField(_ShapeTextField):
    """One polygon: drawn (GeoJSON), pasted coordinates, or the text of a GeoJSON or KML file."""

    widget = forms.Textarea
    parse = staticmethod(shapes.parse_polygon)

    def widget_attrs(self, widget) -> dict:
        return {"rows": 5, "spellcheck": "false", "data-shape": "polygon"}


class PointTextField(_ShapeTextField):
    """One position: typed, pasted or picked on the map."""

    parse = staticmethod(shapes.parse_point)

    def widget_attrs(self, widget) -> dict:
        return {"spellcheck": "false", "autocomplete": "off", "data-shape": "point"}


class PlaceTextField(_ShapeTextField):
    """One position or one outline, whichever the text gives: a single pair of coordinates is a position."""

    widget = forms.Textarea

    @staticmethod
    def parse(text: str) -> GEOSGeometry:
        single = '"Point"' in text if text.lstrip()[:1] in "{[<" else len(text.strip().splitlines()) == 1
        return shapes.parse_point(text) if single else shapes.parse_polygon(text)

    def widget_attrs(self, widget) -> dict:
        return {"rows": 3, "spellcheck": "false"}


def geojson(geometry: GEOSGeometry) -> str:
    """The geometry as compact GeoJSON text, seven decimals."""
    return json.dumps(_rounded(json.loads(geometry.json)), separators=(",", ":"))


def _rounded(value):
    if isinstance(value, float):
        return round(value, 7)
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items() if key != "crs"}
    return value
