"""The map's data for a browser: points, names and lines of the person's scope."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_data.codes import Level
from gis_data.layers import boundary_layer, geography_version, land_layer, land_version
from gis_data.models import OverlayLayer
from gis_data.overlays.drawing import overlay_geojson
from sites.history.as_of import NotInHistory, as_of
from sites.history.past import past_version
from sites.layers import names_layer, names_version, points_layer, scope_key, scope_surroundings
from sites.models import DistrictVersion
from sites.views.kept import kept_response

_COLUMNS = "application/octet-stream"
_GEOJSON = "application/geo+json"
_BOUNDARIES = (Level.REGENCY, Level.DISTRICT)


def data_for_people(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 401 with a sentence where a page would redirect to the login: a script cannot follow it there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        response = HttpResponse(
            _("You are not logged in any more. Log in to see the map."),
            status=401,
            content_type="text/plain; charset=utf-8",
        )
        response.headers["WWW-Authenticate"] = "Session"
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


@require_safe
@data_for_people
def map_layer(request: HttpRequest) -> HttpResponse:
    """The points of all open sites of the scope (``sites.layers.points``), with ``?on=2026-11-30`` as they stood at the
    end of that day; 404 with a sentence for a date the register cannot tell about. ``?cut=first`` thins a large one."""
    codes = request.user.scope.region_codes
    try:
        when = as_of(request.GET.get("on", ""))
    except NotInHistory as sentence:
        return HttpResponse(str(sentence), status=404, content_type="text/plain; charset=utf-8")
    cut = request.GET.get("cut") == "first"
    # The version is read before the data: a change in between is sent too early, never too late.
    return kept_response(
        request,
        name=f"points3:{scope_key(codes)}:{when}{':cut' if cut else ''}",
        version=DistrictVersion.objects.of_scope(codes) if when.is_now else past_version(),
        content_type=_COLUMNS,
        build=lambda: points_layer(codes, when, cut=cut),
        # Somebody who plays a year asks for hundreds of days.
        where="default" if when.is_now else None,
    )


@require_safe
@data_for_people
def map_names(request: HttpRequest) -> HttpResponse:
    """Codes and names of the sites of the scope (``sites.layers.names``)."""
    codes = request.user.scope.region_codes
    return kept_response(
        request,
        name=f"names2:{scope_key(codes)}",
        version=names_version(codes),
        content_type=_COLUMNS,
        build=lambda: names_layer(codes),
    )


@require_safe
@data_for_people
def map_boundaries(request: HttpRequest, level: str) -> HttpResponse:
    """The outlines of the regencies or districts of the scope; 404 for another level."""
    if level not in _BOUNDARIES:
        raise Http404
    codes = request.user.scope.region_codes
    return kept_response(
        request,
        name=f"{level}1:{scope_key(codes)}",
        version=geography_version(),
        content_type=_GEOJSON,
        build=lambda: boundary_layer(Level(level), codes),
    )


@require_safe
@data_for_people
def map_land(request: HttpRequest) -> HttpResponse:
    """The land around the scope."""
    codes = request.user.scope.region_codes
    return kept_response(
        request,
        name=f"land1:{scope_key(codes)}",
        version=land_version(),
        content_type=_GEOJSON,
        build=lambda: land_layer(scope_surroundings(codes)),
    )


@require_safe
@data_for_people
def map_overlay(request: HttpRequest, number: int) -> HttpResponse:
    """One of the installation's own layers, the same for everybody who is logged in."""
    layer = get_object_or_404(OverlayLayer, pk=number)
    return kept_response(
        request,
        name=f"overlay1:{number}",
        version=layer.loaded_at.isoformat(),
        content_type=_GEOJSON,
        build=lambda: overlay_geojson(layer),
    )
