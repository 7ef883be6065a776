"""What kind of answer a field of a step's form takes, in one word for programs."""

from typing import Literal

from django import forms

from gis_data.forms import PointTextField, PolygonTextField

FieldType = Literal["polygon", "point", "choice", "decimal", "integer", "date", "datetime", "boolean", "text"]

# The first class that fits names the type; a narrower class stands before the wider one it descends from.
_TYPES: tuple[tuple[type[forms.Field], FieldType], ...] = (
    (PolygonTextField, "polygon"),
    (PointTextField, "point"),
    (forms.ChoiceField, "choice"),
    (forms.DecimalField, "decimal"),
    (forms.IntegerField, "integer"),
    (forms.DateTimeField, "datetime"),
    (forms.DateField, "date"),
    (forms.BooleanField, "boolean"),
    (forms.Field, "text"),
)


def type_of(field: forms.Field) -> FieldType:
    """The word for the field's kind."""
    return next(kind for form_class, kind in _TYPES if isinstance(field, form_class))
