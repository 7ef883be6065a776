"""What there is as vector tiles for QGIS and other programs: the sites and the regions of a person's scope."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, CharField, FloatField, QuerySet, Value, When
from django.db.models.functions import Cast, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_data import mvt
from gis_data.codes import Level
from gis_data.layers import geography_version
from gis_data.models import Boundary, OverlayFeature, OverlayLayer
from sites.models import DistrictVersion, Site
from sites.stages import Stage

# Below this zoom a tile of the country would hold thousands of points on the same pixels.
_EVERY_SITE_FROM = 9
_THIN_PIXELS = 4
# From this zoom on outlines are sent as they were loaded, before it as they are simplified for the map.
_EXACT_FROM = 12


@dataclass(frozen=True, slots=True)
class TileLayer:
    """One layer. ``rows(codes)`` and ``version(codes)`` are asked with a scope's region codes; the version moves with
    every change of what the tiles show. ``properties``: name → lookup path; ``fields``: name → what it means."""

    name: str
    title: str | Promise
    rows: Callable[[Sequence[str]], QuerySet]
    version: Callable[[Sequence[str]], object]
    geometry: Callable[[int], str]
    properties: dict[str, str]
    fields: dict[str, str | Promise] = field(default_factory=dict)
    thinned: bool = False

    def tile(self, codes: Sequence[str], z: int, x: int, y: int) -> bytes:
        """The tile's bytes, b"" when nothing of the scope lies there. Raises ValueError outside the world."""
        return mvt.tile(
            self.rows(codes),
            z,
            x,
            y,
            layer=self.name,
            geometry=self.geometry(z),
            properties=self.properties,
            thin_pixels=_THIN_PIXELS if self.thinned and z < _EVERY_SITE_FROM else 0,
        )


def _sites(codes: Sequence[str]) -> QuerySet:
    return (
        Site.objects.within(codes)
        .open()
        .annotate(
            stage_name=Case(*(When(stage=stage, then=Value(stage.slug)) for stage in Stage), output_field=CharField()),
            percent=Cast("progress", FloatField()),
            waiting_day=TruncDate("waiting_since"),
        )
    )


def _boundaries(level: Level) -> Callable[[Sequence[str]], QuerySet]:
    return lambda codes: Boundary.objects.within_any(codes).of_level(level)


def _regions(name: str, title: Promise, level: Level) -> TileLayer:
    return TileLayer(
        name=name,
        title=title,
        rows=_boundaries(level),
        version=lambda codes: geography_version(),
        geometry=lambda zoom: "geometry" if zoom >= _EXACT_FROM else "display",
        properties={
            "code": "region_id",
            "name": "region__name",
            "kind": "region__kind",
            "official": "official",
            "source": "source",
            "as_of": "as_of",
        },
        fields={
            "code": _("code of the ministry of home affairs"),
            "name": _("name without the word for its kind"),
            "kind": _("kind of region"),
            "official": _("false: approximate, draw it dashed"),
            "source": _("who drew the outline"),
            "as_of": _("date of the source"),
        },
    )


TILE_LAYERS = {
    layer.name: layer
    for layer in (
        TileLayer(
            name="sites",
            title=_("Sites"),
            rows=_sites,
            version=lambda codes: f"{DistrictVersion.objects.of_scope(codes)}-{geography_version()}",
            geometry=lambda zoom: "position",
            properties={
                "code": "code",
                "name": "village__name",
                "stage": "stage_name",
                "progress": "percent",
                "waiting_since": "waiting_day",
                "flags": "flags",
                "position_source": "position_source",
            },
            fields={
                "code": _("code of the site"),
                "name": _("name of the village"),
                "stage": ", ".join(stage.slug for stage in Stage),
                "progress": _("percent built"),
                "waiting_since": _("the day since when somebody is waited for"),
                "flags": _("sum of flags, see the map’s legend"),
                "position_source": ", ".join(Site.PositionSource.values),
            },
            thinned=True,
        ),
        _regions("regencies", _("Regencies and cities"), Level.REGENCY),
        _regions("districts", _("Districts"), Level.DISTRICT),
        _regions("villages", _("Villages"), Level.VILLAGE),
    )
}

# The installation's own layers are called "overlay-7".
_OVERLAY = re.compile(r"overlay-([1-9][0-9]{0,9})", re.ASCII)


def tile_layer(name: str) -> TileLayer | None:
    """The layer of that name, or None. One query for a layer that was loaded from a file."""
    if (number := _OVERLAY.fullmatch(name)) is None:
        return TILE_LAYERS.get(name)
    overlay = OverlayLayer.objects.filter(pk=int(number[1])).first()
    return overlay and TileLayer(
        name=name,
        title=overlay.name,
        rows=lambda codes: OverlayFeature.objects.filter(layer=overlay),
        version=lambda codes: overlay.loaded_at.isoformat(),
        geometry=lambda zoom: "geometry",
        properties={"label": "label"},
        fields={"label": _("what the file calls it")},
    )


def overlay_titles() -> list[dict]:
    """The layers loaded from files, for the map's own control: number, title with its source, kind."""
    return [
        {"number": layer.pk, "title": layer.name, "source": layer.source, "kind": layer.kind}
        for layer in OverlayLayer.objects.all()
    ]
