"""Sites as a GeoJSON stream for other programs: PostgreSQL writes each feature, nothing is built per row here."""

from collections.abc import Iterator
from typing import Any, Literal

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import JSONField, TextField, Value
from django.db.models.functions import Cast, JSONObject
from ninja import Schema

from sites.querysets import SiteQuerySet
from sites.stages import FLAG_LABELS, Stage

MEDIA_TYPE = "application/geo+json"
PORTION = 2000
DECIMALS = 6  # a tenth of a metre


class SitePoint(Schema):
    """A GeoJSON point: longitude, latitude."""

    type: Literal["Point"]
    coordinates: list[float]


class SiteFeature(Schema):
    """A site as a GeoJSON feature; its id is the site's code."""

    type: Literal["Feature"]
    id: str
    geometry: SitePoint
    properties: dict[str, Any]


class SiteCollection(Schema):
    """All sites that were asked for. ``stages`` and ``flags`` name the numbers in the properties."""

    type: Literal["FeatureCollection"]
    stages: list[str]
    flags: dict[str, int]
    features: list[SiteFeature]


_FEATURE = Cast(
    JSONObject(
        type=Value("Feature"),
        id="code",
        geometry=Cast(AsGeoJSON("position", precision=DECIMALS), JSONField()),
        properties=JSONObject(
            village="village__name",
            district="village__parent__name",
            regency="village__parent__parent__name",
            stage="stage",
            flags="flags",
            states="states",
            progress="progress",
            waiting_since="waiting_since",
            closed_at="closed_at",
            position_source="position_source",
            position_accuracy_m="position_accuracy_m",
            position_as_of="position_as_of",
            simulated="simulated",
        ),
    ),
    TextField(),
)


def stream(sites: SiteQuerySet) -> Iterator[str]:
    """The collection in portions, in order of the codes, so that memory does not grow with the register.

    The first is read at once: a database that does not answer is told before anything was promised.
    """
    rows = sites.annotate(feature=_FEATURE).order_by("code").values_list("code", "feature")
    return _written(rows, list(rows[:PORTION]))


def _written(rows: SiteQuerySet, portion: list[tuple[str, str]]) -> Iterator[str]:
    yield (
        '{"type":"FeatureCollection","stages":['
        + ",".join(f'"{stage.slug}"' for stage in Stage)
        + '],"flags":{'
        + ",".join(f'"{flag.slug}":{flag.value}' for flag in FLAG_LABELS)
        + '},"features":['
    )
    separator = ""
    while portion:
        yield separator + ",\n".join(feature for _code, feature in portion)
        separator = ",\n"
        portion = list(rows.filter(code__gt=portion[-1][0])[:PORTION])
    yield "]}"
