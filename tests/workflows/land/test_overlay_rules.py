"""The loaded layers speak of a plot in square metres, percent and metres, and stop nobody unless they are told to."""

import pytest
from django.contrib.gis.geos import LineString, Point, Polygon
from django.utils import timezone, translation

from gis_data.models import OverlayFeature, OverlayLayer
from tests.workflows.land.test_cautions import warnings
from workflows.flows.land_verification import LandVerification
from workflows.land import overlay_rules, plots

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def loaded(kind: str, shape, **more) -> None:
    layer = OverlayLayer.objects.create(
        name=f"Lapisan {kind}", kind=kind, source="KLHK", loaded_at=timezone.now(), **more
    )
    OverlayFeature.objects.create(layer=layer, geometry=shape)


def test_a_plot_in_a_protected_area_is_told_in_square_metres_and_percent(plot):
    plot.surveyed()
    x, y = plot.site.position.coords
    west, south, _east, north = LandVerification.objects.get(pk=plot.process.pk).plot.extent
    loaded("forest", Polygon.from_bbox((west - 0.01, south - 0.01, x, north + 0.01)), protects=True)
    # What two shapes of a layer both cover counts once.
    OverlayFeature.objects.create(
        layer=OverlayLayer.objects.get(), geometry=Polygon.from_bbox((west - 0.01, south - 0.01, x, y))
    )
    loaded("farmland", Polygon.from_bbox((x - 1, y - 1, x + 1, y + 1)))
    loaded("road", LineString((x + 0.1, y - 1), (x + 0.1, y + 1)))
    loaded("settlement", Point(x + 0.0001, y))
    [inside, far] = warnings(plot, "verify", "kodim")
    area = plots.area_of(LandVerification.objects.get(pk=plot.process.pk))
    assert inside == f"{round(area / 2):,} m² (50.0 %) of the plot lie inside “Lapisan forest” (source: KLHK)."
    assert far.startswith("The nearest road of “Lapisan road” is 11,") and "settlement" not in far
    assert overlay_rules.outside_protected.check(LandVerification.objects.get(pk=plot.process.pk)) == inside
    assert overlay_rules.outside_protected not in overlay_rules.STOPPING, (
        "unless the installation says so, the legal note decides"
    )
