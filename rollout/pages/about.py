"""About the data: where every place and line comes from, for everybody, without a login."""

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gis_data.models import Boundary


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The sources of the data and what is only an approximation; nothing about any site."""
    return render(
        request,
        "rollout/about.html",
        {
            "basemap_attribution": settings.BASEMAP_ATTRIBUTION if settings.BASEMAP_TILES else "",
            "datasets": [_dataset(row) for row in _boundaries()],
        },
    )


def _boundaries():
    loaded = Boundary.objects.order_by("-official", "source", "as_of")
    return loaded.values("official", "source", "as_of").annotate(count=Count("pk"))


def _dataset(row: dict) -> dict:
    return {
        "name": _("Official boundaries") if row["official"] else _("Approximate boundaries, not official"),
        "source": row["source"],
        "licence": ngettext("%(num)d outline", "%(num)d outlines", row["count"]) % {"num": row["count"]},
        "as_of": row["as_of"],
    }
