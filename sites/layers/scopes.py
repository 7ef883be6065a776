"""A scope as the layers need it: the name it is kept under, and where on the map it is."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.contrib.gis.db.models import Extent

from gis_data.codes import outermost
from gis_data.extent import INDONESIA, Bounds
from sites.models import Site

_READABLE = 60
# Degrees of land beyond the outermost sites, so that the map does not end at their edge.
_AROUND = 4


def scope_key(region_codes: Iterable[str]) -> str:
    """One short text per set of jurisdictions, the same for every way of writing it; "none" for no region at all.

    A scope inside another adds nothing: ``["62", "62.02"]`` and ``["62"]`` share what is kept.
    """
    key = "+".join(outermost(region_codes)) or "none"
    return key if len(key) <= _READABLE else sha256(key.encode()).hexdigest()[:32]


def scope_surroundings(region_codes: Sequence[str]) -> Bounds:
    """West, south, east, north (EPSG:4326) of the sites inside the regions with some land around them."""
    extent = Site.objects.within(region_codes).aggregate(extent=Extent("position"))["extent"]
    if extent is None:
        return INDONESIA
    west, south, east, north = extent
    return west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND
