"""Opening a vector file of a stranger: recognised by its content, at most so large, read by one driver."""

from pathlib import Path

from django.utils.translation import gettext as _

from gis_data.importers.formats import FORMATS, SourceLayer, VectorFormat
from gis_data.importers.report import ImportRefused

# More is split or simplified before a server reads it at once.
MAX_BYTES = 512 * 1024 * 1024
# What an archive may unpack to: shapefiles of outlines shrink to a half or a third, seldom to a quarter.
_UNPACKED = 4


def open_layer(path: Path, workspace: Path, layer: str | None, max_bytes: int) -> SourceLayer:
    """The layer of that name, or the only one; archives are unpacked into ``workspace``. Raises ImportRefused."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(1024)
    except OSError as error:
        raise ImportRefused(_("The file cannot be read: %(error)s.") % {"error": error.strerror}) from error
    if size > max_bytes:
        raise ImportRefused(
            _("The file is too large: %(mb)d MB, at most %(max)d MB are taken.")
            % {"mb": size // 1_000_000, "max": max_bytes // 1_000_000}
        )
    file_format = _recognise(head)
    return file_format.open(file_format.prepare(path, workspace, max_bytes * _UNPACKED), layer)


def _recognise(head: bytes) -> VectorFormat:
    for file_format in FORMATS:
        if file_format.recognises(head):
            return file_format
    labels = ", ".join(file_format.label for file_format in FORMATS)
    raise ImportRefused(_("This is none of the formats taken: %(formats)s.") % {"formats": labels})
