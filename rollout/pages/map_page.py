"""The map page: all sites of the person's scope, with what its script needs to know in one JSON block."""

from functools import cache as once
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gis_data.extent import INDONESIA
from rollout.pages.map_text import map_text
from sites.history.as_of import first_day
from sites.layers.tiles import overlay_titles
from sites.selectors import MOST_DAYS
from sites.stages import BLOCKING_FLAGS, FLAG_LABELS, Stage
from workflows.flows.readiness import Readiness
from workflows.flows.satellite_internet import SatelliteInternet
from workflows.internet.states import WORKING
from workflows.readiness.states import State, at_least
from workflows.selectors import state_catalogue

# The page names all modules at once, so that a slow line does not wait for one to learn of the next.
_SCRIPTS = Path("static/sites/js/map")

# Stands in the panel's address where the script puts a site's code.
_ANY_CODE = "00.00.00.0000"


@require_safe
@login_required
def map_page(request: HttpRequest) -> HttpResponse:
    """The page itself; its data come through ``sites.views.map``."""
    catalogue = state_catalogue()
    config = {
        "language": get_language(),
        "timeZone": settings.TIME_ZONE,
        "urls": _urls(),
        "tiles": _tiles(),
        "extent": INDONESIA,
        "days": _days(),
        "stages": [{"value": stage.value, "slug": stage.slug, "label": str(stage.label)} for stage in Stage],
        "flags": [
            {"bit": int(flag), "slug": flag.slug, "label": str(label), "blocked": bool(flag & BLOCKING_FLAGS)}
            for flag, label in FLAG_LABELS.items()
        ],
        "catalogue": catalogue,
        "active": {"kind": Readiness.kind_name, "states": at_least(State(settings.READINESS_ACTIVE_LEVEL))},
        "coverage": {"kind": SatelliteInternet.kind_name, "states": WORKING},
        "overlays": overlay_titles(),
        "mostDays": MOST_DAYS,
        "text": map_text(),
    }
    return render(
        request,
        "sites/map.html",
        {"config": config, "catalogue": catalogue, "stages": config["stages"], "modules": _modules()},
    )


@once
def _modules() -> list[str]:
    """The static names of the map's modules."""
    folder = Path(apps.get_app_config("sites").path) / _SCRIPTS
    return [f"sites/js/map/{path.name}" for path in sorted(folder.glob("*.js"))]


def _urls() -> dict[str, str]:
    return {
        "layer": reverse("map_layer"),
        "firstCut": f"{reverse('map_layer')}?cut=first",
        "names": reverse("map_names"),
        "regencies": reverse("map_boundaries", args=["regency"]),
        "districts": reverse("map_boundaries", args=["district"]),
        "land": reverse("map_land"),
        "overlay": reverse("map_overlay", args=[0]),
        "panel": reverse("site_panel", args=[_ANY_CODE]),
        "anyCode": _ANY_CODE,
        "login": reverse(settings.LOGIN_URL),
    }


def _days() -> dict[str, str]:
    """The first day the register can tell about ("" while it knows of none), and today."""
    first = first_day()
    return {"first": first.isoformat() if first else "", "last": timezone.localdate().isoformat()}


def _tiles() -> dict[str, str] | None:
    """The online base map, when the installation has one."""
    if not settings.BASEMAP_TILES:
        return None
    return {"url": settings.BASEMAP_TILES, "credit": settings.BASEMAP_ATTRIBUTION}
