"""A zipped shapefile: only its own parts are unpacked, under names of our own, and never more than the limit."""

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from gis_data.importers.formats.base import VectorFormat
from gis_data.importers.report import ImportRefused

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NEEDED = (".shp", ".shx", ".dbf")
_MAX_MEMBERS = 200
_CHUNK = 1024 * 1024


class ZippedShapefile(VectorFormat):
    label = "zipped shapefile"
    drivers = ("ESRI Shapefile",)

    def recognises(self, head: bytes) -> bool:
        return head.startswith(b"PK\x03\x04")

    def prepare(self, path: Path, workspace: Path, max_bytes: int) -> Path:
        """Unpack into ``workspace``, which GDAL reads as one source with a layer per shapefile.

        The members' own folders and names (``../../x``) are never used as paths.
        """
        try:
            with zipfile.ZipFile(path) as archive:
                shapefiles = _shapefiles(archive)
                left = max_bytes
                for name, parts in shapefiles.items():
                    for suffix, member in parts.items():
                        left -= _unpack(archive, member, workspace / f"{name}{suffix}", left)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            # RuntimeError is zipfile's answer to an encrypted member.
            raise ImportRefused(_("The zip file is broken or protected by a password.")) from error
        return workspace


def _shapefiles(archive: zipfile.ZipFile) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """Name → suffix → member, of the complete shapefiles. Raises ImportRefused."""
    members = archive.infolist()
    if len(members) > _MAX_MEMBERS:
        raise ImportRefused(_("The zip file holds too many files; pack one shapefile alone."))
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for member in members:
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        suffix, name = inside.suffix.lower(), _plain(inside.stem)
        # "__MACOSX" holds a second, unreadable copy of every file packed on a Mac.
        if suffix not in _PARTS or inside.parts[0] == "__MACOSX":
            continue
        parts = found.setdefault(name, {})
        if suffix in parts:
            raise ImportRefused(_("The zip file holds “%(name)s” twice.") % {"name": f"{name}{suffix}"})
        parts[suffix] = member
    shapefiles = {name: parts for name, parts in found.items() if ".shp" in parts}
    if not shapefiles:
        raise ImportRefused(_("The zip file holds no shapefile (.shp)."))
    for name, parts in shapefiles.items():
        for suffix in _NEEDED:
            if suffix not in parts:
                raise ImportRefused(
                    _("The shapefile “%(name)s” lacks its %(part)s file.") % {"name": name, "part": suffix}
                )
    return shapefiles


def _plain(name: str) -> str:
    """A file name that is only a name."""
    return "".join(sign if sign.isalnum() or sign in "-_ " else "_" for sign in name)[:100] or "layer"


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, limit: int) -> int:
    """Write the member and return its bytes. What the archive claims about its size is not believed."""
    written = 0
    with archive.open(member) as packed, target.open("wb") as unpacked:
        while chunk := packed.read(_CHUNK):
            written += len(chunk)
            if written > limit:
                raise ImportRefused(_("The zip file unpacks to more than is allowed."))
            unpacked.write(chunk)
    return written
