"""The tables of geography: regions, boundaries and when they last changed, and the installation's own layers."""

from gis_data.models.boundary import Boundary
from gis_data.models.geography_version import GeographyVersion
from gis_data.models.overlay import OverlayFeature, OverlayLayer
from gis_data.models.region import Region

__all__ = ["Boundary", "GeographyVersion", "OverlayFeature", "OverlayLayer", "Region"]
