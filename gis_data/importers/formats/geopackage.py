"""GeoPackage: an SQLite file that says so in its header."""

from gis_data.importers.formats.base import VectorFormat


class GeoPackage(VectorFormat):
    label = "GeoPackage"
    drivers = ("GPKG",)

    def recognises(self, head: bytes) -> bool:
        # Bytes 68–71 are SQLite's application id; "GP10" and "GP11" are the ids of GeoPackage 1.0 and 1.1.
        return head.startswith(b"SQLite format 3\0") and head[68:72] in (b"GPKG", b"GP10", b"GP11")
