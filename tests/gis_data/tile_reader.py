"""Vector tiles as other programs read them: by GDAL's own reader."""

import math
from pathlib import Path

from django.contrib.gis.gdal import DataSource


def tile_of(lon: float, lat: float, z: int) -> tuple[int, int, int]:
    """The web-mercator tile that holds the point."""
    size = 2**z
    return z, int((lon + 180) / 360 * size), int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * size)


def read_tile(content: bytes, folder: Path):
    """(layer, source) of a tile with one layer; the source must live as long as the layer is read."""
    path = folder / "tile.mvt"
    path.write_bytes(content)
    source = DataSource(path)
    return source[0], source
