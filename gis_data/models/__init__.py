"""The two tables of geography: regions, and the boundaries some of them have."""

from gis_data.models.boundary import Boundary
from gis_data.models.region import Region

__all__ = ["Boundary", "Region"]
