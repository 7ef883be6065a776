"""KML: always degrees (WGS 84)."""

import mmap
from pathlib import Path

from django.utils.translation import gettext as _

from gis_data.importers.formats.base import VectorFormat
from gis_data.importers.report import ImportRefused


class Kml(VectorFormat):
    label = "KML"
    drivers = ("LIBKML", "KML")

    def recognises(self, head: bytes) -> bool:
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        return start.startswith(b"<") and b"<kml" in start

    def prepare(self, path: Path, workspace: Path, max_bytes: int) -> Path:
        """Refuse entities and links: a few lines of them grow to gigabytes or reach for other files."""
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            if any(content.find(word) >= 0 for word in (b"<!DOCTYPE", b"<!ENTITY", b"<NetworkLink")):
                raise ImportRefused(
                    _("The KML file refers to other files or defines entities; export it without them.")
                )
        return path
