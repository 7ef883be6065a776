"""What every vector format offers: recognise a file by its content, make it safe to open, open it with GDAL."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from ctypes import c_char_p
from dataclasses import dataclass
from pathlib import Path

from django.contrib.gis.gdal import DataSource, GDALException, SpatialReference
from django.contrib.gis.gdal.driver import Driver
from django.contrib.gis.gdal.feature import Feature
from django.contrib.gis.gdal.layer import Layer
from django.contrib.gis.gdal.prototypes import ds as capi
from django.utils.translation import gettext as _

from gis_data.importers.report import ImportRefused


@dataclass(frozen=True)
class SourceLayer:
    """One layer of an opened file; ``srs`` is None when the file declares no coordinate system."""

    layer: Layer
    srs: SpatialReference | None

    @property
    def fields(self) -> list[str]:
        """The names of the columns."""
        return self.layer.fields

    def features(self) -> Iterator[tuple[int, Feature]]:
        """(number, feature) pairs, numbered from 1. Raises ImportRefused where the file breaks off."""
        number = 0
        try:
            for number, feature in enumerate(self.layer, start=1):
                yield number, feature
        except GDALException as error:
            raise ImportRefused(_("The file breaks off after feature %(n)d.") % {"n": number}) from error


class VectorFormat(ABC):
    """A format: its name, the GDAL drivers that may read it, and how to tell and prepare a file of it."""

    label = ""
    drivers: tuple[str, ...] = ()

    @abstractmethod
    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins with ``head`` (1,024 bytes) is of this format. The file's name proves nothing."""

    def prepare(self, path: Path, workspace: Path, max_bytes: int) -> Path:
        """The path GDAL may open. Raises ImportRefused when the content is not safe to open."""
        return path

    def open(self, path: Path, layer_name: str | None) -> SourceLayer:
        """The layer of that name, or the only one. Raises ImportRefused."""
        source = self._open_with_own_drivers(path)
        names = [layer.name for layer in source]
        if layer_name is None and len(names) > 1:
            raise ImportRefused(
                _("The file has several layers (%(names)s). Say which one to load.") % {"names": ", ".join(names)}
            )
        if not names or (layer_name is not None and layer_name not in names):
            raise ImportRefused(
                _("The file has no layer “%(name)s”, only: %(names)s.")
                % {"name": layer_name or "", "names": ", ".join(names) or "–"}
            )
        layer = source[layer_name if layer_name is not None else 0]
        return SourceLayer(layer, _declared(layer))

    def _open_with_own_drivers(self, path: Path) -> DataSource:
        # DataSource tries every driver GDAL has, some of which follow links to other files or hosts.
        Driver.ensure_registered()
        allowed = (c_char_p * (len(self.drivers) + 1))(*(name.encode() for name in self.drivers), None)
        try:
            pointer = capi.open_ds(str(path).encode(), capi.GDAL_OF_READONLY | capi.GDAL_OF_VECTOR, allowed, None, None)
        except GDALException as error:
            raise ImportRefused(
                _("The file is broken: it cannot be read as %(format)s.") % {"format": self.label}
            ) from error
        return DataSource(pointer, capi.get_dataset_driver(pointer))


def _declared(layer: Layer) -> SpatialReference | None:
    try:
        srs = layer.srs
    except GDALException:
        return None
    if srs is None or srs.local or (srs.name or "").lower().startswith(("undefined", "unknown", "unnamed")):
        return None
    return srs
