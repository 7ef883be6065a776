"""The one view of geography that needs no person: the land the map is drawn on, which is public knowledge."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from gis_data.extent import INDONESIA, Bounds
from gis_data.layers import land_layer, land_version

_MAX_AGE = 7 * 24 * 60 * 60


def _version(request: HttpRequest) -> str:
    return f'"{land_version()}"'


@require_safe
@condition(etag_func=_version)
def land(request: HttpRequest) -> HttpResponse:
    """GeoJSON of the land, all of it or around ``?bbox=west,south,east,north`` (degrees, EPSG:4326)."""
    try:
        bounds = _bounds(request.GET.get("bbox", ""))
    except ValueError:
        return HttpResponseBadRequest(_("bbox must be west,south,east,north in degrees."))
    response = HttpResponse(land_layer(bounds), content_type="application/geo+json")
    response["Cache-Control"] = f"public, max-age={_MAX_AGE}"
    return response


def _bounds(text: str) -> Bounds:
    """Raises ValueError. Anything outside Indonesia is cut off, which also bounds how many answers are kept."""
    if not text:
        return INDONESIA
    west, south, east, north = (float(part) for part in text.split(","))
    if not (west < east and south < north):
        raise ValueError
    left, bottom, right, top = INDONESIA
    return max(west, left), max(south, bottom), min(east, right), min(north, top)
