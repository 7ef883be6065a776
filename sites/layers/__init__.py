"""The map's data: compact columns of all sites of a scope, kept by version (docs/adr/0004-map-layers.md)."""

from sites.layers.names import names_layer, names_version
from sites.layers.points import points_layer
from sites.layers.scopes import scope_key, scope_surroundings

__all__ = ["names_layer", "names_version", "points_layer", "scope_key", "scope_surroundings"]
