"""Loading a layer from a file: all of it or nothing, with a report of what was repaired and what was refused."""

import datetime
import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.gdal.feature import Feature
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_data.extent import INDONESIA, why_elsewhere
from gis_data.importers.boundary_geometry import WGS84, coordinate_system, read_geometry, to_wgs84
from gis_data.importers.formats import SourceLayer
from gis_data.importers.opening import MAX_BYTES, open_layer
from gis_data.importers.report import ImportRefused, Report
from gis_data.models import OverlayFeature, OverlayLayer
from gis_data.texts import clean_line

# A province's forest area has a million; more belongs simplified before a web server draws it.
MAX_VERTICES = 5_000_000
_BATCH = 500
_LONGEST_LABEL = 120
# What the name of a feature is called in the files of our offices, in order of preference.
_NAMES = ("namobj", "nama", "name", "label", "fungsi", "keterangan", "remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a file does not say itself. ``crs`` ("EPSG:32749") only for a file that declares none."""

    name: str
    kind: str
    source: str
    protects: bool = False
    official: bool = False
    as_of: datetime.date | None = None
    crs: str | None = None
    layer: str | None = None
    max_bytes: int = MAX_BYTES


def load_overlay(path: Path, details: Details) -> Report:
    """Load the layer, in the place of the one of the same name. Raises ImportRefused, and then nothing has changed."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        source = open_layer(path, Path(folder), details.layer, details.max_bytes)
        transform = to_wgs84(coordinate_system(source, details.crs))
        # Locked from here on, whoever else loads it; it keeps its number, so that other programs' addresses hold.
        layer, _created = OverlayLayer.objects.update_or_create(
            name=details.name,
            defaults={
                "kind": details.kind,
                "protects": details.protects,
                "official": details.official,
                "source": details.source,
                "as_of": details.as_of,
                "loaded_at": timezone.now(),
            },
        )
        layer.features.all().delete()
        features = (
            OverlayFeature(layer=layer, geometry=shape, label=label)
            for shape, label in _features(source, transform, report)
        )
        # By the generator's own pace: a file of a million shapes is never in memory as a whole.
        while batch := [feature for _number, feature in zip(range(_BATCH), features, strict=False)]:
            OverlayFeature.objects.bulk_create(batch)
            report.added += len(batch)
        if report.refused:
            raise ImportRefused.because_of(report)
        if not report.added:
            raise ImportRefused(_("The file holds nothing to load."), report)
    return report


def _features(source: SourceLayer, transform, report: Report) -> Iterator[tuple[GEOSGeometry, str]]:
    """(geometry, label) of what can be taken; the rest goes into the report."""
    column = next((field for name in _NAMES for field in source.fields if field.lower() == name), None)
    vertices = 0
    for number, feature in source.features():
        report.read += 1
        try:
            shape, repaired = _valid(read_geometry(feature, transform))
        except ValueError as error:
            report.refuse(_("feature %(n)d") % {"n": number}, str(error))
            continue
        vertices += shape.num_coords
        if vertices > MAX_VERTICES:
            raise ImportRefused(
                _("The file has more than %(max)s corners. Simplify it for the map, and load it then.")
                % {"max": f"{MAX_VERTICES:,}".replace(",", ".")},
                report,
            )
        report.repaired += repaired
        yield shape, _label(feature, column)


def _label(feature: Feature, column: str | None) -> str:
    """What the file calls the feature, as plain text; "" where it says nothing that can be read."""
    try:
        return clean_line(str(feature.get(column) or ""))[:_LONGEST_LABEL] if column else ""
    except (GDALException, UnicodeDecodeError):
        return ""


def _valid(shape: GEOSGeometry) -> tuple[GEOSGeometry, bool]:
    """The shape in EPSG:4326, and whether it had to be repaired. Raises ValueError with a sentence."""
    shape.srid = WGS84
    west, south, east, north = shape.extent
    for lon, lat in ((west, south), (east, north)):
        if not (math.isfinite(lon) and math.isfinite(lat)):
            raise ValueError(_("It has coordinates that are no numbers."))
        if elsewhere := why_elsewhere(lon, lat, INDONESIA, _("Indonesia")):
            raise ValueError(elsewhere)
    if shape.valid:
        return shape, False
    repaired = shape.make_valid()
    repaired.srid = WGS84
    if repaired.empty or not repaired.valid:
        raise ValueError(_("Its outline encloses no area, even after the repair."))
    return repaired, True
