"""Where photos of a site belong: on what was accepted, lent or granted, as the register and the processes have it."""

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from gis_data.distance import distance_m
from sites.models import Site
from tests import factories
from tests.workflows.assets.stories import Loan, asset
from workflows.field.premises import how_far, metres_off, of_process, outlines
from workflows.models import Evidence
from workflows.services.start import start
from workflows.views.gallery import pictures

pytestmark = pytest.mark.django_db(transaction=True)


def again(site: Site) -> Site:
    return Site.objects.get(pk=site.pk)


def test_a_plot_counts_when_it_is_accepted_or_when_it_is_what_the_report_is_about(site, cast):
    other, plot = (
        factories.Plot(site, cast).submitted(length_m="60", stated_area_m2="2400"),
        factories.Plot(site, cast).noted(),
    )
    assert outlines(again(site), None) == []
    (drawn,) = outlines(again(site), plot.process.pk)
    assert drawn.equals(plot.row.plot)
    today = timezone.localdate().isoformat()
    plot.letter().take("accept", cast.dinkop, {"agrinas_reference": "AGR-1", "agrinas_date": today})
    assert [shape.wkt for shape in outlines(again(site), None)] == [drawn.wkt]
    # Of another plot that is surveyed beside it, the photos belong on that one.
    assert [shape.wkt for shape in outlines(again(site), other.process.pk)] == [other.row.plot.wkt]
    # Pages say of a building's photos how far they are from the same plot, and of the plot's own from what it says.
    building = start(site_code=site.code, kind="outlet_construction", actor=cast.kodim)
    corner = Point(*drawn.exterior_ring.coords[0], srid=4326)
    photos = [Evidence(pk=1, position=corner, position_source="device", uploaded_by=cast.field_officer)] * 2
    assert [(one.distance_m, one.from_site) for one in pictures(building, photos)] == [(pytest.approx(0), False)] * 2
    assert how_far(corner, of_process(plot.row), site) == pytest.approx(0)
    assert how_far(corner, [], site) == distance_m(corner, site.position) > 10
    assert how_far(None, [drawn], site) is None


def test_land_that_is_lent_counts_while_the_loan_is_in_force(site, cast):
    x, y = site.position.coords
    loan = Loan(site, cast, asset(site, cast.bpkad, geometry=f"{y + 0.01}, {x}"))
    loan.active()
    (lent,) = outlines(again(site), None)
    assert metres_off(site.position, [lent]) == pytest.approx(1106, abs=5)
    loan.document("return_bast", cast.bpkad)
    loan.take("give_back", cast.bpkad, {"return_number": "BAST/2", "returned_on": loan.row.starts_on.isoformat()})
    assert outlines(again(site), None) == []


def test_inside_an_outline_nothing_is_off_and_beside_it_the_nearest_edge_counts(site, cast):
    plot = factories.Plot(site, cast).submitted().row.plot
    assert metres_off(plot.centroid, [plot]) == 0
    beside = Point(plot.extent[2] + 0.001, plot.centroid.y, srid=4326)
    assert metres_off(beside, [plot, plot.centroid]) == pytest.approx(111, abs=1)
