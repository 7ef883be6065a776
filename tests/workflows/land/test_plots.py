"""A plot's area: the database's own for the outline it keeps, computed once for one it does not."""

from decimal import Decimal

import pytest
from django.contrib.gis.geos import Polygon

from workflows.flows.land_verification import LandVerification
from workflows.land import plots

pytestmark = pytest.mark.django_db


def test_the_database_keeps_the_area_beside_the_outline(plot, django_assert_num_queries):
    plot.submitted()
    process = LandVerification.objects.get(pk=plot.process.pk)
    assert process.plot_area_m2 == plots.area_m2(process.plot)
    assert abs(process.plot_area_m2 - 2000) < 20
    with django_assert_num_queries(0):
        assert plots.area_of(process) == process.plot_area_m2


def test_another_outline_is_measured_once(plot, django_assert_num_queries):
    plot.submitted()
    process = LandVerification.objects.get(pk=plot.process.pk)
    process.plot = plots.rectangle(plot.site.position, 100, 100)
    with django_assert_num_queries(1):
        assert abs(plots.area_of(process) - 10_000) < 100
        plots.area_of(process)


def test_an_equal_outline_that_came_back_from_a_form_is_not_measured_again(plot, django_assert_num_queries):
    plot.submitted()
    process = LandVerification.objects.get(pk=plot.process.pk)
    process.plot = Polygon(process.plot.coords[0], srid=4326)
    with django_assert_num_queries(0):
        assert plots.area_of(process) == process.plot_area_m2


def test_an_outline_of_half_the_earth_can_be_kept_as_a_draft(plot):
    """What is refused at submission must not break the draft."""
    LandVerification.objects.filter(pk=plot.process.pk).update(plot=Polygon.from_bbox((-170, -80, 170, 80)))
    assert LandVerification.objects.get(pk=plot.process.pk).plot_area_m2 > Decimal("1e13")


def test_without_an_outline_there_is_no_area(plot):
    assert LandVerification.objects.get(pk=plot.process.pk).plot_area_m2 is None


def test_the_area_is_nobodys_statement_and_stays_out_of_the_ledger(plot):
    plot.submitted()
    taken = plot.site.events.get(step="submit")
    assert "plot" in taken.changes
    assert "plot_area_m2" not in taken.changes
