"""Vector tiles of the person's scope, and their description (TileJSON), for QGIS and other programs."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.callers import caller
from gis_data import mvt
from gis_data.extent import INDONESIA
from sites.layers import scope_key
from sites.layers.tiles import TILE_LAYERS, TileLayer, tile_layer
from sites.views.kept import kept_response

_MVT = "application/vnd.mapbox-vector-tile"
# Beyond it a client enlarges the tiles it has: a unit of these is a metre.
_LARGEST_ZOOM = 14


def of_a_layer(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the layer and the caller's region codes; 401 for nobody, 404 with a sentence for no layer."""

    @wraps(view)
    def asked(request: HttpRequest, layer: str, **place: int) -> HttpResponse:
        person = caller(request)
        if person is None:
            response = _sentence(401, _("Send a valid token, or log in."))
            response.headers["WWW-Authenticate"] = 'Bearer realm="rollout"'
            response.headers["Cache-Control"] = "no-store"
        elif (found := tile_layer(layer)) is None:
            names = ", ".join(TILE_LAYERS)
            response = _sentence(404, _("There is no layer of this name. There are: %(names)s.") % {"names": names})
        else:
            response = view(request, found, person.scope.region_codes, **place)
        patch_vary_headers(response, ["Authorization", "Cookie"])
        return response

    return asked


@require_safe
@of_a_layer
def layer_tile(request: HttpRequest, layer: TileLayer, codes: list[str], z: int, x: int, y: int) -> HttpResponse:
    """One tile: 204 where nothing of the scope lies, 404 with a sentence outside the world."""
    try:
        mvt.check_tile(z, x, y)
    except ValueError as outside:
        return _sentence(404, str(outside))
    # The version is read before the data: a change in between is sent too early, never too late.
    return kept_response(
        request,
        name=f"tile1:{layer.name}:{z}/{x}/{y}:{scope_key(codes)}",
        version=layer.version(codes),
        content_type=_MVT,
        build=lambda: layer.tile(codes, z, x, y),
        # Very many: they may push out one another, not the layers and figures of the pages.
        where="tiles",
    )


@require_safe
@of_a_layer
def layer_description(request: HttpRequest, layer: TileLayer, codes: list[str]) -> HttpResponse:
    """TileJSON 3.0.0: where the tiles are, for which zooms, and what their fields mean."""
    address = reverse("tile", kwargs={"layer": layer.name, "z": 0, "x": 0, "y": 0})
    answer = JsonResponse(
        {
            "tilejson": "3.0.0",
            "name": str(layer.title),
            "scheme": "xyz",
            "tiles": [request.build_absolute_uri(address).replace("0/0/0.mvt", "{z}/{x}/{y}.mvt")],
            "minzoom": 0,
            "maxzoom": _LARGEST_ZOOM,
            "bounds": INDONESIA,
            "vector_layers": [
                {"id": layer.name, "fields": {name: str(meaning) for name, meaning in layer.fields.items()}}
            ],
        }
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _sentence(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
