"""Where Indonesia is, and what is said of a coordinate elsewhere."""

import math

import pytest

from gis_data.extent import why_elsewhere


def test_a_place_in_indonesia_is_accepted():
    assert why_elsewhere(113.9, -2.2) == ""


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        (-2.2, 113.9, "swapped"),
        (2.35, 48.85, "outside Indonesia"),
        (0, 0, "outside Indonesia"),
        (825_000, 9_755_000, "not degrees"),
        (math.nan, -2.2, "outside Indonesia"),
        (math.inf, -2.2, "not degrees"),
    ],
)
def test_a_place_elsewhere_is_refused_with_the_reason(lon, lat, said):
    assert said in why_elsewhere(lon, lat)


def test_the_province_is_named():
    assert "outside Kalimantan Tengah" in why_elsewhere(106.8, -6.2, (110, -4, 116, 1), "Kalimantan Tengah")
