"""What the map of a process or of a site shows: shapes, the narrowest boundary, the site, where photos were taken."""

import json
from collections.abc import Iterable

from django.conf import settings
from django.contrib.gis.db.models.fields import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gis_data.forms import geojson
from gis_data.models import Boundary
from sites.models import Site
from workflows.field import premises
from workflows.models import Evidence, Process
from workflows.selectors import processes_at

# What lies further from the plot than a person walks does not decide what the map shows.
NEAR_M = 3_000
LINE_DECIMALS = 5  # about a metre, for a line that is only looked at


def map_data(process: Process) -> dict:
    """GeoJSON geometries (EPSG:4326) with their words, for the page's script. One query for the boundary, and where the
    site has more than one process, one per kind of them.

    ``far`` things do not widen the view: one photo from another province would make a dot of the plot. ``away`` says it
    in a sentence instead.
    """
    shapes = premises.of_process(process)
    placed = [(item, _metres(item.position, shapes)) for item in _shown_files(process) if item.position]
    ground = _ground(process.site)
    ground["site"]["far"] = _metres(process.site.position, shapes) > NEAR_M
    return {
        **ground,
        "stated": process.stated_areas,
        "made_of": process.made_of,
        "shapes": _shapes(process),
        "others": _others(process),
        "away": _away([metres for _item, metres in placed if metres > NEAR_M]),
        "photos": [
            {
                "geometry": plain(item.position),
                "label": item.filename,
                "href": reverse("evidence_file", args=[item.pk]),
                "far": metres > NEAR_M,
            }
            for item, metres in placed
        ],
    }


def _shown_files(process: Process) -> list[Evidence]:
    """The files that count now; those of earlier rounds are history, and their places with them."""
    slots = {slot.name: slot for step in process.steps.values() for slot in step.evidence}.values()
    return [item for slot in slots for item in process.counted(slot)]


def _metres(place: Point, shapes: list[GEOSGeometry]) -> float:
    return premises.metres_off(place, shapes) if shapes else 0


def _away(metres: list[float]) -> str:
    """How many photos lie out of sight, and how far; "" when none does."""
    if not metres:
        return ""
    return ngettext(
        "%(count)d photo was taken %(km)s km from the plot and lies outside this view.",
        "%(count)d photos were taken up to %(km)s km from the plot and lie outside this view.",
        len(metres),
    ) % {"count": len(metres), "km": number_format(round(max(metres) / 1000), use_l10n=True, force_grouping=True)}


def site_map_data(site: Site, processes: Iterable[Process]) -> dict:
    """The same for a whole site: the outlines of the plots of these processes, each named with its state."""
    return {
        **_ground(site),
        "shapes": _outlines(processes),
        "photos": [],
    }


def _others(process: Process) -> list[dict]:
    """The outlines of the site's other plots that are proposed or accepted: nobody draws over them unknowingly."""
    if len(process.site.processes) < 2:
        return []
    return _outlines(one for one in processes_at(process.site) if one.pk != process.pk and one.is_open_or_won)


def _outlines(processes: Iterable[Process]) -> list[dict]:
    return [
        {**shape, "label": f"{process.caption}: {process.state_label}"}
        for process in processes
        for shape in _shapes(process)
        if shape["geometry"]["type"] == "Polygon"
    ]


def _ground(site: Site) -> dict:
    return {
        "tiles": {"url": settings.BASEMAP_TILES, "attribution": settings.BASEMAP_ATTRIBUTION},
        "boundary": _boundary(site),
        "site": {"geometry": plain(site.position), "label": _site_label(site), "located": site.located},
    }


def _shapes(process: Process) -> list[dict]:
    columns = [column for column in process._meta.local_fields if isinstance(column, GeometryField)]
    found = [(column, getattr(process, column.name)) for column in columns]
    return [
        {"name": column.name, "label": str(column.verbose_name), "geometry": plain(value)}
        for column, value in found
        if value
    ]


def _boundary(site: Site) -> dict | None:
    """The boundary of the village, or of the district or regency when the village has none."""
    levels = [site.village_id, site.village_id[:8], site.village_id[:5]]
    drawn = Boundary.objects.annotate(outline=AsGeoJSON("display", precision=LINE_DECIMALS)).defer(
        "geometry", "display"
    )
    narrowest = drawn.filter(region__in=levels).select_related("region").order_by(Length("region_id").desc()).first()
    if narrowest is None:
        return None
    return {
        "geometry": json.loads(narrowest.outline),
        "official": narrowest.official,
        "label": _("%(region)s: %(quality)s") % {"region": narrowest.region.full_name, "quality": narrowest.quality},
    }


def _site_label(site: Site) -> str:
    return _("Position of the site: %(source)s") % {"source": site.get_position_source_display()}


def plain(geometry: GEOSGeometry) -> dict:
    """The geometry as a GeoJSON object for the page's script."""
    return json.loads(geojson(geometry))
