"""Geography in Django's admin: regions to look up, boundaries to look up, load and remove, and layers of the map."""

from gis_data.admin.boundary import BoundaryAdmin
from gis_data.admin.overlay import OverlayLayerAdmin
from gis_data.admin.region import RegionAdmin

__all__ = ["BoundaryAdmin", "OverlayLayerAdmin", "RegionAdmin"]
