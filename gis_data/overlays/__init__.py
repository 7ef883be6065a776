"""The installation's own layers: loaded from files, drawn on the map, and measured against plots."""
