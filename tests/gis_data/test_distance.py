"""Distances in metres, checked against PostGIS on the ellipsoid."""

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.db import connection

from gis_data.distance import distance_to_m

SQUARE = Polygon([(112.95, -2.53), (112.951, -2.53), (112.951, -2.529), (112.95, -2.529), (112.95, -2.53)], srid=4326)
COURT = Polygon(SQUARE[0].coords, [(112.9504, -2.5296), (112.9506, -2.5296), (112.9506, -2.5294), (112.9504, -2.5296)])


@pytest.mark.django_db
@pytest.mark.parametrize("place", [(112.949, -2.5295), (112.9505, -2.54), (112.96, -2.52), (113.92, -2.2)])
def test_the_distance_to_the_nearest_edge(place):
    point = Point(place, srid=4326)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_Distance(ST_GeomFromEWKB(%s)::geography, ST_GeomFromEWKB(%s)::geography)",
            [point.ewkb, SQUARE.ewkb],
        )
        exact = cursor.fetchone()[0]
    assert distance_to_m(point, SQUARE.coords) == pytest.approx(exact, rel=0.01)


def test_on_the_shape_it_is_nothing_and_in_its_hole_it_is_something():
    assert distance_to_m(Point(112.9501, -2.5295), SQUARE.coords) == 0
    assert distance_to_m(Point(112.9501, -2.5295), COURT.coords) == 0
    assert 0 < distance_to_m(Point(112.95055, -2.52955), COURT.coords) < 12
    assert distance_to_m(Point(112.95, -2.53), SQUARE.coords) == 0
