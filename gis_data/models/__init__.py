"""The tables of geography: regions, the boundaries some of them have, and when those last changed."""

from gis_data.models.boundary import Boundary
from gis_data.models.geography_version import GeographyVersion
from gis_data.models.region import Region

__all__ = ["Boundary", "GeographyVersion", "Region"]
