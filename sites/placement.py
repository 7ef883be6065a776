"""Where a site, or a plot proposed for it, may lie: in the country, near its village."""

import datetime

from django.contrib.gis.geos import Point
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from gis_data.dates import why_impossible
from gis_data.distance import distance_m
from gis_data.extent import why_elsewhere
from gis_data.models import Region
from sites.models import Site

# Villages of the province reach tens of kilometres; what lies farther off is a slip of the pen, not a place.
FARTHEST_FROM_VILLAGE_M = 75_000


def km_too_far(point: Point, village: Region) -> int | None:
    """How many kilometres off a position (EPSG:4326) is when it cannot belong to the village; None when it can."""
    if village.point is None:
        return None
    away = distance_m(point, village.point)
    return round(away / 1000) if away > FARTHEST_FROM_VILLAGE_M else None


def why_misplaced(site: Site, position: Point, source: str, as_of: datetime.date) -> dict[str, list[str]]:
    """What is wrong with a position that a person gives for a site: field name to sentences, empty when nothing is."""
    errors = {}
    if sentence := why_elsewhere(position.x, position.y):
        errors["position"] = [sentence]
    elif (km := km_too_far(position, site.village)) is not None:
        errors["position"] = [
            _("The position lies %(km)s km from %(village)s. Check the coordinates.")
            % {"km": intcomma(km), "village": site.village.full_name}
        ]
    if source not in {Site.PositionSource.DOCUMENT, Site.PositionSource.SURVEYED}:
        errors["source"] = [_("Say whether the position comes from a document or from a survey.")]
    if sentence := why_impossible(as_of, past=True):
        errors["as_of"] = [sentence]
    return errors
