"""The public view: a map and figures per village for anybody, where the installation says so."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_data.codes import Kind
from gis_data.models import Region
from rollout.context import simulated
from rollout.public.drawing import picture
from rollout.public.figures import KEPT_SECONDS, Village, counts, villages
from sites.stages import Stage

_WIDE = (Kind.COUNTRY, Kind.PROVINCE)


@require_safe
def public_view(request: HttpRequest, code: str = "") -> HttpResponse:
    """A province with its regencies, or one of these with its villages. 404 where nothing is public."""
    region = _region(code)
    found = villages(region.code)
    wide = region.kind in _WIDE
    context = {
        "crumbs": [(reverse("public_view"), _("All regions"))] if code else [],
        "region": region,
        "count": len(found),
        "figures": [(stage.slug, stage.label, number) for stage, number in counts(found).items()],
        "picture": picture(found),
        "regencies": _regencies(found) if wide else [],
        "villages": [] if wide else found,
        "stages": list(Stage),
    }
    return _kept(render(request, "public/view.html", context))


@require_safe
def public_villages(request: HttpRequest, code: str) -> HttpResponse:
    """The same as GeoJSON (EPSG:4326): each village's point with code, name and stage, marked where it is simulated."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
            "properties": {"code": one.code, "name": one.name, "stage": one.stage.slug},
        }
        for one in villages(_region(code).code)
    ]
    answer = {"type": "FeatureCollection", "simulated": simulated(), "features": features}
    return _kept(JsonResponse(answer, content_type="application/geo+json"))


def _region(code: str) -> Region:
    if not settings.PUBLIC_VIEW:
        raise Http404
    regions = Region.objects.filter(kind__in=[Kind.PROVINCE, Kind.REGENCY, Kind.CITY])
    region = regions.filter(code=code or settings.PUBLIC_VIEW_REGION).first()
    if region is None or not region.code.startswith(settings.PUBLIC_VIEW_REGION):
        raise Http404
    return region


def _regencies(found: list[Village]) -> list[dict]:
    groups: dict[tuple[str, str], list[Village]] = {}
    for one in found:
        groups.setdefault((one.regency_code, one.regency), []).append(one)
    return [
        {"code": code, "name": name, "count": len(group), "numbers": list(counts(group).items())}
        for (code, name), group in groups.items()
    ]


def _kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response
