"""What a person had typed into a step's form, in words, where the form itself is not shown any more."""

from django.contrib.gis.geos import Polygon
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import ngettext

from workflows.facts import in_words
from workflows.forms import step_form
from workflows.land.plots import area_m2
from workflows.models import Process
from workflows.step import Step


def typed_in_words(process: Process, step: Step, data: QueryDict) -> list[dict]:
    """The answers as rows of components/summary_list.html; what cannot be read stays as it was typed."""
    form = step_form(process, step, data=data, localized=True)
    return [
        {"term": field.label, "value": _in_words(field, given)}
        for field in form
        if (given := data.get(field.name, "").strip())
    ]


def _in_words(field: BoundField, given: str) -> str:
    choices = dict(getattr(field.field, "choices", ()))
    if given in choices:
        return str(choices[given])
    try:
        value = field.field.clean(given)
    except ValidationError:
        return given
    return _outline_in_words(value) if isinstance(value, Polygon) else in_words(value)


def _outline_in_words(outline: Polygon) -> str:
    corners = outline.exterior_ring.num_points - 1
    words = {"count": corners, "area": in_words(round(area_m2(outline)))}
    return ngettext("%(count)d corner, %(area)s m²", "%(count)d corners, %(area)s m²", corners) % words
