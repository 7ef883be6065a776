"""GeoJSON: degrees by its standard (RFC 7946), another system only by the older "crs" member."""

import mmap
import re
from pathlib import Path

from django.contrib.gis.gdal import GDALException, SpatialReference
from django.utils.translation import gettext as _

from gis_data.importers.formats.base import VectorFormat
from gis_data.importers.report import ImportRefused

# GDAL follows a "crs" that is a link, and takes null ("unknown") for degrees; only a name of the EPSG or OGC lists is
# let through. The member's own name may be written with JSON escapes.
_CRS = re.compile(rb'"crs"\s*:\s*(\{.{0,300}?\}\s*\})', re.DOTALL)
_NAMED = re.compile(
    rb'\{\s*"type"\s*:\s*"name"\s*,\s*"properties"\s*:\s*\{\s*"name"\s*:\s*"'
    rb'(?:urn:ogc:def:crs:OGC:[0-9.]*:CRS84|(?:urn:ogc:def:crs:EPSG:[0-9.]*|EPSG):(?P<epsg>[0-9]{4,6}))"\s*\}\s*\}'
)


class GeoJson(VectorFormat):
    label = "GeoJSON"
    drivers = ("GeoJSON",)

    def recognises(self, head: bytes) -> bool:
        return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")

    def prepare(self, path: Path, workspace: Path, max_bytes: int) -> Path:
        """Refuse a "crs" that is not a plain name."""
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            members = len(re.findall(rb'"(?:c|\\u0063)(?:r|\\u0072)(?:s|\\u0073)"\s*:', content))
            declared = [match[1] for match in _CRS.finditer(content)]
        if members != len(declared) or not all(map(_names_a_system, declared)):
            raise ImportRefused(
                _("The file names its coordinate system in a way that is not accepted; use an EPSG name.")
            )
        return path


def _names_a_system(crs: bytes) -> bool:
    """A plain name of a system that there is: GDAL takes a number it does not know for degrees."""
    match = _NAMED.fullmatch(crs)
    if match is None:
        return False
    try:
        if match["epsg"]:
            SpatialReference(int(match["epsg"]))
    except GDALException:
        return False
    return True
