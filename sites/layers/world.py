"""The pixels that the layers' positions are counted in: those of the web-mercator world at zoom 18."""

import math

# 2**26 pixels in each direction: 0.6 m at the equator.
BITS = 26
_SIDE = 2**BITS


def pixel_of(longitude: float, latitude: float) -> tuple[float, float]:
    """The pixel, counted from the north-west, of a place in degrees (EPSG:4326)."""
    x = (longitude + 180) / 360 * _SIDE
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * _SIDE
    return x, y


def degrees_of(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude (EPSG:4326) of a pixel, to the sixth decimal (0.1 m)."""
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / _SIDE))))
    return round(x / _SIDE * 360 - 180, 6), round(latitude, 6)
